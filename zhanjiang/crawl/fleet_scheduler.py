"""Scrapy's scheduler for what only this worker can send; the rest waits in the fleet's queue."""

from __future__ import annotations

from typing import Self

from scrapy.core.scheduler import Scheduler
from scrapy.crawler import Crawler

from zhanjiang.crawl.worker_run import WorkerRun, worker_of


class FleetScheduler(Scheduler):
    """A worker goes on as long as its fleet does: another worker's page may lead to a thousand more."""

    run: WorkerRun

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Take the crawler's worker."""
        scheduler = super().from_crawler(crawler)
        scheduler.run = worker_of(crawler)
        return scheduler

    def has_pending_requests(self) -> bool:
        """Say whether this worker or its fleet has anything left."""
        return super().has_pending_requests() or not self.run.is_over
