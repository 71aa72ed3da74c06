"""Reading a visit: from archived bytes to an article. It needs nothing else, and so runs in any process."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from zhanjiang.addresses.article_id import PORTAL, article_id_at
from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.decoding import Undecodable
from zhanjiang.archive.reader import Record, read_at
from zhanjiang.catalogue.visits import Visit
from zhanjiang.crawl.completion import REDIRECTED
from zhanjiang.crawl.failures import reason_of
from zhanjiang.items import Article, Particulars, ScriptTarget
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article_reader import AnyArticlePage as AnyArticlePage
from zhanjiang.pages.article_reader import ArticleReader, FetchedPage
from zhanjiang.pages.base import UnreadablePage, is_cut
from zhanjiang.pages.newspaper.page import newspaper_page_type
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.processors.signature import Signature
from zhanjiang.store.ledger import State
from zhanjiang.textrepair import RepairConfig


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
    doubt what was read, ``signature`` is that of its text, where it was to be computed. ``is_cut`` says that a page
    seems to end in its middle.
    """

    visit: Visit
    article: Article | None = None
    particulars: Particulars | None = None
    problem: VisitProblem | None = None
    is_cut: bool = False
    doubts: tuple[str, ...] = ()
    signature: Signature | None = None


class _Incomplete(ValueError):
    """A further page is not in the archive."""


@dataclass(frozen=True, slots=True)
class VisitReader:
    """Reads visits from the archive's folder; damaged pages are repaired as ``repair_config`` says.

    ``learned`` are the layouts that count where no declared one fits. ``script`` as of an ``ArticleReader``.
    """

    folder: Path
    repair_config: RepairConfig | None
    learned: Sequence[LearnedLayout] = ()
    script: ScriptTarget | None = None

    def read_all(self, visits: list[Visit]) -> list[Extraction]:
        """Read visits, in their order."""
        return [self.read(visit) for visit in visits]

    def read(self, visit: Visit) -> Extraction:
        """Read a visit. This is the boundary of one page: any error of a rule becomes the visit's problem."""
        return self.read_pages(visit)[0]

    def read_pages(self, visit: Visit) -> tuple[Extraction, list[AnyArticlePage]]:
        """The same with the pages themselves; [] where there is no article."""
        if visit.is_gone or _is_moved(visit):
            return Extraction(visit), []
        first: Record | None = None
        try:
            first = self._record(visit.whole)
            pages = list(self._pages(visit, first))
            if pages[-1].is_gone:
                return Extraction(visit), []
            read = self._article_reader.extract(pages)
            cut = any(is_cut(page.raw) for page in pages)
            return Extraction(visit, read.article, read.particulars, None, cut, read.doubts, read.signature), pages
        except Exception as error:
            return Extraction(visit, problem=_problem(error, first)), []

    def first_page(self, visit: Visit, is_wanted: Callable[[ArticlePage], bool]) -> ArticlePage | None:
        """The first page of a visit to the portal; None where it is gone, cannot be read or is not wanted.

        No more is read of a page that is not wanted than it takes to say so. Raises ArchiveError.
        """
        try:
            page = None if visit.is_gone else self._page(self._record(visit.whole), visit.seen.url, visit.seen)
            return page if isinstance(page, ArticlePage) and is_wanted(page) and not page.is_gone else None
        except (Undecodable, ValueError):
            return None

    @property
    def _article_reader(self) -> ArticleReader:
        return ArticleReader(self.repair_config, self.learned, self.script)

    def _page(
        self, record: Record, url: str, seen: Capture, page_type: type[AnyArticlePage] = ArticlePage
    ) -> AnyArticlePage:
        fetched = FetchedPage(record.body, url, record.content_type, seen.fetched_at, page_type)
        return self._article_reader.page(fetched)

    def _pages(self, visit: Visit, first: Record) -> Iterator[AnyArticlePage]:
        """Yield the article's pages, the first one first."""
        _check_address(visit)
        reference = read_newspaper(visit.seen.url)
        if reference and reference.is_article:
            yield self._page(first, visit.seen.url, visit.seen, newspaper_page_type(reference))
            return
        page = self._page(first, visit.seen.url, visit.seen)
        yield page
        while isinstance(page, ArticlePage) and (further := page.next_page):
            if further not in visit.further:
                raise _Incomplete(f"the article goes on at {further}, which is not in the archive")
            page = self._page(self._record(visit.further[further]), further, visit.seen)
            if page.is_gone:
                raise _Incomplete(f"the article goes on at {further}, which says that it is gone")
            yield page

    def _record(self, capture: Capture) -> Record:
        return read_at(self.folder, capture.file, capture.offset)


def _is_moved(visit: Visit) -> bool:
    """Say whether the portal led to another of its articles: this one is gone."""
    ids = visit.article, article_id_at(visit.seen.url) or ""
    return visit.is_own and ids[0] != ids[1] and all(id.startswith(f"{PORTAL}/") for id in ids)


def _check_address(visit: Visit) -> None:
    """Raise UnreadablePage if the way to the page led to no article, or to another."""
    if article_id_at(visit.seen.url) != visit.article:
        raise UnreadablePage(f"{REDIRECTED}{visit.seen.url}, which is not the address of this article")


def _problem(error: Exception, first: Record | None) -> VisitProblem:
    if isinstance(error, ArchiveError):  # there is no page to be kept
        return VisitProblem(reason_of(error), None, state="failed", is_damage=not isinstance(error, Undecodable))
    details = "".join(traceback.format_exception(error))
    state: State = "incomplete" if isinstance(error, _Incomplete) else "quarantined"
    body, content_type = b"", None
    with suppress(Undecodable):  # of an answer that was not read at all
        body, content_type = (first.body, first.content_type) if first else (b"", None)
    return VisitProblem(reason_of(error), details, body, content_type, state)
