"""Shares of a run against their limits: a share of few pages says nothing, and neither does what was typed."""

from __future__ import annotations

import pytest

from tests.monitors.judged import add_run, judge
from zhanjiang.addresses.page import PageRef
from zhanjiang.monitors import shares
from zhanjiang.monitors.evidence import Monitor
from zhanjiang.monitors.judging import record
from zhanjiang.store import Store, ledger, monitor_states

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


def _over_runs(store: Store, monitor: Monitor, *runs: dict[str, int]) -> list[str | None]:
    """What stands broken after each of some runs: what was found."""
    now = []
    for stats in runs:
        run = add_run(store)
        said = judge(store, monitor, run, {f"ledger/{name}": number for name, number in stats.items()})
        with store.transaction() as connection:
            record(connection, run, [*said.values()])
            now.append(next((state.finding.now for state in monitor_states.broken(connection)), None))
    return now


def test_a_site_whose_few_pages_are_all_bad_fails_until_pages_are_read(store: Store) -> None:
    closed, open_ = {"quarantined": 8}, {"read": 4}
    refused = {"failed": 8, "newly_bad": 8}  # the run's end says that
    assert _over_runs(store, shares.pages_read, open_, refused, closed, refused, closed, open_) == [
        *(None, None),
        *["0 of 8 pages"] * 3,
        None,
    ]
    assert _over_runs(store, shares.pages_read, {"read": 1, "failed": 9}, {"read": 4, "failed": 9}) == [
        "1 of 10 pages",
        None,
    ]
    assert _over_runs(store, shares.pages_read, {"quarantined": 40}) == [None]  # so many are another monitor's
    assert _over_runs(store, shares.pages_read, closed, {"quarantined": 40}) == ["0 of 8 pages", "0 of 40 pages"]
    typed = add_run(store, arguments={"ids": "7"})
    assert judge(store, shares.pages_read, typed, {"ledger/quarantined": 1}) == {}


def test_articles_that_are_all_bad_where_listings_are_read_fail_until_articles_are_read(store: Store) -> None:
    shells, again = {"read": 4, "quarantined": 6, "newly_bad": 6}, {"read": 4, "quarantined": 6}
    nothing, well = {"read": 4}, {"read": 4, "stored": 2}
    assert _over_runs(store, shares.articles_read, again, shells, again, nothing, well) == [
        None,
        *["0 of 6 pages"] * 3,
        None,
    ]
    one_bad = {"read": 4, "quarantined": 1, "newly_bad": 1}
    assert _over_runs(store, shares.articles_read, one_bad, {**shells, "unchanged": 3}) == [None, None]
