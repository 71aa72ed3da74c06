"""An overview of the store: stored articles, the last runs, bad pages, pages owed and due, and gaps in the numbers."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from zhanjiang.addresses.portal import read_article
from zhanjiang.pages.article.doubt_reasons import explain
from zhanjiang.report.gaps import KnownNumbers, MonthOfNumbers, by_month
from zhanjiang.report.health import running_runs
from zhanjiang.store import (
    article_counts,
    crawls,
    doubts,
    drift,
    held_back,
    ledger,
    ledger_counts,
    listings,
    owed,
    quarantine,
    series_counts,
)
from zhanjiang.store.crawls import Crawl
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.ledger import BAD
from zhanjiang.store.number_blocks import blocks_of
from zhanjiang.times import today

_RUNS: Final = 10
COUNTED: Final = {
    "new": "articles/new",
    "edited": "articles/edited",
    "unchanged": "articles/unchanged",
    "gone": "articles/gone",
    "failed": "ledger/failed",
    "incomplete": "ledger/incomplete",
    "quarantined": "ledger/quarantined",
}
"""What is reported of each run, and the run's count that holds it."""


@dataclass(frozen=True, slots=True)
class Channel:
    """The stored articles of a channel, and how many of each year; days and year are None or "" where none is known."""

    articles: int
    first_day: str | None
    last_day: str | None
    years: dict[str, int]


@dataclass(frozen=True, slots=True)
class Newspaper:
    """The stored articles of a newspaper, with the first and the last day of which there are any."""

    articles: int
    first_day: str
    last_day: str


@dataclass(frozen=True, slots=True)
class BadPage:
    """A page that failed, is incomplete or in quarantine (its ``state``), by its whole address, with the reason."""

    address: str
    state: str
    reason: str
    attempts: int
    kind: str | None


@dataclass(frozen=True, slots=True)
class DoubtfulArticle:
    """A stored article in which something is odd: the address that was read, and why in one line."""

    article: str
    address: str
    reason: str
    found_at: str


@dataclass(frozen=True, slots=True)
class HeldBackArticle:
    """An article that seems edited and waits to be confirmed or read again, with the reason."""

    article: str
    address: str
    reason: str
    held_at: str


@dataclass(frozen=True, slots=True)
class LeasedPages:
    """How many pages a run has leased, and whether it goes on; if not, it died with them."""

    run: int
    pages: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class Due:
    """How many stored articles and how many bad pages are due now, and when the next page is due."""

    articles: int
    bad: int
    next: str | None


@dataclass(frozen=True, slots=True)
class ListingState:
    """A channel's listing: the last run that read all of it, if any, and how many of its pages are unread."""

    complete_in: int | None
    unread: int


@dataclass(frozen=True, slots=True)
class Overview:
    """What ``scrapy status`` reports of the store. ``stored`` and ``listings`` go by channel ("" where none is known).

    ``total`` sums ``stored`` up; ``newspapers`` go by paper, and their articles count among those without a channel,
    too; ``owed`` counts queued pages by kind; ``runs`` have the counts of ``COUNTED``, the latest run first.
    """

    total: Channel
    stored: dict[str, Channel]
    runs: list[Crawl]
    problems: list[BadPage]
    doubtful: list[DoubtfulArticle]
    drift: list[DriftFinding]
    held_back: list[HeldBackArticle]
    owed: dict[str, int]
    in_hand: list[LeasedPages]
    due: Due
    listings: dict[str, ListingState]
    gaps: list[MonthOfNumbers]
    newspapers: dict[str, Newspaper]


