"""Reading an article: the bytes of its pages in, the article out. It needs nothing else, so it runs in any process."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.items import Article, Particulars, ScriptTarget
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.processors.encodable import is_encodable
from zhanjiang.processors.script_conversion import convert_article
from zhanjiang.processors.signature import Signature, compared, sign
from zhanjiang.textrepair import RepairConfig

AnyArticlePage = ArticlePage | NewspaperArticlePage


@dataclass(frozen=True, slots=True)
class FetchedPage:
    """A page of an article as it was fetched, and the class that reads it."""

    body: bytes
    url: str
    content_type: str | None
    fetched_at: str
    page_type: type[AnyArticlePage] = ArticlePage


class ReadingFailure:
    """An error of reading. On its way from another process it keeps its causes, and its traceback as a note."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def __reduce__(self) -> tuple[Callable[..., ReadingFailure], tuple[Any, ...]]:
        """Reduce it to the error, its causes and its traceback: pickle leaves the last two out."""
        errors = [_portable(self.error)]
        cause = self.error.__cause__
        while isinstance(cause, Exception):
            errors.append(_portable(cause))
            cause = cause.__cause__
        return _received, (errors, "".join(traceback.format_exception(self.error)))


def _portable(error: Exception) -> Exception:
    """The error, or where pickle cannot bring it back, one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except (AttributeError, TypeError, ValueError, pickle.PickleError):
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _received(errors: list[Exception], details: str) -> ReadingFailure:
    for error, cause in pairwise(errors):
        error.__cause__ = cause
    errors[0].add_note(details)
    return ReadingFailure(errors[0])


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What an article's pages say: that it is gone, that it goes on at ``next_page``, or the article.

    ``particulars`` are without the article's ID, ``doubts`` the reasons to doubt what was read, ``layout`` is the name
    of the declared or learned layout of the first page, '' where labels read it. ``signature`` is that by which
    reprints are found, where a reader was to compute it, otherwise ``first`` is the first page. A page that cannot be
    read has a ``failure`` alone.
    """

    is_gone: bool = False
    next_page: str | None = None
    article: Article | None = None
    particulars: Particulars | None = None
    doubts: tuple[str, ...] = ()
    layout: str = ""
    signature: Signature | None = None
    first: AnyArticlePage | None = None
    failure: ReadingFailure | None = None


@dataclass(frozen=True, slots=True)
class ArticleReader:
    """Reads articles; damaged pages are repaired as ``repair_config`` says.

    ``learned`` are the layouts that count where no declared one fits. With ``script`` an article is also brought into
    that script and signed, which its pipelines do otherwise.
    """

    repair_config: RepairConfig | None
    learned: Sequence[LearnedLayout] = ()
    script: ScriptTarget | None = None

    def page(self, fetched: FetchedPage) -> AnyArticlePage:
        """A fetched page, to be read by these rules. Raises TooLargePage."""
        page = fetched.page_type(
            fetched.body,
            fetched.url,
            content_type=fetched.content_type,
            fetched_at=fetched.fetched_at,
            repair_config=self.repair_config,
        )
        page.learned = self.learned
        return page

    def read(self, pages: Sequence[FetchedPage]) -> ReadArticle:
        """Read an article's pages, of which the last may lead on. This is the boundary of one page: no error leaves it.

        The pages before the last are read only where that is the article's end.
        """
        try:
            last = self.page(pages[-1])
            if last.is_gone:
                return ReadArticle(is_gone=True)
            if isinstance(last, ArticlePage) and last.next_page:
                return ReadArticle(next_page=last.next_page)
            return self.extract([*map(self.page, pages[:-1]), last])
        except Exception as error:
            return ReadArticle(failure=ReadingFailure(error))

    def is_declared(self, layout: str) -> bool:
        """Say whether a layout's name is that of a declared one, which counts whatever is learned."""
        return bool(layout) and layout not in {one.name for one in self.learned}

    def extract(self, pages: Sequence[AnyArticlePage]) -> ReadArticle:
        """The article that all its pages make. Raises UnreadablePage, and whatever a rule fails with."""
        last = pages[-1]
        if isinstance(last, NewspaperArticlePage):
            article, particulars = last.to_item(), None
        else:
            article = last.to_item([page for page in pages[:-1] if isinstance(page, ArticlePage)])
            particulars = read_particulars(last, article)
        doubts = tuple(last.doubts)
        # What goes to another process goes without its pages' trees.
        signature, first = (self._prepare(article, last.url), None) if self.script else (None, pages[0])
        return ReadArticle(False, None, article, particulars, doubts, pages[0].layout, signature, first)

    def _prepare(self, article: Article, url: str) -> Signature | None:
        """Convert and sign an article whose texts are complete; None where other pages or pipelines complete them."""
        if article.kind == "link" or read_newspaper(url) or not is_encodable(article):
            return None
        assert self.script
        convert_article(article, self.script)
        return sign(compared(article.headline, article.text))


@dataclass(frozen=True, slots=True)
class PageAsRead:
    """A page that was read, for the few who need more than its article: where it is not at hand, it is made again."""

    fetched: FetchedPage
    reader: ArticleReader
    at_hand: AnyArticlePage | None = None

    def page(self) -> AnyArticlePage:
        """The page, as the same rules read it."""
        return self.at_hand or self.reader.page(self.fetched)
