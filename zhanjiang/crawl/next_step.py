"""What a newcomer wants to know when a crawl is over: what the store holds now, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from scrapy.settings import SETTINGS_PRIORITIES, BaseSettings

from zhanjiang.console.words import many
from zhanjiang.store import Store, StoreError, article_counts, ledger_counts

_OTHER_ITEMS: Final = "frontpage/"
"""The stats of a crawl that fetches no articles."""


class Ending(NamedTuple):
    """What the store holds after a crawl, and the next step, each in a line."""

    holds: str
    next_step: str


def is_elsewhere(settings: BaseSettings) -> bool:
    """Whether the store is not where other commands look for it by themselves: it was typed, or is the replica's."""
    return (settings.getpriority("STORE_URL") or 0) > SETTINGS_PRIORITIES["project"]


def ending_of(
    store: Store, stats: Mapping[str, Any], reason: str, feeds: Sequence[str], option: str = ""
) -> Ending | None:
    """What a crawl's store holds, and what to do after the crawl ended for a reason; None if it cannot be read.

    ``option`` is what the commands named need to find the store.
    """
    try:
        with store.reading() as connection:
            stored = sum(row.articles for row in article_counts.by_channel_and_year(connection))
            due = ledger_counts.due(connection)
            left = sum(ledger_counts.queued(connection).values())
    except StoreError:
        return None
    holds = f"{many(stored, 'article')}, {due or 'none'} due"
    if left:
        holds += f"; {many(left, 'page')} left to the next run"
    step = next_step(stored, due, stats, reason, feeds)
    return Ending(holds, f"{step} (with {option})" if option and "`scrapy " in step else step)


def next_step(stored: int, due: int, stats: Mapping[str, Any], reason: str, feeds: Sequence[str]) -> str:
    """What to do after a crawl.

    >>> next_step(300, 0, {}, "finished", [])
    '300 in the store, none due: `scrapy export` writes all'
    >>> next_step(300, 0, {"articles/new": 300}, "finished", ["data/a.jsonl"])
    'data/a.jsonl has what is new; `scrapy export` writes all 300, and the same crawl again fetches what comes new'
    >>> next_step(300, 0, {"quarantine/read": 1, "pages/failed": 1}, "finished", [])
    '`scrapy status` names the 2 pages that failed'
    """
    if reason != "finished":
        return "the same crawl again goes on from here"
    bad = stats.get("pages/failed", 0) + sum(count for name, count in stats.items() if name.startswith("quarantine/"))
    if bad:
        return f"`scrapy status` names the {many(bad, 'page')} that failed"
    if any(name.startswith(_OTHER_ITEMS) for name in stats):
        return "`scrapy status` says what the store holds"
    if any(stats.get(f"articles/{what}", 0) for what in ("new", "edited", "collated")):
        fed = f"{feeds[0]} has what is new; " if feeds else ""
        return f"{fed}`scrapy export` writes all {stored}, and the same crawl again fetches what comes new"
    if not stored:
        return "no article was found: check the arguments and the site's address"
    return f"{stored} in the store, {due or 'none'} due: `scrapy export` writes all"
