"""Drops articles already seen in this run or stored unchanged; numbers the revisions of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.completion import keep_downloads
from zhanjiang.crawl.edits import Edits
from zhanjiang.crawl.fleet_frontier import FleetFrontier
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import edits_of, frontier_of
from zhanjiang.items import Article, ArticleAddress, Cause, content_hash, extraction_of
from zhanjiang.pages.article.doubt import doubts
from zhanjiang.processors.mirror_consensus import is_better, merge_mirrors
from zhanjiang.store import addresses, articles, held_back, similar, visited
from zhanjiang.store.articles import KnownArticle
from zhanjiang.store.ledger import State
from zhanjiang.store.name_set import NameSet


class DeduplicatePipeline:
    """Compares an article with the store and gives it its revision; records more addresses of known ones.

    What only reads otherwise is no revision, and an edit that may be the portal's new markup is held back
    (``zhanjiang.crawl.edits``). Counts ``articles/unchanged``, ``articles/read_otherwise`` (some of them),
    ``articles/held_back``, ``articles/duplicate`` (a second time in one run) and ``articles/address``.
    """

    def __init__(
        self, frontier: RunFrontier, stats: StatsCollector, edits: Edits | None = None, *, reads_again: bool = False
    ) -> None:
        """Take the run's frontier, stats and edits; without ``edits`` whatever reads otherwise is one.

        ``reads_again`` says that articles come as they were at several visits.
        """
        self.frontier = frontier
        self.stats = stats
        self.edits = edits
        self.reads_again = reads_again
        self._of_portal = NameSet()
        self._of_mirror: dict[str, str] = {}
        # If the store was empty at the start, only this run's own articles can be in it: the lookup is skipped.
        with frontier.store.reading() as connection:
            is_shared = isinstance(frontier, FleetFrontier)
            self._store_was_empty = not is_shared and articles.is_empty(connection)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the run's frontier and edits; ask the spider whether it reads archived pages again."""
        reads_again = getattr(crawler.spider, "reads_again", False)
        return cls(frontier_of(crawler), crawler.stats, edits_of(crawler), reads_again=reads_again)

    def process_item(self, item: Any) -> Any:
        """Return a new or changed article with revision and hash. Any other known article is dropped, quietly."""
        if isinstance(item, ArticleAddress):
            self._record(item.article, [item.address])
            raise DropItem(f"{item.article}: one more address", log_level="DEBUG")
        if not isinstance(item, Article) or item.id is None:
            return item
        is_again = self.reads_again or (self.edits is not None and self.edits.is_looked_at_again(item.id))
        known = self._known(item.id)
        if not is_again and self._is_second(item, item.id, known):
            self._drop(item, "alias", "duplicate")
        if item.via is None:
            self._of_portal.add(item.id)
        else:
            self._of_mirror[item.id] = item.via
        return self._compare(item, item.id, known)

    def _is_second(self, article: Article, article_id: str, known: KnownArticle | None) -> bool:
        """Say whether this run, or its fleet, has had an article, of the portal or of the same mirror."""
        if isinstance(self.frontier, FleetFrontier):  # what a worker has had may have been undone
            return known is not None and self.frontier.is_stored_by_fleet(article_id, article.via)
        return article_id in self._of_portal or bool(article.via and self._of_mirror.get(article_id) == article.via)

    def _compare(self, article: Article, article_id: str, known: KnownArticle | None) -> Article:
        is_other_copy = known is not None and known.via != article.via
        if known and known.via and article.via and not self._is_same_page(article, known):
            article = self._agree(article, article_id)
        if known:  # the listing that happens to be read first in a run decides nothing of a known article
            article.channel = known.channel or article.channel
        article.content_hash = content_hash(article)
        if known is None:
            article.revision = 1
        elif self._is_as_stored(article, article_id, known):
            article.revision = known.revision
            self._leave(article, article_id)
        elif article.via and not known.via:
            # The portal's own text stays; the mirror is a mere address of it.
            self._drop(article, "alias", "address")
        else:
            article.revision_cause = "collated" if is_other_copy else self._cause(article, known)
            if article.revision_cause == "edited" and self.edits:
                self._check_edit(article, article_id, self.edits)
            article.revision = known.revision + 1
        return article

    def _is_as_stored(self, article: Article, article_id: str, known: KnownArticle) -> bool:
        """Say whether an article adds nothing to its stored revision.

        The portal's own page always adds something to a mirror's: from now on the text is the portal's, and only a
        later page of the portal's that reads otherwise was edited.
        """
        if known.content_hash != article.content_hash or (known.via and not article.via):
            return False
        return not self._reads_otherwise(article, article_id, known)

    def _cause(self, article: Article, known: KnownArticle) -> Cause:
        """Why a later page of the same site reads otherwise, or the same page; another site's shows no edit."""
        return "reparsed" if self._is_same_page(article, known) else "edited"

    def _leave(self, article: Article, article_id: str) -> NoReturn:
        """Drop an article that is as it is stored."""
        if self.edits:
            self.edits.note_unchanged(article_id)
            self._release(article_id, self.edits)
        self._drop(article, "unchanged", "unchanged")

    def _check_edit(self, article: Article, article_id: str, edits: Edits) -> None:
        """Drop an article that was not edited, and one whose edit is held back."""
        stored = self._stored(article_id)
        judged_until = None if self.reads_again else self.frontier.last_outcome(article_id)
        verdict = edits.judge(article, stored, judged_until)
        reason = None if self.reads_again or not verdict.is_edited else edits.reason_to_wait(article_id, verdict)
        if reason:
            self._hold_back(article, reason, edits)
        self._release(article_id, edits)
        if not verdict.is_edited:
            self._keep_better(article, stored)

    def _keep_better(self, article: Article, stored: Article) -> NoReturn:
        """Drop an article that only reads otherwise; its extraction replaces the stored one if there is less doubt."""
        if len(doubts(article)) < len(doubts(stored)):
            article.revision = stored.revision
            keep_downloads(article, stored)
            with self.frontier.store.transaction(commits=False) as connection:
                similar.amend(connection, article)
        self.stats.inc_value("articles/read_otherwise")
        self._drop(article, "unchanged", "unchanged")

    def _hold_back(self, article: Article, reason: str, edits: Edits) -> NoReturn:
        """Drop an article that seems edited, and store it aside."""
        assert article.id
        edits.waiting.add(article.id)
        edits.held.add(article.id)
        with self.frontier.store.transaction(commits=False) as connection:
            held_back.hold(connection, article, self.frontier.run, reason)
        self._drop(article, "unchanged", "held_back")

    def _release(self, article_id: str, edits: Edits) -> None:
        """Remove what was held back of an article; committed with what is stored in its place."""
        if article_id in edits.waiting:
            edits.waiting.discard(article_id)
            with self.frontier.store.transaction(commits=False) as connection:
                held_back.release(connection, article_id)

    def _is_same_page(self, article: Article, known: KnownArticle) -> bool:
        """Say whether an article was read from the same bytes as the stored latest revision."""
        return self.reads_again and known.fetched_at == article.fetched_at

    def _reads_otherwise(self, article: Article, article_id: str, known: KnownArticle) -> bool:
        """Say whether better rules extract something else from the same page, even what a reader would not see."""
        if not self._is_same_page(article, known):
            return False
        with self.frontier.store.reading() as connection:
            stored = articles.latest_without_addresses(connection, article_id)
        return stored is None or extraction_of(stored) != extraction_of(article)

    def _agree(self, article: Article, article_id: str) -> Article:
        """Return what the stored pages of mirrors and that of this one say together.

        What the same mirror says now stands before what it said, and other mirrors have settled of it stays settled.
        """
        with self.frontier.store.transaction(commits=False) as connection:
            stored = articles.revisions(connection, article_id)[-1]
            is_first = article.via == stored.via or is_better(article, stored)
            best, other = (article, stored) if is_first else (stored, article)
            both = merge_mirrors(best, other)
            articles.settle_guesses(connection, replace(both, revision=stored.revision))
        return replace(both, addresses=article.addresses, fetched_at=article.fetched_at)

    def _known(self, article_id: str) -> KnownArticle | None:
        if self._store_was_empty and article_id not in self._of_portal and article_id not in self._of_mirror:
            return None
        with self.frontier.store.looking_up() as connection:
            return articles.known(connection, article_id)

    def _stored(self, article_id: str) -> Article:
        with self.frontier.store.reading() as connection:
            return articles.revisions(connection, article_id)[-1]

    def _record(self, article_id: str, reached_by: list[str]) -> None:
        with self.frontier.store.unit() as connection:
            addresses.record(connection, article_id, reached_by)
        self.stats.inc_value("articles/address")

    def _drop(self, article: Article, state: State, counted: str) -> NoReturn:
        assert article.id
        with self.frontier.store.unit() as connection:
            addresses.record(connection, article.id, article.addresses)
            if state == "unchanged":
                visited.note_visit(connection, article)
            self.frontier.record_article(connection, article, state)
        self.stats.inc_value(f"articles/{counted}")
        raise DropItem(f"{article.id}: {counted}", log_level="DEBUG")
