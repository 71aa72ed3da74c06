"""With statistics, what a run asks for each page is still found by indexes alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection

from benchmarks.many_articles import fill
from tests.store.test_plans import _is_scan, _plans
from zhanjiang.store import Store, article_counts, captures, ledger, ledger_counts, listings, open_store, owed, tuning
from zhanjiang.store.owed import WantedPages
from zhanjiang.times import moment


@pytest.fixture(scope="module")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of some articles whose statistics SQLite has made."""
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('analysed')}/store.db")
    fill(store, 700, "https://www.example")
    calls: list[int] = []
    tuning.analyse(store, calls.append)
    yield store
    store.close()


@pytest.mark.parametrize(
    "ask",
    [
        lambda connection: ledger.take_over(connection, 9),
        lambda connection: ledger.release(connection, 9),
        lambda connection: listings.channels_read(connection, 9),
        owed.bad,
        ledger_counts.queued,
        ledger_counts.due,
        article_counts.by_channel_and_year,
        captures.files,
        lambda connection: captures.holds_page(connection, "/p/1.html"),
        lambda connection: captures.previous(connection, "http://a.example", 200, "sha1:A"),
        lambda connection: captures.by_article(connection, ["portal/1"]),
    ],
)
def test_no_table_is_read_whole(analysed: Store, ask: Callable[[Connection], object]) -> None:
    def run() -> None:
        with analysed.transaction() as connection:
            ask(connection)

    steps = _plans(analysed, run)
    assert steps and not [step for step in steps if _is_scan(step)]


def test_what_is_due_is_read_in_order(analysed: Store) -> None:
    steps = _plans(analysed, lambda: [*owed.due(analysed, WantedPages(9, moment()))])
    assert steps and not [step for step in steps if _is_scan(step)]
