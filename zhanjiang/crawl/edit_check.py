"""Whether a known article that reads otherwise was edited, by the pages of both visits in the archive."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from scrapy.settings import BaseSettings

from zhanjiang.archive import ArchiveError
from zhanjiang.catalogue.visits import Visit, visits_of
from zhanjiang.crawl.repair_settings import repair_config
from zhanjiang.crawl.visit_reader import AnyArticlePage, VisitReader
from zhanjiang.items import Article
from zhanjiang.layouts.comparison import Difference, Shown, differences, is_same_article, is_same_markup
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.store import Store, captures

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class EditVerdict:
    """Whether an article seems edited, and how sure that is.

    ``is_new_markup``: its page has other markup than that of the stored revision. ``layout`` is the name of the layout
    that read its page, '' where labels did, None where no page was at hand. ``differences`` are what only one of the
    two pages shows; they are not searched for where the markup is the same.
    """

    is_edited: bool
    is_new_markup: bool = False
    layout: str | None = None
    differences: frozenset[Difference] = frozenset()


_EDITED: Final = EditVerdict(is_edited=True)
_SAME: Final = EditVerdict(is_edited=False)


@dataclass(frozen=True, slots=True)
class _ReadVisit:
    """What today's rules make of the pages of a visit."""

    article: Article
    pages: Sequence[AnyArticlePage]

    @property
    def shown(self) -> Shown:
        """The article as its pages show it."""
        return Shown(self.article, self.pages)


class EditCheck:
    """Tells the newsroom's edits from our own new reading.

    Both pages are read by the rules of today. Where they have the same markup, a difference between them is an edit.
    Otherwise what a reader sees decides (``zhanjiang.layouts.comparison``).
    """

    def __init__(self, store: Store, reader: VisitReader | None) -> None:
        """Take an open store, and a reader of the archive; None where nothing is archived."""
        self.store = store
        self.reader = reader

    @classmethod
    def from_settings(cls, settings: BaseSettings, store: Store) -> EditCheck:
        """Read ``ARCHIVE_ENABLED`` and ``ARCHIVE_DIR``, and how pages are repaired."""
        if not settings.getbool("ARCHIVE_ENABLED"):
            return cls(store, None)
        return cls(store, VisitReader(Path(settings["ARCHIVE_DIR"]), repair_config(settings)))

    def use(self, learned: Sequence[LearnedLayout]) -> None:
        """Read the pages of both visits by these layouts, where no declared one fits."""
        self.reader = replace(self.reader, learned=tuple(learned)) if self.reader else None

    def judge(self, article: Article, stored: Article, judged_until: str | None = None) -> EditVerdict:
        """Say whether an article that was just read differs from its stored revision because it was edited.

        Visits until the moment ``judged_until`` were found to show the stored revision: the last of them is compared,
        since its markup is the most like.
        """
        if "link" in (article.kind, stored.kind):
            return _EDITED  # such a page says nothing itself
        if self.reader is None:
            return _judge_alone(article, stored)
        try:
            return self._judge_visits(*self._visits(article, stored, judged_until))
        except ArchiveError:  # what is damaged is reported by `scrapy archive verify`
            return _EDITED
        except (LookupError, TypeError, ValueError):  # one odd page costs no more than its own comparison
            logger.exception("%s cannot be compared with its stored revision, and counts as edited", article.id)
            return _EDITED

    def _judge_visits(self, old: Visit | None, new: Visit | None) -> EditVerdict:
        if old is not None and old is new:
            return _SAME
        before, after = (self._read(visit) for visit in (old, new))
        if before is None or after is None:
            return _EDITED
        layout = after.pages[0].layout
        is_new_markup = not is_same_markup(before.pages[0], after.pages[0])
        if is_same_article(before.article, after.article):
            return EditVerdict(False, is_new_markup, layout)
        if not is_new_markup:
            return EditVerdict(True, layout=layout)
        changed = differences(before.shown, after.shown)
        return EditVerdict(bool(changed), is_new_markup, layout, changed)

    def _read(self, visit: Visit | None) -> _ReadVisit | None:
        if self.reader is None or visit is None:
            return None
        extraction, pages = self.reader.read_pages(visit)
        return _ReadVisit(extraction.article, pages) if extraction.article else None

    def _visits(
        self, article: Article, stored: Article, judged_until: str | None = None
    ) -> tuple[Visit | None, Visit | None]:
        """The visits that show the stored revision and the new extraction; the same one twice for the same bytes."""
        assert article.id is not None
        with self.store.reading() as connection:
            taken = captures.by_article(connection, [article.id]).get(article.id, [])
        moments = {capture.fetched_at for capture in taken if captures.has_page(capture)}
        visits = [visit for visit in visits_of(article.id, taken) if visit.is_own and not visit.is_gone]
        before = _visit_at(visits, stored.fetched_at)
        after = _visit_at([*reversed(visits)], article.fetched_at)  # another one may be of the same second
        if after is None and article.fetched_at in moments:
            after = _latest(visits, article.fetched_at)  # it brought the same bytes again
        if judged_until and (stored.fetched_at or "") < judged_until:
            earlier = [visit for visit in visits if after is None or visit.seen.taken_at < after.seen.taken_at]
            before = _latest(earlier, judged_until) or before
        return before or _latest(visits, stored.fetched_at), after

    def read_again(self, article: Article) -> Article | None:
        """The page of an article that this run fetched, read by the rules as they are now; None without such a page.

        What only a crawl knows (ID, addresses, channel) stays as it was. Raises ArchiveError.
        """
        read = self._read(self._visits(article, article)[1])
        if read is None:
            return None
        known = ("id", "url", "addresses", "channel", "via", "fetched_at", "newspaper_page")
        return replace(read.article, **{name: getattr(article, name) for name in known})


def _visit_at(visits: Sequence[Visit], moment: str | None) -> Visit | None:
    return next((visit for visit in visits if visit.seen.fetched_at == moment), None)


def _latest(visits: Sequence[Visit], until: str | None) -> Visit | None:
    """The last visit until a moment."""
    return next((visit for visit in reversed(visits) if until and visit.seen.fetched_at <= until), None)


def _judge_alone(article: Article, stored: Article) -> EditVerdict:
    """Judge by what was read alone: an edit, unless other rules read it, and all that was read is the same.

    Other rules are taken for a sign of other markup.
    """
    if article.extracted_by == stored.extracted_by:
        return _EDITED
    changed = differences(Shown(stored), Shown(article))
    return EditVerdict(bool(changed), is_new_markup=True, differences=changed)
