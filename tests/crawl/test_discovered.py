"""What a run learns of articles: the first that is learnt stays, and a range of IDs is not remembered."""

from __future__ import annotations

import asyncio
import tracemalloc
from datetime import date
from typing import Any

import pytest
from scrapy.utils.test import get_crawler

from zhanjiang.addresses.portal import ArticleReference, Sites
from zhanjiang.crawl.ask import ask_of
from zhanjiang.crawl.discovered import DiscoveredArticle, DiscoveredArticles
from zhanjiang.pages.reading.links import ArticleLink
from zhanjiang.spiders.articles import ArticlesSpider

_SITES = Sites("https://www.example", "https://m.example")
_URL = "https://www.example/p/7.html"


def _link(**known: Any) -> ArticleLink:
    return ArticleLink(_URL, ArticleReference(7), **known)


def test_what_is_learnt_first_stays() -> None:
    articles = DiscoveredArticles()
    first = articles.add_link(_link(headline="港口开通", day=date(2022, 5, 31)), "shehui")
    assert articles.add_link(_link(headline="又一标题", day=date(2022, 6, 1)), "jingji") is first
    assert (first.channel, first.headline, first.day) == ("shehui", "港口开通", date(2022, 5, 31))
    assert len(articles) == 1


@pytest.mark.parametrize(
    ("reference", "in_box", "channel"),
    [
        (ArticleReference(7), False, "shehui"),
        (ArticleReference(7), True, None),
        (ArticleReference(7, "tiyu"), True, "tiyu"),
    ],
)
def test_a_box_says_nothing_of_the_channel(reference: ArticleReference, in_box: bool, channel: str | None) -> None:
    link = ArticleLink(_URL, reference, in_box=in_box)
    assert DiscoveredArticles().add_link(link, "shehui").channel == channel


def test_a_page_is_asked_for_with_all_that_is_known() -> None:
    article = DiscoveredArticle(ArticleReference(7), channel="shehui", headline="港口开通", day=date(2022, 5, 31))
    page = article.page(_SITES)
    assert (page.page, page.url, page.article) == ("/p/7.html", _URL, "portal/7")
    assert (page.channel, page.headline, page.published_at) == ("shehui", "港口开通", "2022-05-31")
    assert article.page(_SITES, "http://mirror.example/p/7.html").page == "http://mirror.example/p/7.html"


@pytest.mark.parametrize(
    ("is_taken", "taken_via", "via", "expected"),
    [
        (False, None, None, False),
        (True, None, "mirror.example", True),
        (True, "mirror.example", "mirror.example", True),
        (True, "mirror.example", "other.example", False),
        (True, "mirror.example", None, False),
    ],
)
def test_which_copy_adds_nothing(is_taken: bool, taken_via: str | None, via: str | None, expected: bool) -> None:
    article = DiscoveredArticle(ArticleReference(7), is_taken=is_taken, taken_via=taken_via)
    assert article.needs_no_copy_from(via) is expected


def _is_known(articles: DiscoveredArticles, number: int = 7) -> tuple[bool, bool]:
    article = articles.get(ArticleReference(number))
    return article.is_requested, article.is_taken


def test_an_article_is_remembered_as_long_as_its_request() -> None:
    articles = DiscoveredArticles()
    article = articles.add_link(_link(headline="港口开通"), "shehui")
    articles.request(article)
    assert articles.add_link(_link(day=date(2022, 5, 31)), "jingji") is article
    assert (article.headline, article.day) == ("港口开通", date(2022, 5, 31))
    assert [*articles] == []
    del article
    assert len(articles) == 0
    assert _is_known(articles) == (True, False)
    assert not articles.add_link(_link(), "jingji").is_taken
    assert [*articles] == []  # it is not requested again


def test_what_was_taken_is_known_when_its_request_is_gone() -> None:
    articles = DiscoveredArticles()
    article = articles.add_link(_link(), "shehui")
    articles.request(article)
    articles.take(article, None)
    del article
    assert _is_known(articles) == (True, True)
    assert articles.get(ArticleReference(7)).needs_no_copy_from("mirror.example")


def test_typed_addresses_of_an_article_are_remembered_until_the_portals_copy_is_taken() -> None:
    articles = DiscoveredArticles()
    articles.request(articles.add(ArticleReference(7), "http://mirror.example/p/7.html"), is_typed=True)
    articles.take(articles.get(ArticleReference(7)), "mirror.example")
    second = articles.add(ArticleReference(7), "http://other.example/p/7.html")
    assert [*second.addresses] == ["http://mirror.example/p/7.html", "http://other.example/p/7.html"]
    assert second.taken_via == "mirror.example"
    articles.take(second, None)
    del second
    assert (len(articles), *_is_known(articles)) == (0, True, True)


def test_an_article_of_a_range_is_not_remembered() -> None:
    articles = DiscoveredArticles()
    article = articles.get(ArticleReference(7))
    articles.request(article, is_typed=True)
    articles.take(article, None)
    assert (len(articles), *_is_known(articles)) == (0, False, False)


def _spider(**arguments: str) -> ArticlesSpider:
    return ArticlesSpider.from_crawler(get_crawler(ArticlesSpider, _ADDRESSES), **arguments)


_ADDRESSES = {
    "PORTAL_URL": "https://www.example",
    "PORTAL_MOBILE_URL": "https://m.example",
    "NEWSPAPER_URL": "http://szb.example",
    "PAPER_URL": "https://paper.example",
    "OLD_NEWS_URL": "http://home.example",
}


def test_a_range_of_ids_costs_no_memory() -> None:
    spider = _spider(ids="1-5000,30001")

    async def consume() -> tuple[int, int]:
        tracemalloc.start()
        pages = set()
        async for request in spider.start():
            ask = ask_of(request)
            pages.add(ask.page and ask.page.page) if ask.force else None
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert pages == {"/p/30001.html"}
        return used, len(spider.discovered)

    used, remembered = asyncio.run(consume())
    assert remembered == 1  # the ID that was named alone
    assert used < 1_000_000
