"""What the components of a crawl share, by its crawler: the run, its store and its frontier."""

from __future__ import annotations

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from zhanjiang.crawl.crawl_run import CrawlRun
from zhanjiang.crawl.edits import Edits
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.store import Store


def run_of(crawler: Crawler) -> CrawlRun:
    """The crawler's run. Raises NotConfigured where it has none (``STORE_ENABLED`` is off)."""
    run = crawler.get_extension(CrawlRun)
    if run is None:
        raise NotConfigured  # without a sentence: STORE_ENABLED is off for commands that are no crawl
    return run


def store_of(crawler: Crawler) -> Store:
    """The open store of the crawler's run. Raises NotConfigured where it has none."""
    return run_of(crawler).store


def frontier_of(crawler: Crawler) -> RunFrontier:
    """The frontier of the crawler's run. Raises NotConfigured where it has none."""
    return run_of(crawler).frontier


def edits_of(crawler: Crawler) -> Edits:
    """What the crawler's run knows of edits. Raises NotConfigured where it has no run."""
    return run_of(crawler).edits
