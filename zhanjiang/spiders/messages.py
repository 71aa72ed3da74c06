"""Requests of the spider ``articles`` as plain data, so that any worker of a fleet can send them.

A message names what is to be read (``front page``, ``listing``, ``article``), never a function. What a visit in the
browser needs, and a page of the newspaper, stays with the worker that found it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from scrapy import Request

from zhanjiang.addresses.page import PageRef
from zhanjiang.addresses.portal import ArticleReference
from zhanjiang.crawl.ask import Ask
from zhanjiang.crawl.discovered import DiscoveredArticle
from zhanjiang.spiders import base
from zhanjiang.spiders.listing_parts import ListingPlace

if TYPE_CHECKING:
    from zhanjiang.spiders.articles import ArticlesSpider

Message = dict[str, Any]


class RequestMessages:
    """Makes messages of a spider's requests, and requests of messages."""

    def __init__(self, spider: ArticlesSpider) -> None:
        """Take the spider, which reads the answers."""
        self.spider = spider
        self._makers: dict[str, Callable[[PageRef, Mapping[str, Any]], Request]] = {
            "front page": self._front_page,
            "listing": self._listing,
            "article": self._article,
        }

    def message_of(self, request: Request) -> Message | None:
        """A request as plain data; None for one that only this process can send."""
        if set(request.meta) != {"ask"} or request.method != "GET" or request.body:
            return None
        known = request.cb_kwargs
        if request.callback == self.spider.parse_article and known.keys() == {"discovered"}:
            return {"read": "article", "url": request.url, **_of_article(known["discovered"])}
        if request.callback == self.spider.parse_listing:
            place = asdict(known["place"]) | {"previous": sorted(known["place"].previous)}
            return {"read": "listing", "url": request.url, "place": place}
        return {"read": "front page"} if request.callback == self.spider.parse_frontpage else None

    def request_of(self, page: PageRef, message: Mapping[str, Any]) -> Request | None:
        """The request for a page that a message describes; None for a message of another kind."""
        make = self._makers.get(str(message.get("read")))
        return make(page, message) if make else None

    def _front_page(self, page: PageRef, message: Mapping[str, Any]) -> Request:
        return self.spider.request(base.FRONT_PAGE, Ask(page), self.spider.parse_frontpage)

    def _listing(self, page: PageRef, message: Mapping[str, Any]) -> Request:
        place = ListingPlace(**{**message["place"], "previous": frozenset(message["place"]["previous"])})
        request = self.spider.listings.request(message["url"], place)
        request.meta["ask"] = Ask(page)
        return request.replace(priority=message["priority"])

    def _article(self, page: PageRef, message: Mapping[str, Any]) -> Request:
        day = message["day"] and date.fromisoformat(message["day"])
        # None that this process remembers: it may have taken the article, and have lost it with its connection.
        discovered = DiscoveredArticle(ArticleReference(message["number"]), is_requested=True)
        discovered.learn(
            *message["addresses"], channel=message["channel"], headline=message["headline"] or page.headline, day=day
        )
        return self.spider.request(
            replace(base.ARTICLE, priority=message["priority"]),
            Ask(page),
            self.spider.parse_article,
            url=message["url"],
            discovered=discovered,
        )


def _of_article(discovered: DiscoveredArticle) -> Message:
    return {
        "number": discovered.reference.number,
        "addresses": [*discovered.addresses],
        "channel": discovered.channel,
        "headline": discovered.headline,
        "day": discovered.day.isoformat() if discovered.day else None,
    }
