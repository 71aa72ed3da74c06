"""What the recorder of failures reports in a line, Scrapy's own message says at DEBUG only."""

from __future__ import annotations

import logging

import pytest
from scrapy import Request, Spider
from scrapy.exceptions import DropItem
from scrapy.http import Response
from scrapy.utils.test import get_crawler
from twisted.python.failure import Failure

from zhanjiang.crawl.failures import UnfitArticle
from zhanjiang.extensions.log_formatter import LogFormatter
from zhanjiang.items import ArticleAddress

_SPIDER = Spider.from_crawler(get_crawler(), name="articles")
_ADDRESS = "https://www.example/p/1.html"


def _formatter(*, quarantine: bool) -> LogFormatter:
    return LogFormatter.from_crawler(
        get_crawler(settings_dict={"QUARANTINE_ENABLED": quarantine, "STORE_ENABLED": True})
    )


@pytest.mark.parametrize(("quarantine", "level"), [(True, logging.DEBUG), (False, logging.ERROR)])
def test_errors_are_quiet_where_they_are_recorded(quarantine: bool, level: int) -> None:
    formatter = _formatter(quarantine=quarantine)
    failure = Failure(ValueError("no headline"))
    assert formatter.spider_error(failure, Request(_ADDRESS), failure, _SPIDER)["level"] == level
    assert formatter.item_error({}, ValueError("no headline"), None, _SPIDER)["level"] == level


@pytest.mark.parametrize(("quarantine", "level"), [(True, logging.DEBUG), (False, logging.WARNING)])
def test_an_unfit_article_is_quiet_where_it_is_recorded(quarantine: bool, level: int) -> None:
    message = _formatter(quarantine=quarantine).dropped({}, UnfitArticle("id", "no such ID"), None, _SPIDER)
    assert message["level"] == level


def test_an_item_dropped_for_another_reason_stays_loud() -> None:
    assert _formatter(quarantine=True).dropped({}, DropItem("seen"), None, _SPIDER)["level"] == logging.WARNING


def test_nothing_is_said_of_a_further_address() -> None:
    item = ArticleAddress("portal/1", _ADDRESS)
    assert _formatter(quarantine=True).dropped(item, DropItem("stored"), None, _SPIDER) is None


@pytest.mark.parametrize(("level", "is_made"), [("DEBUG", True), ("INFO", False), ("ERROR", False), ("5", True)])
def test_what_is_only_for_debugging_is_made_where_the_log_may_show_it(level: str, is_made: bool) -> None:
    formatter = LogFormatter.from_crawler(get_crawler(settings_dict={"LOG_LEVEL": level}))
    response = Response(_ADDRESS, request=Request(_ADDRESS))
    assert (formatter.crawled(response.request, response, _SPIDER) is not None) is is_made
    assert (formatter.scraped({}, response, _SPIDER) is not None) is is_made
