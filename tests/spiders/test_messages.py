"""Requests as plain data: what a worker announces another one sends, and no message names a function."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from scrapy import Request
from scrapy.utils.test import get_crawler

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ArticleReference
from zhanjiang.crawl.ask import Ask, ask_of
from zhanjiang.spiders import base
from zhanjiang.spiders.articles import ArticlesSpider
from zhanjiang.spiders.listing_parts import ListingPlace

_SETTINGS = {"PORTAL_URL": "https://portal.example", "STORE_ENABLED": False}


@pytest.fixture
def spiders() -> list[ArticlesSpider]:
    """Give the spiders of two workers."""
    crawlers = [get_crawler(ArticlesSpider, _settings()) for _ in range(2)]
    return [ArticlesSpider.from_crawler(crawler) for crawler in crawlers]


def _settings() -> dict[str, Any]:
    from zhanjiang import settings

    return {**settings.defaults, **_SETTINGS, "ADDONS": {}}


def _sent(spiders: list[ArticlesSpider], request: Request) -> tuple[dict[str, Any], Request]:
    """Let one worker put a request into a message, and another one make a request of it."""
    one, other = spiders
    message = one.message_of(request)
    assert message
    written = json.loads(json.dumps({**message, "priority": request.priority}))
    page = ask_of(request).page
    assert page
    made = other.request_of(page, written)
    assert made
    return written, made


def _assert_same(request: Request, made: Request) -> None:
    for name in ("url", "priority", "dont_filter", "method", "body"):
        assert getattr(made, name) == getattr(request, name)
    assert (made.callback.__name__, made.errback.__name__) == (  # type: ignore[union-attr]
        request.callback.__name__,  # type: ignore[union-attr]
        request.errback.__name__,  # type: ignore[union-attr]
    )
    assert ask_of(made).page == ask_of(request).page


def test_an_article_is_sent_with_what_is_known_of_it(spiders: list[ArticlesSpider]) -> None:
    spider = spiders[0]
    discovered = spider.discovered.add(
        ArticleReference(7), "https://m.example/p/7.html", channel="shehui", headline="港口开通", day=date(2022, 5, 31)
    )
    request = spider._request(discovered, base.OWED_ARTICLE, "http://mirror.example/p/7.html")
    message, made = _sent(spiders, request)
    _assert_same(request, made)
    known = made.cb_kwargs["discovered"]
    assert (known.reference, [*known.addresses]) == (ArticleReference(7), ["https://m.example/p/7.html"])
    assert (known.channel, known.headline, known.day) == ("shehui", "港口开通", date(2022, 5, 31))
    assert "parse" not in json.dumps(message)


def test_a_listing_is_sent_with_its_place(spiders: list[ArticlesSpider]) -> None:
    place = ListingPlace("shehui", "https://portal.example/shehui/", frozenset({3, 1}), is_part=True, barren=2)
    for url in ("https://portal.example/shehui/index_2.html", "https://portal.example/shehui/"):
        request = spiders[0].listings.request(url, place, listed=["/p/1.html"])
        _, made = _sent(spiders, request)
        _assert_same(request, made)
        assert made.cb_kwargs == {"place": place}


def test_the_front_page_is_sent(spiders: list[ArticlesSpider]) -> None:
    spider = spiders[0]
    front = PageRef("/", "https://portal.example/", "frontpage")
    request = spider.request(base.FRONT_PAGE, Ask(front), spider.parse_frontpage)
    _, made = _sent(spiders, request)
    _assert_same(request, made)


def test_what_only_this_process_can_send_is_no_message(spiders: list[ArticlesSpider]) -> None:
    spider = spiders[0]
    discovered = spider.discovered.add(ArticleReference(7))
    page = PageRef("/p/7.html", "https://portal.example/p/7.html", "article")
    known: dict[str, Any] = {"discovered": discovered, "previous": ()}
    assert (
        spider.message_of(spider.request(base.NEXT_PAGE, Ask(page, is_part=True), spider.parse_article, **known))
        is None
    )
    visit = spider.listings.request("https://portal.example/shehui/#more", ListingPlace("shehui", ""))
    assert spider.message_of(visit) is None
    other = Request("https://portal.example/", spider.parse_newspaper_article, meta={"ask": Ask(page)})
    assert spider.message_of(other) is None


@pytest.mark.parametrize("message", [{}, {"read": "parse_article"}, {"read": "close_at_limit", "priority": 1}])
def test_a_message_of_another_kind_is_no_request(spiders: list[ArticlesSpider], message: dict[str, Any]) -> None:
    assert spiders[0].request_of(PageRef("/", "https://portal.example/", "frontpage"), message) is None


def test_an_article_that_this_process_has_taken_is_read_all_the_same(spiders: list[ArticlesSpider]) -> None:
    spider = spiders[0]
    discovered = spider.discovered.add(ArticleReference(7))
    message, _ = _sent(spiders, spider._request(discovered))
    spider.discovered.take(discovered, via=None)
    page = PageRef("/p/7.html", "https://portal.example/p/7.html", "article")
    again = spider.request_of(page, message)
    assert again and not again.cb_kwargs["discovered"].is_taken
