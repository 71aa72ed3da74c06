"""The part of the archive that a user selects: a day, a run or articles, with all that it takes to show it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from zhanjiang.addresses.article_id import ArticleIds
from zhanjiang.archive import Capture
from zhanjiang.archive.reader import read_at
from zhanjiang.archive.wacz import ListedPage
from zhanjiang.store import articles, captures
from zhanjiang.times import bounds_of_day, exact_moment, parse_day

_UNCHANGED: Final = 304
_ARTICLE_KINDS: Final = ("article", "link")


Selection = Callable[[Connection], list[Capture]]
"""A query for captures."""


def read(kind: str, typed: str) -> Selection:
    """Read what a user types for a ``day``, a ``run`` or ``ids``. Raises ValueError with the allowed values.

    >>> read("day", "yesterday")
    Traceback (most recent call last):
    ValueError: --day 'yesterday': give one such as 2026-11-25
    """
    make, allowed = _READ[kind]
    try:
        return make(typed)
    except ValueError:
        raise ValueError(f"--{kind} {typed!r}: give {allowed}") from None


def of_day(connection: Connection, day: date) -> list[Capture]:
    """The captures of a day of the portal."""
    begin, end = bounds_of_day(day)
    return captures.of_days(connection, exact_moment(begin), exact_moment(end))


def of_ids(connection: Connection, ids: ArticleIds) -> list[Capture]:
    """The captures of articles and of their pictures."""
    meant = ids.among(captures.articles(connection) if ids.ranges else ())
    rows = articles.headlines_and_pictures(connection, meant)
    pictures = {url for _, _, urls in rows for url in urls}
    return captures.of_articles(connection, meant) + captures.of_urls(connection, sorted(pictures))


def to_show(connection: Connection, folder: Path, selected: Sequence[Capture]) -> tuple[list[Capture], list[Capture]]:
    """The captures needed to show the selected ones, in the order of the files, and those to list as pages.

    A revisit needs the capture that it refers to. One without a page of its own (304) is replaced by it: replay tools
    would show an empty page.
    """
    needed: dict[tuple[str, int], Capture] = {}
    listed: dict[tuple[str, int], Capture] = {}
    for capture in selected:
        whole = _referred(connection, folder, capture)
        shown = whole if whole and capture.status == _UNCHANGED else capture
        listed[_place(shown)] = shown
        needed |= {_place(one): one for one in (shown, whole) if one}
    return [needed[place] for place in sorted(needed)], [*listed.values()]


def _referred(connection: Connection, folder: Path, capture: Capture) -> Capture | None:
    if capture.type != "revisit":
        return None
    return captures.referred(connection, read_at(folder, capture.file, capture.offset).refers_to, capture.digest)


def _place(capture: Capture) -> tuple[str, int]:
    return capture.file, capture.offset


def pages_of(connection: Connection, selected: Sequence[Capture]) -> list[ListedPage]:
    """The pages among captures: articles first, by their stored headlines, then the others by address."""
    pages = [capture for capture in selected if capture.page and captures.has_page(capture) and not capture.is_further]
    ids = sorted({capture.article for capture in pages if capture.article})
    titles = {id_: headline for id_, headline, _ in articles.headlines_and_pictures(connection, ids)}
    listed = [
        ListedPage(capture, titles.get(capture.article or "") or capture.headline or capture.url) for capture in pages
    ]
    return sorted(listed, key=lambda page: (page.capture.kind not in _ARTICLE_KINDS, page.capture.taken_at))


def _read_day(typed: str) -> Selection:
    day = parse_day(typed)
    return lambda connection: of_day(connection, day)


def _read_run(typed: str) -> Selection:
    run = int(typed)
    return lambda connection: captures.of_run(connection, run)


def _read_ids(typed: str) -> Selection:
    ids = ArticleIds.parse(typed)
    return lambda connection: of_ids(connection, ids)


_READ: Final = {
    "day": (_read_day, "one such as 2026-11-25"),
    "run": (_read_run, "its number, as `scrapy status --runs` shows it"),
    "ids": (_read_ids, "IDs and ranges such as portal/2665093,2665094-2665099"),
}
