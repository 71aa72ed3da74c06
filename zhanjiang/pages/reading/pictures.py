"""Pictures of an article: their true address, and which images are none: icons, codes, pictures of other articles."""

from __future__ import annotations

import re

from zhanjiang.addresses.portal import read_article
from zhanjiang.pages.reading.elements import Element

# Where themes put the true address while ``src`` still says loading.gif, in order of trust.
_TRUE_ADDRESSES = ("data-origin-src", "data-img", "data-original", "data-src", "data-lazy-src", "data-echo", "src")
_NO_PICTURE = re.compile(
    r"loading|placeholder|blank\.|spacer|/icons?[/_-]|icon[\w-]*\.(?:png|gif|svg)|logo|qr_?code|erweima|ewm|avatar|emoji|^data:",
    re.IGNORECASE,
)

_NO_PICTURE_NAME = re.compile(r"二维码|qr_?code|logo|\bicon", re.IGNORECASE)


def picture_address(image: Element) -> str | None:
    """The true address of a picture as the page writes it; None where it has none.

    >>> from lxml.html import fromstring
    >>> picture_address(fromstring('<img src="/static/loading.gif" data-origin-src="//img.example/a/1.jpg">'))
    '//img.example/a/1.jpg'
    """
    for name in _TRUE_ADDRESSES:
        address = (image.get(name) or "").strip()
        if address and not _NO_PICTURE.search(address):
            return address
    return None


def is_picture(image: Element) -> bool:
    """Say whether an image is one of the article's: no icon, no QR code, no picture that links to another article."""
    about = " ".join(image.get(name) or "" for name in ("class", "alt", "id"))
    if picture_address(image) is None or _NO_PICTURE_NAME.search(about) or _is_small(image):
        return False
    link = next((parent for parent in image.iterancestors("a")), None)
    return link is None or read_article(link.get("href") or "") is None


def _is_small(image: Element) -> bool:
    """Say whether the page gives the image less than 40 pixels on a side, as it does for icons."""
    sides = [(image.get(side) or "").removesuffix("px") for side in ("width", "height")]
    return any(side.isdigit() and int(side) < 40 for side in sides)
