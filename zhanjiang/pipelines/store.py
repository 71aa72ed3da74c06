"""The last step before the feed: every item is committed into its table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any, Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem
from scrapy.statscollectors import StatsCollector
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from zhanjiang.crawl.feed_outbox import FeedOutbox
from zhanjiang.crawl.fleet_frontier import FleetFrontier
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.crawl.of_crawler import frontier_of, run_of
from zhanjiang.items import Article, Comment, NewspaperPage, Particulars, PictureBoxEntry, RankingEntry
from zhanjiang.store import comments, newspaper, particulars, rankings, similar

_SAVE: Final[dict[type, Callable[[Connection, Any], None]]] = {
    Article: similar.save,
    Comment: comments.save,
    NewspaperPage: newspaper.save,
    Particulars: particulars.save,
    PictureBoxEntry: rankings.save,
    RankingEntry: rankings.save,
}
"""The classes of items that have a table, each with the function that writes one of them."""

_STATS: Final[dict[type, Callable[[Any], str]]] = {
    Comment: lambda _: "comments/stored",
    NewspaperPage: lambda _: "newspaper/pages",
    PictureBoxEntry: lambda _: "frontpage/picture_box",
    RankingEntry: lambda entry: f"frontpage/{entry.period}",
}
"""What is counted of them; articles have more than one stat."""


class StorePipeline:
    """Writes each item into its table, an article together with its addresses, its group and its row of the ledger.

    Each item is one unit of work, and the feed sees it only after its commit. Sets ``duplicate_of`` of an article that
    reprints another; where the reprint came before its original, the store is corrected when the original comes.
    Counts what was committed: ``articles/new``, ``articles/edited``, ``articles/collated``,
    ``articles/reprint``, ``articles/channel/<channel>``, ``articles/kind/<kind>``, the rule that gave each field,
    ``fields/<rule>/<field>``, ``comments/stored``, ``newspaper/pages``, ``frontpage/<period>`` and
    ``frontpage/picture_box``.
    """

    def __init__(self, frontier: RunFrontier, stats: StatsCollector, outbox: FeedOutbox | None = None) -> None:
        """Take the run's frontier, whose store is written, stats, and the outbox of the run's feeds if it has any."""
        self.frontier = frontier
        self.outbox = outbox
        self.stats = stats
        self._rules: Counter[tuple[str, str]] = Counter()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Share the frontier of the crawler's run."""
        return cls(frontier_of(crawler), crawler.stats, run_of(crawler).outbox)

    async def process_item(self, item: Any) -> Any:
        """Return the item, committed if it has a table."""
        if save := _SAVE.get(type(item)):
            try:
                self._save(item, save)
            except IntegrityError:
                if not self._is_left_to_others(item):
                    raise
                raise DropItem(f"{item.id}: another worker has just stored it", log_level="DEBUG") from None
            await self.frontier.store.committed()
            self._count(item)
        return item

    def _save(self, item: Any, save: Callable[[Connection, Any], None]) -> None:
        with self.frontier.store.unit() as connection:
            save(connection, item)
            if isinstance(item, Article):
                self.frontier.record_article(connection, item, "stored")
                if self.outbox:
                    self.outbox.note(connection, item)

    def _is_left_to_others(self, item: Any) -> bool:
        """Say whether two workers have stored an article at once: its page is then read again, and compared."""
        frontier = self.frontier
        return isinstance(frontier, FleetFrontier) and isinstance(item, Article) and frontier.give_back(item)

    def _count(self, item: Any) -> None:
        if isinstance(item, Article):
            self._count_article(item)
        elif stat_of := _STATS.get(type(item)):
            self.stats.inc_value(stat_of(item))

    def _count_article(self, article: Article) -> None:
        later = "collated" if article.revision_cause == "collated" else "edited"
        self.stats.inc_value(f"articles/{'new' if article.revision == 1 else later}")
        if article.duplicate_of:
            self.stats.inc_value("articles/reprint")
        self.stats.inc_value(f"articles/channel/{article.channel or 'none'}")
        self.stats.inc_value(f"articles/kind/{article.kind}")
        self._rules.update((article.extracted_by or {}).items())

    def close_spider(self) -> None:
        """Count which rule gave which field how often: in one go, since an article has a dozen of them."""
        for (field, rule), number in self._rules.items():
            self.stats.inc_value(f"fields/{rule}/{field}", number)
