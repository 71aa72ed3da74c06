"""The run of a worker: with ``REDIS_URL`` a crawl shares its store's lock, its frontier and its pace with others."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from socket import gethostname
from typing import Any, ClassVar, Final

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from sqlalchemy import Connection

from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.fleet_frontier import FleetFrontier
from zhanjiang.crawl.run_counts import counts_of
from zhanjiang.fleet import RedisAway
from zhanjiang.fleet.link import RedisLink
from zhanjiang.fleet.pace import FleetPace, Limits
from zhanjiang.fleet.queue import FleetQueue
from zhanjiang.fleet.robots import FleetRobots
from zhanjiang.store import Store, StoreError, crawls, leases, workers
from zhanjiang.store.dialect import lock_transaction
from zhanjiang.store.lock import StoreBusy, share_lock
from zhanjiang.store.reconnection import Reconnection

logger = logging.getLogger(__name__)

_RECEIVED: Final = "response_received_count"


class WorkerRun(CrawlRun):
    """A ``CrawlRun`` that any number of processes share; ``crawler.get_extension(WorkerRun)`` gives it.

    Each article is committed by itself, so that no worker waits for another one's locks.
    """

    shares_store: ClassVar = True
    frontier: FleetFrontier
    requests_of: Callable[[list[str]], list[Request]]
    """Takes announced pages, by name, and gives their requests; the frontier middleware sets it."""

    def __init__(self, crawler: Crawler, store: Store) -> None:
        """Join the fleet of an open store, or begin one. Raises RedisAway where Redis does not answer."""
        settings = crawler.settings
        patience = settings.getfloat("WORKER_PATIENCE")
        self.heartbeat = settings.getfloat("WORKER_HEARTBEAT")
        self.link = RedisLink(settings["REDIS_URL"], settings["REDIS_PREFIX"], patience)
        self.link.call(lambda redis: redis.ping())
        super().__init__(crawler, store)
        self.fleet = self.frontier.fleet
        with store.reading() as connection:
            begun = workers.begun_at(connection, self.fleet)
        name = f"{self.fleet}@{begun}"
        self.queue = FleetQueue(self.link, name)
        self.robots = FleetRobots(self.link, name)
        self.pace = FleetPace(self.link, limits_of(crawler))
        self.is_over = False
        """Whether every page of the fleet has its outcome: then this worker ends. What a page leads to is announced
        before the page has its outcome, so nothing can come once there is nothing."""
        self._is_last: bool | None = None
        store.reconnect_by(Reconnection(patience, self._take_locks, self.frontier.give_all_back))

    def _take_locks(self, connection: Connection) -> None:
        try:
            share_lock(connection)
        except StoreBusy as error:
            raise StoreError(str(error)) from None
        workers.hold_lock(connection, self.number)
        connection.rollback()

    @property
    def lifetime(self) -> float:
        """The seconds after which a worker without a heartbeat counts as dead."""
        return 4 * self.heartbeat

    @classmethod
    def _note_torn_files(cls, store: Store, folder: Path) -> None:
        """Close off the files of killed workers, one worker at a time: several may begin at once."""
        with store.transaction() as connection:
            lock_transaction(connection, "zhanjiang archive")
            super()._note_torn_files(store, folder)

    def _begin(
        self, connection: Connection, spider: str, arguments: Mapping[str, str], versions: Mapping[str, str]
    ) -> int:
        run, self.fleet = workers.join(connection, spider, arguments, versions, self.lifetime)
        return run

    def _make_frontier(self) -> FleetFrontier:
        settings, stats = self.crawler.settings, self.crawler.stats
        return FleetFrontier(self.store, self.number, self.fleet, settings["REVISIT"], stats)

    def _group_commits(self) -> None:
        self.store.group_commits(units=1)

    def beat(self) -> None:
        """Let this worker count as alive, and say how far it is."""
        with self.store.transaction() as connection:
            workers.beat(connection, self.number, self.lifetime, self._told())

    def _told(self) -> dict[str, Any]:
        """What this worker says of itself: what its row tells in the end, and which process it is."""
        received = self.crawler.stats.get_value(_RECEIVED, 0)
        return {"process": f"{gethostname()}:{os.getpid()}", _RECEIVED: received, **counts_of(self.crawler.stats)}

    def others(self, connection: Connection) -> list[crawls.Crawl]:
        """The other runs of the fleet, those that were killed among them."""
        return workers.others(connection, self.fleet, self.number)

    def number_of_workers(self) -> int:
        """How many workers of the fleet are alive, this one among them."""
        with self.store.reading() as connection:
            return max(1, len(workers.alive(connection, self.fleet)))

    def ends_for_all(self) -> bool:
        """Say whether the other workers have left or are about to: the last one does what is done once at the end."""
        if self._is_last is None:
            try:
                with self.store.transaction() as connection:
                    self._is_last = workers.is_leaving_last(connection, self.fleet, self.number, self._told())
            except StoreError:
                return False
        return self._is_last

    def stay(self) -> None:
        """Note that this worker, which was about to leave, has work again."""
        if self._is_last is not None:
            self._is_last = None
            with self.store.transaction() as connection:
                workers.stay(connection, self.number)

    def push_waiting(self, most: int) -> int:
        """Fill the queue from the ledger with what nobody has; return how many pages. Raises RedisAway."""
        waiting = self.frontier.waiting(most)
        self.queue.push((one.page, one.kind, one.since, one.urgency) for one in waiting)
        return len(waiting)

    def count_taken(self) -> int:
        """Count an article that this worker takes; return how many its fleet has taken in this crawl."""
        try:
            return self.queue.count_taken(self._number_stored)
        except RedisAway:  # no page is taken from the queue meanwhile, so few are uncounted
            return self._number_stored() + 1

    def _number_stored(self) -> int:
        with self.store.reading() as connection:
            return leases.number_stored(connection, self.fleet)

    def has_enough(self) -> bool:
        """Say whether the fleet has taken as many articles as it may (``max_articles``). Raises RedisAway."""
        most = getattr(getattr(self.crawler.spider, "arguments", None), "max_articles", None)
        return most is not None and self.queue.taken() >= most

    def clear_queue(self) -> None:
        """Remove the queue of a fleet that is over."""
        try:
            self.queue.clear()
        except RedisAway as error:
            logger.debug("%s", error)


def worker_of(crawler: Crawler) -> WorkerRun:
    """The crawler's worker; not there before all extensions are built. Raises NotConfigured where it is none."""
    run = crawler.get_extension(WorkerRun)
    if run is None:
        raise NotConfigured("this component is of a worker: set REDIS_URL")
    return run


def limits_of(crawler: Crawler) -> Limits:
    """The pauses that the settings grant every host: of AutoThrottle where it is on, else ``DOWNLOAD_DELAY``."""
    settings = crawler.settings
    shortest = settings.getfloat("DOWNLOAD_DELAY")
    if not settings.getbool("AUTOTHROTTLE_ENABLED"):
        return Limits(shortest, shortest, shortest)
    first, longest = (settings.getfloat(f"AUTOTHROTTLE_{name}_DELAY") for name in ("START", "MAX"))
    return Limits(max(first, shortest), shortest, max(longest, shortest))