def overview(
    connection: Connection, address: str, page_name: Callable[[str], str], *, with_gaps: bool = True
) -> Overview:
    """Look through the store at an address; ``page_name`` gives the name that an address has in the ledger.

    Without ``with_gaps`` the gaps, which cost the most, are left out.
    """
    stored = _stored(article_counts.by_channel_and_year(connection))
    latest = crawls.latest(connection, _RUNS)
    running = running_runs(connection, address)
    bad = list(_problems(connection, page_name))
    return Overview(
        total=_sum(stored.values()),
        stored=stored,
        runs=[_with_outcome(run, running) for run in latest],
        problems=sorted(bad, key=lambda problem: (problem.state, problem.address)),
        doubtful=[
            DoubtfulArticle(one.article, one.address, explain(one.reasons), one.found_at)
            for one in doubts.newest(connection)
        ],
        drift=drift.current(connection),
        held_back=[
            HeldBackArticle(row.article_id, row.article.url or row.article_id, row.reason, row.held_at)
            for row in held_back.held(connection)
        ],
        owed=ledger_counts.queued(connection),
        in_hand=[LeasedPages(run, pages, run in running) for run, pages in ledger_counts.leased(connection).items()],
        due=Due(ledger_counts.due(connection), ledger_counts.bad_due(connection), ledger_counts.next_due(connection)),
        listings=_listings(connection),
        gaps=by_month(_known_numbers(connection), f"{today():%Y-%m}") if with_gaps else [],
        newspapers={name: Newspaper(*paper) for name, paper in series_counts.by_paper(connection).items()},
    )


def _stored(rows: Iterable[article_counts.OfChannel]) -> dict[str, Channel]:
    years: dict[str, list[Channel]] = {}
    for row in rows:
        of_year = Channel(row.articles, row.first_day, row.last_day, {row.year or "": row.articles})
        years.setdefault(row.channel or "", []).append(of_year)
    return {name: _sum(parts) for name, parts in years.items()}


def _sum(parts: Collection[Channel]) -> Channel:
    days = [day for part in parts for day in (part.first_day, part.last_day) if day]
    years: Counter[str] = Counter()
    for part in parts:
        years.update(part.years)
    total = sum(part.articles for part in parts)
    return Channel(total, min(days, default=None), max(days, default=None), dict(sorted(years.items())))


def _with_outcome(run: Crawl, running: Collection[int]) -> Crawl:
    """A run with the few counts that are reported, and with an outcome."""
    counts: dict[str, Any] | None = None
    if run.counts is not None:
        counts = {name: run.counts.get(count, 0) for name, count in COUNTED.items()}
    outcome = run.outcome or ("goes on" if run.id in running else crawls.KILLED)
    return dataclasses.replace(run, counts=counts, outcome=outcome)


def _problems(connection: Connection, page_name: Callable[[str], str]) -> Iterator[BadPage]:
    """Yield the ledger's bad pages, then those in quarantine that the ledger does not know."""
    reported = set()
    for row in owed.bad(connection):
        reported.add(row.page.url)
        yield BadPage(row.page.url, row.state, row.reason or "no reason is known", row.attempts, row.page.kind)
    kept = {page_name(page.address): page for page in quarantine.newest(connection)}
    known = ledger.rows_of(connection, list(kept))
    for name, page in kept.items():
        if name not in known and page.address not in reported:
            state = "incomplete" if page.stage == "incomplete" else "quarantined"
            kind = "article" if read_article(page.address) else None
            yield BadPage(page.address, state, page.reason, page.attempts, kind)


def _listings(connection: Connection) -> dict[str, ListingState]:
    complete = listings.completed(connection)
    unread = listings.unread(connection)
    names = sorted({*complete, *unread})
    return {name: ListingState(complete.get(name), unread.get(name, 0)) for name in names}


def _known_numbers(connection: Connection) -> KnownNumbers:
    stored, dated = article_counts.numbers(connection)
    return KnownNumbers(
        stored,
        dated,
        bad=blocks_of(ledger_counts.numbers_in(connection, BAD)),
        owed=blocks_of(ledger_counts.numbers_in(connection, ("queued", "leased"))),
        absent=ledger_counts.absent_numbers(connection),
    )
