"""The time of each response, counted by its upper bound."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from scrapy import Request
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from tests.commands.tiny.site import article, serving
from zhanjiang.extensions.response_times import ResponseTimes


@pytest.mark.parametrize(
    ("seconds", "bound"), [(0.0, "0.1"), (0.1, "0.1"), (0.11, "0.3"), (2.9, "3"), (29, "30"), (31, "more")]
)
def test_a_response_is_counted_by_the_least_bound_that_holds_it(seconds: float, bound: str) -> None:
    stats = StatsCollector(get_crawler())
    ResponseTimes(stats).response_received(Request("http://site.example/", meta={"download_latency": seconds}))
    assert stats.get_stats() == {f"response_times/{bound}": 1}


def test_a_response_of_unknown_time_is_not_counted() -> None:
    stats = StatsCollector(get_crawler())
    ResponseTimes(stats).response_received(Request("http://site.example/"))
    assert stats.get_stats() == {}


def test_a_crawl_counts_all_its_responses(crawl: Callable[..., Any]) -> None:
    with serving({"/": {"articles": [article(1)], "links": ["/more"]}, "/more": {"articles": [], "links": []}}) as site:
        done = crawl(site)
    counted = sum(n for name, n in done.stats.items() if name.startswith("response_times/"))
    assert counted == done.stats["response_received_count"] > 1
