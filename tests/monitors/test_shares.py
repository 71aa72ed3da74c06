"""Shares of a run against their limits: a share of few pages says nothing, and neither does what was typed."""

from __future__ import annotations

import pytest

from tests.monitors.judged import add_run, judge
from zhanjiang.addresses.page import PageRef
from zhanjiang.monitors import shares
from zhanjiang.store import Store, ledger

_NO_LIMIT = dict.fromkeys(("failed_share", "quarantined_share", "challenged_share"), 1.0)


@pytest.mark.parametrize(
    ("monitor", "stats", "now"),
    [
        (shares.failed_pages, {"ledger/stored": 80, "ledger/failed": 15, "ledger/incomplete": 5}, "20 of 100 (20 %)"),
        (shares.quarantined_pages, {"ledger/unchanged": 90, "ledger/quarantined": 10}, "10 of 100 (10 %)"),
        (
            shares.challenges,
            {"downloader/response_count": 100, "downloader/response_status_count/429": 40},
            "40 of 100 (40 %)",
        ),
    ],
)
def test_a_share_over_its_limit_fails_and_under_it_is_well(
    store: Store, monitor: shares.ShareMonitor, stats: dict[str, int], now: str
) -> None:
    run = add_run(store)
    [failed] = judge(store, monitor, run, stats).values()
    assert failed.finding and (failed.finding.now, failed.name) == (now, f"{monitor.name} (articles)")
    [well] = judge(store, monitor, run, stats, **_NO_LIMIT).values()
    few = {name: number // 10 for name, number in stats.items()}
    assert judge(store, monitor, run, few) == {}
    typed = add_run(store, arguments={"ids": "1-100"})
    assert judge(store, monitor, typed, stats) == {}
    assert (well.name, well.finding) == (failed.name, None)


def test_the_example_is_a_page_of_this_run(store: Store) -> None:
    before, run = add_run(store), add_run(store)
    with store.transaction() as connection:
        for number, of_run in ((1, before), (2, run)):
            page = PageRef(f"/p/{number}.html", f"https://www.example/p/{number}.html", "article")
            ledger.add(connection, [page], of_run, "failed")
    [failed] = judge(store, shares.failed_pages, run, {"ledger/failed": 30}).values()
    assert failed.finding and failed.finding.example == "https://www.example/p/2.html"


def test_a_lost_request_fails_a_run_that_finished(store: Store) -> None:
    run = add_run(store)
    [lost] = judge(store, shares.outcomes_missing, run, {"ledger/lost": 2}).values()
    assert lost.finding and lost.finding.now == "2 pages without an outcome"
    [well] = judge(store, shares.outcomes_missing, run).values()
    assert well.finding is None
    assert judge(store, shares.outcomes_missing, run, {"ledger/lost": 2}, reason="shutdown") == {}


def test_many_guesses_of_repair_fail(store: Store) -> None:
    run = add_run(store)
    [many] = judge(store, shares.repair_guesses, run, {"repair/articles": 20, "repair/guesses": 500}).values()
    assert many.finding and many.finding.now == "25.0 of an article"
    [few] = judge(store, shares.repair_guesses, run, {"repair/articles": 20, "repair/guesses": 50}).values()
    assert few.finding is None
    assert judge(store, shares.repair_guesses, run, {"repair/articles": 19, "repair/guesses": 500}) == {}
