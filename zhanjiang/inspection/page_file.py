"""A page that somebody saved: its bytes from a file, its address, its time and its Content-Type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from zhanjiang.addresses.portal import Sites
from zhanjiang.addresses.site import is_web_address
from zhanjiang.console.errors import WrongArgument
from zhanjiang.console.input_file import STANDARD_INPUT, read_input
from zhanjiang.inspection.page_types import PageType, page_type
from zhanjiang.times import moment, parse_moment


class WrongOption(WrongArgument):
    """An option that cannot be used; the text is one line that says what can."""


@dataclass(frozen=True, slots=True)
class PageFile:
    """A saved page: the address it was fetched from, its bytes, its header Content-Type, and when (UTC)."""

    url: str
    body: bytes
    content_type: str
    fetched_at: str


def read_page_file(name: str, url: str, content_type: str | None, fetched_at: str | None) -> PageFile:
    """Read a page from a file, or from standard input (``-``). Raises OSError, WrongArgument, and WrongOption for a
    time that is none.

    Without a given time it is the file's own; for standard input the present.
    """
    given = read_time(fetched_at) if fetched_at is not None else None
    body = read_input(name)
    if name == STANDARD_INPUT:
        return PageFile(url, body, content_type or "", given or moment())
    saved_at = moment(datetime.fromtimestamp(Path(name).stat().st_mtime, UTC))
    return PageFile(url, body, content_type or "", given or saved_at)


def read_time(text: str) -> str:
    """A time in the form in which times of fetching are written; without a zone it is UTC. Raises WrongOption.

    >>> read_time("2026-11-24T09:36:24+08:00"), read_time("2026-11-24")
    ('2026-11-24T01:36:24Z', '2026-11-24T00:00:00Z')
    """
    try:
        when = parse_moment(text)
        if date.min.year < when.year < date.max.year:  # days before and after it are reckoned with
            return moment(when)
    except ValueError:
        pass
    raise WrongOption(f"{text!r} is no time: give one such as 2026-11-24T01:36:24Z (UTC)")


def known_page_type(url: str, sites: Sites) -> PageType:
    """The class that reads the page of an address. Raises WrongOption where none does."""
    kind = page_type(url, sites.holds) if is_web_address(url) else None
    if kind is None:
        known = f"an article, a listing or the front page of {sites.portal} (PORTAL_URL), or a newspaper's page"
        raise WrongOption(f"{url!r} is no page that is known: give the address of {known}")
    return kind
