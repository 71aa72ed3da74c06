"""Drops articles already seen in this run or stored unchanged; numbers the revisions of the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector

from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.items import Article, ArticleAddress, Cause, content_hash, extraction_of
from zhanjiang.processors.mirror_consensus import is_better, merge_mirrors
from zhanjiang.store import addresses, articles
from zhanjiang.store.articles import KnownArticle
from zhanjiang.store.ledger import State


class DeduplicatePipeline:
    """Compares an article with the store and gives it its revision; records more addresses of known ones.

    Counts ``articles/unchanged``, ``articles/duplicate`` (a second time in one run) and ``articles/address``.
    """

    def __init__(self, frontier: RunFrontier, stats: StatsCollector, *, reads_again: bool = False) -> None:
        """Take the run's frontier and stats; ``reads_again`` says that articles come as they were at several visits."""
        self.frontier = frontier
        self.stats = stats
        self.reads_again = reads_again
        self._seen: dict[str, str | None] = {}
        # If the store was empty at the start, only this run's own articles can be in it: the lookup is skipped.
        with frontier.store.reading() as connection:
            self._store_was_empty = articles.is_empty(connection)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the run's frontier; ask the spider whether it reads archived pages again."""
        reads_again = getattr(crawler.spider, "reads_again", False)
        return cls(frontier_of(crawler), crawler.stats, reads_again=reads_again)

    def process_item(self, item: Any) -> Any:
        """Return a new or changed article with revision and hash. Any other known article is dropped, quietly."""
        if isinstance(item, ArticleAddress):
            self._record(item.article, [item.address])
            raise DropItem(f"{item.article}: one more address", log_level="DEBUG")
        if not isinstance(item, Article) or item.id is None:
            return item
        via = self._seen.get(item.id, "")
        if not self.reads_again and (via is None or (via and via == item.via)):
            self._drop(item, "alias", "duplicate")
        known = self._known(item.id)
        self._seen[item.id] = item.via
        return self._compare(item, item.id, known)

    def _compare(self, article: Article, article_id: str, known: KnownArticle | None) -> Article:
        is_of_other_mirror = known is not None and None not in (known.via, article.via) and known.via != article.via
        if is_of_other_mirror:
            article = self._agree(article, article_id)
        article.content_hash = content_hash(article)
        if known is None:
            article.revision = 1
        elif known.content_hash == article.content_hash and not self._reads_otherwise(article, article_id, known):
            article.revision = known.revision
            self._drop(article, "unchanged", "unchanged")
        elif article.via and not known.via:
            # The portal's own text stays; the mirror is a mere address of it.
            self._drop(article, "alias", "address")
        else:
            # Where mirrors alone know an article, or the page is the same, a better reading is not the newsroom's.
            is_ours = is_of_other_mirror or self._is_same_page(article, known)
            cause: Cause = "reparsed" if is_ours else "edited"
            article.revision, article.revision_cause = known.revision + 1, cause
        return article

    def _is_same_page(self, article: Article, known: KnownArticle) -> bool:
        """Say whether an article was read from the same bytes as the stored latest revision."""
        return self.reads_again and known.fetched_at == article.fetched_at

    def _reads_otherwise(self, article: Article, article_id: str, known: KnownArticle) -> bool:
        """Say whether better rules extract something else from the same page, even what a reader would not see."""
        if not self._is_same_page(article, known):
            return False
        with self.frontier.store.reading() as connection:
            stored = articles.revisions(connection, article_id)[-1]
        return extraction_of(stored) != extraction_of(article)

    def _agree(self, article: Article, article_id: str) -> Article:
        """Return what the page of the stored mirror and that of this one say together."""
        with self.frontier.store.transaction(commits=False) as connection:
            stored = articles.revisions(connection, article_id)[-1]
            best, other = (article, stored) if is_better(article, stored) else (stored, article)
            both = merge_mirrors(best, other)
            articles.settle_guesses(connection, replace(both, revision=stored.revision))
        return replace(both, addresses=article.addresses, fetched_at=article.fetched_at)

    def _known(self, article_id: str) -> KnownArticle | None:
        if self._store_was_empty and article_id not in self._seen:
            return None
        with self.frontier.store.reading() as connection:
            return articles.known(connection, article_id)

    def _record(self, article_id: str, reached_by: list[str]) -> None:
        with self.frontier.store.transaction() as connection:
            addresses.record(connection, article_id, reached_by)
        self.stats.inc_value("articles/address")

    def _drop(self, article: Article, state: State, counted: str) -> NoReturn:
        assert article.id
        with self.frontier.store.transaction() as connection:
            addresses.record(connection, article.id, article.addresses)
            self.frontier.record_article(connection, article, state)
        self.stats.inc_value(f"articles/{counted}")
        raise DropItem(f"{article.id}: {counted}", log_level="DEBUG")
