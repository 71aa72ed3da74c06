"""Requests for the comments of articles, by an interface of which nothing is sure, not even that there is one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, Literal

from scrapy import Request
from scrapy.http import Response

from zhanjiang.crawl.limits import report_limit
from zhanjiang.items import Article, Comment
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.comments import read_comments
from zhanjiang.spiders import base

_MOST_FAILURES: Final = 3
"""After so many failures in a row, an interface that did answer counts as one that no longer does."""


class CommentRequests:
    """Requests comments for a spider, unless ``is_on`` is False.

    The first request is a trial, and the others wait for it: an interface that does not answer is asked once a run.
    Comments have no row in the ledger and no outcome: missing ones are logged, and are no failure. Stats:
    ``comments/failed`` counts articles whose comments are missing.
    """

    def __init__(self, spider: base.PortalSpider, parse: Callable[..., Any], errback: Callable[..., Any]) -> None:
        """Take the spider, and its callbacks for an answer and for a failure."""
        self.spider = spider
        self.is_on = True
        self._parse = parse
        self._errback = errback
        self._interface: Literal["untried", "on trial", "answers"] = "untried"
        self._failures = 0
        self._waiting: list[str] = []

    def after(self, article: Article) -> Iterator[Request]:
        """Request the comments of an article that was taken, at once or when the trial is over."""
        if not self.is_on or article.id is None or not _may_have_comments(article):
            return
        if self._interface == "on trial":
            self._waiting.append(article.id)
            return
        if self._interface == "untried":
            self._interface = "on trial"
        yield self._request(article.id)

    def _request(self, article: str, number: int = 1, seen: frozenset[str] = frozenset()) -> Request:
        return Request(
            f"{self.spider.sites.portal}/ajax/comment?contentid={article.rpartition('/')[2]}&page={number}",
            self._parse,
            errback=self._errback,
            priority=base.COMMENTS_PRIORITY,
            cb_kwargs={"article": article, "number": number, "seen": seen},
            dont_filter=True,
        )

    def read(self, response: Response, article: str, number: int, seen: frozenset[str]) -> Iterator[Any]:
        """Yield the comments of one answer that are new, and request more as long as there are any.

        ``seen`` are the keys of the comments on the answers before.
        """
        comments: list[Comment] = []
        try:
            if response.status == 200:
                comments = read_comments(response.body, article, base.fetched_at(response))
            elif number == 1:
                raise UnreadablePage(f"status {response.status}")
        except UnreadablePage as error:
            self.fail(response.url, str(error))
            return
        self.spider.crawler.stats.inc_value("pages/comments")
        yield from self._request_waiting()
        new = [comment for comment in comments if comment.key not in seen]
        yield from new
        if new and number >= self.spider.crawler.settings.getint("COMMENT_PAGES_MAX"):
            report_limit(self.spider.crawler, "COMMENT_PAGES_MAX", f"{article} has more pages of comments")
        elif new:
            yield self._request(article, number + 1, seen | {comment.key for comment in new if comment.key})

    def _request_waiting(self) -> Iterator[Request]:
        self._interface, self._failures = "answers", 0
        waiting, self._waiting = self._waiting, []
        yield from map(self._request, waiting)

    def fail(self, url: str, reason: str) -> None:
        """Log what is missing; after a trial that failed, or one failure too many, nothing more is requested."""
        self.spider.crawler.stats.inc_value("comments/failed")
        self._failures += 1
        if self._interface == "answers" and self._failures < _MOST_FAILURES:
            self.spider.logger.warning("Comments are missing: %s (%s)", url, reason)
        elif self.is_on:
            self.is_on, self._waiting = False, []
            advice = "COMMENTS_ENABLED=False requests none"
            self.spider.logger.warning("No more comments are requested in this run: %s (%s); %s", url, reason, advice)


def _may_have_comments(article: Article) -> bool:
    """Say whether the portal's own page counts comments, or says nothing of them; a link has no page of its own.

    >>> _may_have_comments(Article("portal/1")), _may_have_comments(Article("portal/1", comment_count=0))
    (True, False)
    """
    counts = [count for count in (article.comment_participants, article.comment_count) if count is not None]
    is_of_portal = (article.id or "").startswith("portal/") and article.via is None
    return is_of_portal and article.kind != "link" and (not counts or any(counts))
