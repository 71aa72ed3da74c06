"""Asking for the comments of articles, by an interface of which nothing is sure, not even that there is one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from zhanjiang.items import Article, Comment
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.comments import read_comments
from zhanjiang.spiders import base

_MOST_PAGES: Final = 50
_MOST_FAILURES: Final = 3
"""So many failures in a row, and an interface that did answer is taken for one that no longer does."""


class CommentsSpider(base.PortalSpider):
    """A spider that asks for the comments of the articles it takes, if the setting ``COMMENTS_ENABLED`` is on.

    The first request is a trial, and the others wait for it: an interface that does not answer is asked once a run.
    Comments have no row in the ledger and no outcome: what cannot be had of them is told, and is no failure. Stats:
    ``comments/failed`` counts articles whose comments could not be had.
    """

    handle_httpstatus_list: tuple[int, ...] = (404, 410)
    _interface: Literal["untried", "on trial", "answers", "off"] = "off"
    _failures = 0

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._waiting: list[str] = []

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """See ``PortalSpider``; read ``COMMENTS_ENABLED``."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        if crawler.settings.getbool("COMMENTS_ENABLED"):
            spider._interface = "untried"
        return spider

    def ask_for_comments(self, article: Article) -> Iterator[Request]:
        """Ask for the comments of an article that was taken, at once or when the trial is over."""
        if self._interface == "off" or article.id is None or not _may_have_comments(article):
            return
        if self._interface == "on trial":
            self._waiting.append(article.id)
            return
        if self._interface == "untried":
            self._interface = "on trial"
        yield self._ask_for_comments(article.id)

    def _ask_for_comments(self, article: str, number: int = 1, had: frozenset[str] = frozenset()) -> Request:
        return Request(
            f"{self.sites.portal}/ajax/comment?contentid={article.rpartition('/')[2]}&page={number}",
            self.parse_comments,
            errback=self.miss_comments,
            priority=base.COMMENTS_PRIORITY,
            cb_kwargs={"article": article, "number": number, "had": had},
            dont_filter=True,
        )

    def parse_comments(self, response: Response, article: str, number: int, had: frozenset[str]) -> Iterator[Any]:
        """Give the comments of one answer that are new, and ask for more as long as there are any."""
        comments: list[Comment] = []
        try:
            if response.status == 200:
                comments = read_comments(response.body, article, base.fetched_at(response))
            elif number == 1:
                raise UnreadablePage(f"status {response.status}")
        except UnreadablePage as error:
            self._miss(response.url, str(error))
            return
        self.crawler.stats.inc_value("pages/comments")
        yield from self._ask_for_those_waiting()
        new = [comment for comment in comments if comment.key not in had]
        yield from new
        if new and number < _MOST_PAGES:
            yield self._ask_for_comments(article, number + 1, had | {comment.key for comment in new if comment.key})

    def _ask_for_those_waiting(self) -> Iterator[Request]:
        self._interface, self._failures = "answers", 0
        waiting, self._waiting = self._waiting, []
        yield from map(self._ask_for_comments, waiting)

    def miss_comments(self, failure: Any) -> None:
        """Tell that comments cannot be had; nothing else comes of it."""
        self._miss(failure.request.url, base.failure_reason(failure))

    def _miss(self, url: str, reason: str) -> None:
        """Tell what could not be had; where it was a trial, or one failure too many, no more is asked for."""
        self.crawler.stats.inc_value("comments/failed")
        self._failures += 1
        if self._interface == "answers" and self._failures < _MOST_FAILURES:
            self.logger.warning("Comments are missing: %s (%s)", url, reason)
        elif self._interface != "off":
            self._interface, self._waiting = "off", []
            advice = "COMMENTS_ENABLED=False asks for none"
            self.logger.warning("No more comments are asked for in this run: %s (%s); %s", url, reason, advice)


def _may_have_comments(article: Article) -> bool:
    """Say whether the portal's own page tells of comments, or tells nothing of them; a link has no page to tell it.

    >>> _may_have_comments(Article("portal/1")), _may_have_comments(Article("portal/1", comment_count=0))
    (True, False)
    """
    counts = [count for count in (article.comment_participants, article.comment_count) if count is not None]
    is_of_portal = (article.id or "").startswith("portal/") and article.via is None
    return is_of_portal and article.kind != "link" and (not counts or any(counts))
