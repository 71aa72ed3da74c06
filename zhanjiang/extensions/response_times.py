"""How long each response took, counted by its upper bound in seconds: a site that slows down shows in its runs."""

from __future__ import annotations

from typing import Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.statscollectors import StatsCollector

_BOUNDS: Final = ((0.1, "0.1"), (0.3, "0.3"), (1.0, "1"), (3.0, "3"), (10.0, "10"), (30.0, "30"))


class ResponseTimes:
    """Counts ``response_times/<bound>``, from the request sent to the headers received; ``more`` is beyond all."""

    def __init__(self, stats: StatsCollector) -> None:
        """Take the stats."""
        self.stats = stats

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Listen to responses. Off where ``STORE_ENABLED`` is: no run is stored that could be compared."""
        if not crawler.settings.getbool("STORE_ENABLED"):
            raise NotConfigured  # without a sentence: no crawl of ours
        extension = cls(crawler.stats)
        crawler.signals.connect(extension.response_received, signals.response_received)
        return extension

    def response_received(self, request: Request) -> None:
        """Count a response by the time that it took; one from a cache took none."""
        seconds = request.meta.get("download_latency")
        if seconds is not None:
            bound = next((name for bound, name in _BOUNDS if seconds <= bound), "more")
            self.stats.inc_value(f"response_times/{bound}")
