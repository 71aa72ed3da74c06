"""Statistics without a detour: the same counts, and a dump by spider at the end."""

from __future__ import annotations

from scrapy.settings import Settings
from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from zhanjiang.crawl.direct_stats import DirectStats


def test_the_crawl_counts_with_them_as_with_scrapys_own() -> None:
    settings = Settings()
    settings.setmodule("zhanjiang.settings")
    assert settings["STATS_CLASS"].endswith(f".{DirectStats.__name__}")
    crawler = get_crawler()
    counted = []
    for stats in (DirectStats(crawler), MemoryStatsCollector(crawler)):
        stats.inc_value("pages", count=2)
        stats.inc_value("pages")
        stats.max_value("depth", 3)
        stats.set_value("end", "done")
        counted.append((stats.get_stats(), stats.get_value("pages")))
    assert counted[0] == counted[1] == ({"pages": 3, "depth": 3, "end": "done"}, 3)


def test_nothing_stands_between_a_method_and_its_caller() -> None:
    stats = DirectStats(get_crawler())
    assert stats.inc_value.__func__ is MemoryStatsCollector.inc_value
