"""Statistics of a crawl without Scrapy's detour for callers that still pass a spider."""

from __future__ import annotations

from scrapy.statscollectors import MemoryStatsCollector


class DirectStats(MemoryStatsCollector):
    """Scrapy's own, whose methods are looked up as any other's: a page is counted some twenty times."""

    __getattribute__ = object.__getattribute__
