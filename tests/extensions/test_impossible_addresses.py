"""Addresses that can be none are counted once each, and some of them named, as long as a crawl lasts."""

from __future__ import annotations

import logging

import pytest
from scrapy.statscollectors import StatsCollector
from scrapy.utils.test import get_crawler

from zhanjiang.addresses.href import absolute_address
from zhanjiang.extensions.impossible_addresses import ImpossibleAddresses

_PAGE = "http://www.example/p/1.html"


def test_each_is_counted_once_and_twenty_are_named(caplog: pytest.LogCaptureFixture) -> None:
    extension = ImpossibleAddresses(StatsCollector(get_crawler()))
    absolute_address(_PAGE, "http://before:port/")
    extension.spider_opened()
    caplog.set_level(logging.INFO)
    for _ in range(2):
        for number in range(30):
            assert absolute_address(_PAGE, f"http://user:secret@a{number}.example:port/") is None
        for fine in ("javascript:;", "#top", "mailto:a@b", "/p/2.html", "weixin://dl", ""):
            absolute_address(_PAGE, fine)
    extension.engine_stopped()
    absolute_address(_PAGE, "http://after:port/")
    assert extension.stats.get_value("addresses/impossible") == 30
    messages = [record.getMessage() for record in caplog.records if record.levelno >= logging.INFO]
    assert len(messages) == 20
    assert messages[0] == f"Passed over, since it can be no address: http://…@a0.example:port/ (at {_PAGE})"
    assert messages[-1].endswith("further ones are only counted (addresses/impossible)")
