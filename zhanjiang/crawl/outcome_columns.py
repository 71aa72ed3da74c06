"""What the ledger's row of a page says once the page has its outcome: when it is due again, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from zhanjiang.addresses.page import OF_NEWSPAPERS, PageRef
from zhanjiang.crawl.revisit import after_failures, age_of, first_interval, longer, shorter
from zhanjiang.items import Article
from zhanjiang.store.ledger import BAD, FINAL, LedgerRow, State, seconds
from zhanjiang.times import moment, now

_GONE_AT_FIRST: Final = timedelta(days=1)
_YOUNG_NEWSPAPER: Final = timedelta(days=2)
_UNREADABLE: Final = 3
"""An unreadable page is backed off as if it had failed three more times, because refetching rarely helps."""


@dataclass(slots=True)
class LeasedPage:
    """A page that this run requests: what the ledger knew of it before, and the validators of the answer."""

    page: PageRef
    row: LedgerRow | None
    is_answered: bool = False
    etag: str | None = None
    last_modified: str | None = None

    @property
    def interval(self) -> timedelta | None:
        """How long the page rested before it was due."""
        return timedelta(seconds=self.row.interval) if self.row and self.row.interval else None


def _is_final(published_at: str | None, present: datetime) -> bool:
    """Say whether a newspaper's page changes no more; one without a day is of the old news host."""
    age = age_of(published_at, present)
    return age is None or age > _YOUNG_NEWSPAPER


def columns_of_article(leased: LeasedPage, article: Article, state: State) -> dict[str, Any]:
    """The ledger's columns for an article that was read: stored, edited, or unchanged."""
    present = now()
    previous = leased.interval or first_interval(age_of(article.published_at, present))
    interval = longer(previous) if leased.interval else previous
    if state == "stored" and article.revision_cause == "edited":
        interval = shorter(previous)
    if not (article.id or "").startswith("portal/") and _is_final(article.published_at, present):
        interval = FINAL
    return _visited(leased, present, interval) | {
        "content_hash": article.content_hash,
        "published_at": article.published_at,
        "kind": "link" if article.kind == "link" else "article",
        "channel": article.channel,
        "pages": article.pages,
    }


def _visited(leased: LeasedPage, present: datetime, interval: timedelta) -> dict[str, Any]:
    return {
        "reason": None,
        "attempts": 0,
        "etag": leased.etag,
        "last_modified": leased.last_modified,
        "last_fetched": moment(present),
        "due": moment(present + interval),
        "interval": seconds(interval),
    }


def columns_of_outcome(leased: LeasedPage, state: State, reason: str | None) -> dict[str, Any]:
    """The ledger's columns for a page that brought no article."""
    present = now()
    if state == "queued":
        return {"reason": reason}
    if state in BAD:
        attempts = (leased.row.attempts if leased.row else 0) + 1
        rest = after_failures(attempts + (_UNREADABLE if state == "quarantined" else 0))
        return {"reason": reason, "attempts": attempts, "last_fetched": moment(present), "due": moment(present + rest)}
    previous = leased.interval
    if leased.page.kind in OF_NEWSPAPERS:
        interval = FINAL if _is_final(leased.page.published_at, present) else timedelta(0)
        return _visited(leased, present, interval) | {"reason": reason}
    interval = longer(previous) if previous else (_GONE_AT_FIRST if state == "gone" else first_interval(None))
    columns = _visited(leased, present, interval)
    if state == "unchanged" and leased.row:  # an answer without a body may leave out its validators
        columns |= {
            "etag": leased.etag or leased.row.etag,
            "last_modified": leased.last_modified or leased.row.last_modified,
        }
    return columns | {"reason": reason}
