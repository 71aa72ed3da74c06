"""What a run asks of the store at its start and end, and what reports count, is found by indexes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import Connection

from benchmarks.many_articles import fill
from zhanjiang.store import (
    Store,
    article_counts,
    articles,
    captures,
    changes,
    crawls,
    facets,
    headlines,
    ledger,
    ledger_counts,
    listings,
    news,
    open_store,
    owed,
    selection,
    series_counts,
)
from zhanjiang.store.changes import ChangeWindow
from zhanjiang.store.owed import WantedPages
from zhanjiang.store.selection import ArticleFilter
from zhanjiang.times import moment

_SMALL = ("ix_ledger_open", "ix_ledger_listings", "ix_ledger_absent")
"""Indexes of few pages, which may be read whole."""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of some articles, copies of one, in SQLite."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('filled')}/store.db")
    fill(store, 700, "https://www.example")
    yield store
    store.close()


def _plans(store: Store, ask: Callable[[], object]) -> list[str]:
    """The steps by which SQLite answers the statements of a call, but for writing."""
    statements: set[str] = set()
    with store.reading() as connection:
        driver: Any = connection.connection.driver_connection
    driver.set_trace_callback(statements.add)
    try:
        ask()
    finally:
        driver.set_trace_callback(None)
    asked = [statement for statement in statements if statement.startswith(("SELECT", "UPDATE", "WITH"))]
    return [row[3] for statement in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {statement}")]


def _is_scan(step: str) -> bool:
    """Say whether a step reads a whole table that grows with what is stored."""
    is_large = step.startswith(
        ("SCAN ledger", "SCAN articles", "SCAN captures", "SCAN article_addresses", "SCAN crawls")
    )
    return is_large and not step.endswith(_SMALL)


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (owed.owed, 0),
        (owed.due, 0),
        (lambda store, wanted: islice(owed.due(store, wanted, everything=True), 600), 600),
    ],
)
def test_what_is_owed_and_due_is_read_in_order(filled: Store, ask: Callable[..., Any], expected: int) -> None:
    wanted = WantedPages(9, moment())
    assert len([*ask(filled, wanted)]) == expected
    steps = _plans(filled, lambda: [*ask(filled, wanted)])
    assert steps and not [step for step in steps if _is_scan(step)]
    # Rows without a date, which an older version may have left, are few.
    assert [step for step in steps if "TEMP B-TREE" in step] in ([], ["USE TEMP B-TREE FOR RIGHT PART OF ORDER BY"])


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: ledger.take_over(connection, 9),
        lambda connection: ledger.release(connection, 9),
        lambda connection: listings.channels_read(connection, 9),
        listings.owed,
        listings.unread,
        owed.bad,
        ledger_counts.queued,
        ledger_counts.leased,
        ledger_counts.due,
        ledger_counts.bad_due,
        ledger_counts.next_due,
        ledger_counts.absent_numbers,
        lambda connection: ledger_counts.numbers_in(connection, ("queued", "leased")),
        article_counts.by_channel_and_year,
        article_counts.numbers,
        series_counts.by_paper,
        lambda connection: series_counts.newest(connection, "2030"),
        lambda connection: owed.example(connection, 9, ("failed",)),
        lambda connection: [*crawls.spiders(connection), crawls.last_good(connection, "articles")],
        lambda connection: [crawls.last_of(connection, "articles"), crawls.since(connection, "articles", "2026")],
        captures.files,
        changes.last,
        lambda connection: changes.articles_in(connection, ChangeWindow(5, 9)),
        lambda connection: [*news.between(connection, "2030", "2031")],
        lambda connection: [*selection.records(connection, ArticleFilter(changed=ChangeWindow(5, 9)))],
        lambda connection: captures.of_run(connection, 9),
        lambda connection: captures.of_days(connection, "2026-01-01", "2026-01-02"),
        lambda connection: captures.referred(connection, ("http://a.example", "2026-01-01"), "sha1:A"),
        lambda connection: captures.previous(connection, "http://a.example", 200, "sha1:A"),
    ],
)
def test_no_table_is_read_whole(filled: Store, ask: Callable[[Connection], object]) -> None:
    def run() -> None:
        with filled.transaction() as connection:
            ask(connection)

    steps = _plans(filled, run)
    assert steps and not [step for step in steps if _is_scan(step)]


def test_what_comes_last_is_found_at_the_end_of_an_index(filled: Store) -> None:
    with filled.transaction() as connection:
        assert len(captures.latest_articles(connection, 5)) == 5
        steps = _plans(filled, lambda: captures.latest_articles(connection, 5))
        assert "SCAN captures USING COVERING INDEX ix_captures_taken_at_article" in steps
        steps = _plans(filled, lambda: next(articles.current(connection)))
        assert "SCAN articles USING INDEX ix_articles_latest_number" in steps
        assert len([*articles.current(connection)]) == selection.count(connection, ArticleFilter()) == 700


def test_counts_are_those_of_all_articles(filled: Store) -> None:
    with filled.transaction() as connection:
        assert sum(row.articles for row in article_counts.by_channel_and_year(connection)) == 700
        blocks, dated = article_counts.numbers(connection)
        assert sum(bits.bit_count() for bits in blocks.values()) == 700
        assert sum(numbers.articles for numbers in dated) == 700
        assert [numbers.month for numbers in dated] == sorted(numbers.month for numbers in dated)


_CHANNELS = (None, "shehui", "tiyu")


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: [*headlines.channels(connection)],
        lambda connection: headlines.of_day(connection, "2012-05-31", _CHANNELS),
        lambda connection: headlines.of_channel(connection, "shehui", 40, ("2012-05-31", 9)),
        lambda connection: headlines.of_channel(connection, "shehui", 40, ("", 9)),
        lambda connection: headlines.nearest_day(connection, _CHANNELS, until="2012-05-31"),
        lambda connection: headlines.nearest_day(connection, _CHANNELS, since="2012-05-31"),
        lambda connection: headlines.counts_of_days(connection, _CHANNELS, "2012-05-01", "2012-05-31"),
        lambda connection: headlines.brief(connection, ["portal/1", "portal/2"]),
        lambda connection: facets.of_articles(connection, ["portal/1", "portal/2"]),
        lambda connection: captures.articles_of_run(connection, 9, 100),
        lambda connection: captures.of_articles(connection, ["portal/1"]),
        lambda connection: owed.bad_of_run(connection, 9, 100),
        lambda connection: articles.revisions(connection, "portal/1"),
    ],
)
def test_pages_are_made_of_seeks(filled: Store, ask: Callable[[Connection], object]) -> None:
    def run() -> None:
        with filled.reading() as connection:
            ask(connection)

    steps = _plans(filled, run)
    assert steps and not [step for step in steps if _is_scan(step)]
