"""Captures grouped to visits: what one run fetched when it requested an article, all its pages together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from zhanjiang.archive import Capture
from zhanjiang.store import captures as index

GONE: Final = (404, 410)
_READ: Final = range(200, 300)
_MOVED: Final = range(300, 304)


@dataclass(frozen=True, slots=True)
class Visit:
    """An article as it stood at one moment.

    ``seen`` is the capture of its first page, ``whole`` the one that holds the bytes: another where ``seen`` is a
    revisit. ``further`` are the captures of further pages by address, ``passed`` the addresses that led here,
    the requested one first.
    """

    article: str
    seen: Capture
    whole: Capture
    further: dict[str, Capture]
    passed: tuple[str, ...]

    @property
    def is_gone(self) -> bool:
        """Say whether the site answered that there is no such article."""
        return self.seen.status in GONE

    @property
    def is_own(self) -> bool:
        """Say whether the page is the site's own, and no mirror's."""
        return (self.seen.page or "").startswith("/")


def captures_of(connection: Connection, ids: Sequence[str]) -> tuple[dict[str, list[Capture]], dict[str, Capture]]:
    """The captures of articles by ID, and by digest the bodies to which some of them refer in captures of others.

    A body is another article's where its address redirected to this one before this one was fetched.
    """
    by_id = index.by_article(connection, ids)
    lacking: set[str] = set()
    for of_id in by_id.values():
        own = {(capture.url, capture.digest) for capture in of_id if capture.type != "revisit"}
        revisits = [capture for capture in of_id if capture.type == "revisit"]
        lacking |= {capture.digest for capture in revisits if (capture.url, capture.digest) not in own}
    return by_id, index.bodies(connection, sorted(lacking))


def visits_of(article: str, captures: Sequence[Capture], bodies: Mapping[str, Capture] | None = None) -> list[Visit]:
    """Group the captures of one article, the earliest first, to its visits; ``bodies`` as of ``captures_of``.

    Retries of a broken answer are one visit, with the last answer. A visit that brought the same as the one before it
    is left out; one that brought what an earlier one had brought is not.
    """
    elsewhere = bodies or {}
    whole = {(capture.url, capture.digest): capture for capture in captures if capture.type != "revisit"}
    further: defaultdict[str, list[Capture]] = defaultdict(list)
    passed: defaultdict[tuple[object, ...], list[str]] = defaultdict(list)
    firsts: dict[tuple[object, ...], Capture] = {}
    for capture in captures:
        if capture.is_further:
            further[capture.url].append(capture)
        elif capture.status in _MOVED:
            passed[_visit_of(capture)].append(capture.url)
        elif capture.status in _READ or capture.status in GONE or capture.type == "resource":
            firsts[_visit_of(capture)] = capture
    visits: list[Visit] = []
    before: dict[str | None, tuple[object, ...]] = {}
    for key, seen in firsts.items():
        pages = {url: _nearest(seen, of_url) for url, of_url in further.items()}
        original, *originals = (
            whole.get((page.url, page.digest)) or elsewhere.get(page.digest, page) for page in (seen, *pages.values())
        )
        brought = (seen.status, seen.url, seen.digest, *((page.url, page.digest) for page in pages.values()))
        is_stored_whole = any(page.run_files == seen.run_files for page in (original, *originals))
        if is_stored_whole or before.get(seen.page) != brought:
            known = dict(zip(pages, originals, strict=True))
            visits.append(Visit(article, seen, original, known, (*passed[key], seen.url)))
        before[seen.page] = brought
    return visits


def _visit_of(capture: Capture) -> tuple[object, ...]:
    """The key of a visit: the run and the page; in an imported archive each capture is a visit."""
    return (capture.run_files, capture.page) if capture.run is not None else (capture.file, capture.offset)


def _nearest(seen: Capture, pages: Sequence[Capture]) -> Capture:
    """The capture of a further page that belongs to a visit: of its own run, else the last before, else any."""
    before = [page for page in pages if page.taken_at <= seen.taken_at]
    of_run = [page for page in pages if page.run is not None and page.run_files == seen.run_files]
    return next(candidates[-1] for candidates in (of_run, before, pages) if candidates)
