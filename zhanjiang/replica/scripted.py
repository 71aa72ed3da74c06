"""A listing whose rows a script alone loads, from addresses that only this script can compute."""

from __future__ import annotations

from random import Random
from typing import Any

from zhanjiang.replica.answer import SiteResponse, data
from zhanjiang.replica.links import LinkedRow
from zhanjiang.replica.listings import ChannelListing
from zhanjiang.replica.skins import Renderer
from zhanjiang.replica.story import CHANNELS

SCRIPTED = "xianqu"
"""The channel that is listed so, with ``--load-more-by-script``."""
_FACTOR, _MODULUS = 7_919, 104_729
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class ScriptedListing:
    """The listing, and the address of each of its pages of rows."""

    def __init__(self, renderer: Renderer, listing: ChannelListing, seed: int) -> None:
        chance = Random(f"scripted {seed}")
        self._renderer = renderer
        self._listing = listing
        self._folder = f"/{chance.getrandbits(24):06x}/"
        self._start = chance.randrange(_MODULUS)
        self._pages = {self._address(page): page for page in range(1, listing.pages + 2)}

    def page(self) -> SiteResponse:
        """Return the page: an empty list, a button, and the script that fills the list."""
        letters = [ord(letter) ^ (place * 5 + 17 & 31) for place, letter in enumerate(self._folder)]
        script: dict[str, Any] = {"letters": letters, "factor": _FACTOR, "start": self._start, "modulus": _MODULUS}
        return self._renderer.page("listings/scripted.html", channel_name=CHANNELS[self._listing.channel], **script)

    def rows(self, path: str) -> SiteResponse | None:
        """Return the rows at an address, [] after the last; None where the path is none of these."""
        page = self._pages.get(path)
        if page is None:
            return None
        stories = self._listing.on_page(page) if page <= self._listing.pages else ()
        return data([_row(row) for row in self._renderer.rows(stories, "scripted")])

    def _address(self, page: int) -> str:
        return self._folder + _base_36((page * _FACTOR + self._start) % _MODULUS)


def _row(row: LinkedRow) -> list[Any]:
    return [row.address, row.headline, row.day]


def _base_36(number: int) -> str:
    """Write a number as scripts do with ``toString(36)``.

    >>> _base_36(0), _base_36(104_728)
    ('0', '28t4')
    """
    digits = ""
    while number or not digits:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
