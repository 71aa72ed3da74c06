"""Reading a visit: from archived bytes to an article. It needs nothing else, and so runs in any process."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhanjiang.addresses.article_id import article_id_at
from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.decoding import Undecodable
from zhanjiang.archive.reader import Record, read_at
from zhanjiang.catalogue.visits import Visit
from zhanjiang.crawl.completion import REDIRECTED
from zhanjiang.crawl.failures import reason_of
from zhanjiang.items import Article, Particulars
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.base import UnreadablePage, is_cut
from zhanjiang.pages.newspaper.page import NewspaperArticlePage, newspaper_page_type
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.store.ledger import State
from zhanjiang.textrepair import RepairConfig

AnyArticlePage = ArticlePage | NewspaperArticlePage


@dataclass(frozen=True, slots=True)
class VisitProblem:
    """Why a visit gave no article, in a line and as a traceback, with the first page's bytes.

    ``state`` is what a crawl records: quarantined, incomplete if a further page is missing, failed if no page is whole.
    ``is_damage``: the archive's record itself cannot be read.
    """

    reason: str
    traceback: str | None
    body: bytes = b""
    content_type: str | None = None
    state: State = "quarantined"
    is_damage: bool = False


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a visit gave: an article, a problem, or neither, if there was no article.

    ``particulars`` are what only articles of its kind have, without the article's ID; ``doubts`` are the reasons to
    doubt what was read. ``is_cut`` says that a page seems to end in its middle.
    """

    visit: Visit
    article: Article | None = None
    particulars: Particulars | None = None
    problem: VisitProblem | None = None
    is_cut: bool = False
    doubts: tuple[str, ...] = ()


class _Incomplete(ValueError):
    """A further page is not in the archive."""


@dataclass(frozen=True, slots=True)
class VisitReader:
    """Reads visits from the archive's folder; damaged pages are repaired as ``repair_config`` says.

    ``learned`` are the layouts that count where no declared one fits.
    """

    folder: Path
    repair_config: RepairConfig | None
    learned: Sequence[LearnedLayout] = ()

    def read_all(self, visits: list[Visit]) -> list[Extraction]:
        """Read visits, in their order."""
        return [self.read(visit) for visit in visits]

    def read(self, visit: Visit) -> Extraction:
        """Read a visit. This is the boundary of one page: any error of a rule becomes the visit's problem."""
        return self.read_pages(visit)[0]

    def read_pages(self, visit: Visit) -> tuple[Extraction, list[AnyArticlePage]]:
        """The same with the pages themselves; [] where there is no article."""
        if visit.is_gone:
            return Extraction(visit), []
        first: Record | None = None
        try:
            first = self._record(visit.whole)
            pages = list(self._pages(visit, first))
            if pages[-1].is_gone:
                return Extraction(visit), []
            article = _article(pages)
            last = pages[-1]
            particulars = read_particulars(last, article) if isinstance(last, ArticlePage) else None
            cut = any(is_cut(page.raw) for page in pages)
            return Extraction(visit, article, particulars, is_cut=cut, doubts=tuple(last.doubts)), pages
        except Exception as error:
            return Extraction(visit, problem=_problem(error, first)), []

    def first_page(self, visit: Visit, is_wanted: Callable[[ArticlePage], bool]) -> ArticlePage | None:
        """The first page of a visit to the portal; None where it is gone, cannot be read or is not wanted.

        No more is read of a page that is not wanted than it takes to say so. Raises ArchiveError.
        """
        try:
            page = None if visit.is_gone else self._article_page(self._record(visit.whole), visit.seen.url, visit.seen)
            return None if page is None or not is_wanted(page) or page.is_gone else page
        except (Undecodable, ValueError):
            return None

    def _article_page(self, record: Record, url: str, seen: Capture) -> ArticlePage:
        page = ArticlePage(record.body, url, **self._origin(record, seen))
        page.learned = self.learned
        return page

    def _pages(self, visit: Visit, first: Record) -> Iterator[AnyArticlePage]:
        """Yield the article's pages, the first one first."""
        _check_address(visit)
        reference = read_newspaper(visit.seen.url)
        if reference and reference.is_article:
            yield newspaper_page_type(reference)(first.body, visit.seen.url, **self._origin(first, visit.seen))
            return
        page = self._article_page(first, visit.seen.url, visit.seen)
        yield page
        while further := page.next_page:
            if further not in visit.further:
                raise _Incomplete(f"the article goes on at {further}, which is not in the archive")
            record = self._record(visit.further[further])
            page = self._article_page(record, further, visit.seen)
            if page.is_gone:
                raise _Incomplete(f"the article goes on at {further}, which says that it is gone")
            yield page

    def _record(self, capture: Capture) -> Record:
        return read_at(self.folder, capture.file, capture.offset)

    def _origin(self, record: Record, seen: Capture) -> dict[str, Any]:
        return {
            "content_type": record.content_type,
            "fetched_at": seen.fetched_at,
            "repair_config": self.repair_config,
        }


def _check_address(visit: Visit) -> None:
    """Raise UnreadablePage if the way to the page led to no article, or to another."""
    if article_id_at(visit.seen.url) != visit.article:
        raise UnreadablePage(f"{REDIRECTED}{visit.seen.url}, which is not the address of this article")


def _article(pages: list[AnyArticlePage]) -> Article:
    last = pages[-1]
    if isinstance(last, NewspaperArticlePage):
        return last.to_item()
    return last.to_item([page for page in pages[:-1] if isinstance(page, ArticlePage)])


def _problem(error: Exception, first: Record | None) -> VisitProblem:
    if isinstance(error, ArchiveError):  # there is no page to be kept
        return VisitProblem(reason_of(error), None, state="failed", is_damage=not isinstance(error, Undecodable))
    details = "".join(traceback.format_exception(error))
    state: State = "incomplete" if isinstance(error, _Incomplete) else "quarantined"
    body, content_type = b"", None
    with suppress(Undecodable):  # of an answer that was not read at all
        body, content_type = (first.body, first.content_type) if first else (b"", None)
    return VisitProblem(reason_of(error), details, body, content_type, state)
