"""The ledger: what was found is owed until a run records its outcome, and stored pages come due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest

from zhanjiang.addresses.page import PageRef
from zhanjiang.store import Store, ledger, ledger_counts, owed
from zhanjiang.store.ledger import LedgerRow
from zhanjiang.store.owed import WantedPages
from zhanjiang.times import moment

_LATER = "2999-01-01T00:00:00Z"


def _page(number: int, channel: str | None = None, day: str | None = None) -> PageRef:
    name = f"/p/{number}.html"
    return PageRef(name, f"https://www.example{name}", "article", f"portal/{number}", channel, None, day)


def _names(rows: Iterable[LedgerRow]) -> list[str]:
    return [row.page.page for row in rows]


def test_a_known_page_stays_as_it_was_found(store: Store) -> None:
    with store.transaction() as connection:
        ledger.add(connection, [_page(1, "shizheng")], 1, "queued")
        ledger.add(connection, [_page(1, "tiyu"), _page(2)], 2, "queued")
        rows = ledger.rows_of(connection, ["/p/1.html", "/p/2.html", "/p/3.html"])
    known = {name: (row.page.channel, row.found_in) for name, row in rows.items()}
    assert known == {"/p/1.html": ("shizheng", 1), "/p/2.html": (None, 2)}


def test_what_a_dead_run_leased_is_owed(store: Store) -> None:
    with store.transaction() as connection:
        ledger.add(connection, [_page(1)], 1, "leased")
        ledger.add(connection, [_page(2)], 2, "leased")
        assert ledger.take_over(connection, 2) == 1
    assert _names(owed.owed(store, WantedPages(3, moment()))) == ["/p/1.html"]
    with store.transaction() as connection:
        assert ledger.release(connection, 2) == 1
    assert _names(owed.owed(store, WantedPages(3, moment()))) == ["/p/1.html", "/p/2.html"]


def test_owed_pages_are_narrowed_by_channel_and_day(store: Store) -> None:
    pages = [_page(1, "tiyu", "2022-05-01"), _page(2, "tiyu", "2022-05-09"), _page(3, "tiyu"), _page(4, "shizheng")]
    with store.transaction() as connection:
        ledger.add(connection, pages, 1, "queued")
    wanted = WantedPages(2, moment(), channels=["tiyu"], since="2022-05-02")
    assert _names(owed.owed(store, wanted)) == ["/p/2.html", "/p/3.html"]


@pytest.mark.parametrize(("due", "expected"), [("2022-01-01T00:00:00Z", 1), (_LATER, 0)])
def test_stored_pages_come_due(store: Store, due: str, expected: int) -> None:
    values = {"state": "stored", "due": due, "last_fetched": "2022-01-01T00:00:00Z", "interval": 3600}
    with store.transaction() as connection:
        ledger.add(connection, [_page(1)], 1, "leased")
        ledger.write(connection, "/p/1.html", values)
        assert ledger_counts.due(connection) == expected
        assert ledger_counts.next_due(connection) == (None if expected else _LATER)
        assert ledger_counts.queued(connection) == {}
    wanted = WantedPages(2, moment())
    assert len(_names(owed.due(store, wanted))) == expected
    assert _names(owed.due(store, wanted, everything=True)) == ["/p/1.html"]


def test_what_rests_for_good_is_no_next_page(store: Store) -> None:
    values = {"state": "stored", "due": _LATER, "interval": ledger.seconds(ledger.FINAL)}
    with store.transaction() as connection:
        ledger.add(connection, [_page(1)], 1, "leased")
        ledger.write(connection, "/p/1.html", values)
        assert ledger_counts.next_due(connection) is None
    assert ledger.seconds(timedelta(hours=1)) == 3600


def test_the_pages_that_are_bad_since_a_run(store: Store) -> None:
    with store.transaction() as connection:
        for number, state in enumerate(("failed", "quarantined", "queued", "stored", "failed")):
            page = PageRef(f"/p/{number}.html", f"http://a.example/p/{number}.html", "article", f"portal/{number}")
            ledger.add(connection, [page], 7, "leased")
            ledger.write(connection, page.page, {"state": state, "reason": "r"})
        found = owed.bad_of_run(connection, 7, 9)
        assert [(row.page.page, row.state) for row in found] == [
            ("/p/0.html", "failed"),
            ("/p/4.html", "failed"),
            ("/p/1.html", "quarantined"),
        ]
        assert len(owed.bad_of_run(connection, 7, 2)) == 2 and owed.bad_of_run(connection, 8, 9) == []
