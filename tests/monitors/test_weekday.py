"""Articles found on a day against those of the same weekday, however often a day is crawled."""

from __future__ import annotations

from datetime import datetime, timedelta

from tests.monitors.judged import add_run, judge
from zhanjiang.monitors.evidence import Judgement
from zhanjiang.monitors.judging import record
from zhanjiang.monitors.weekday import articles_found
from zhanjiang.store import Store, monitor_states
from zhanjiang.times import PORTAL_TIME

_TODAY = datetime(2026, 11, 25, 5, 15, tzinfo=PORTAL_TIME)
_NAME = "articles found (articles)"


def _weeks_ago(store: Store, week: int, found: int, hour: float = 5.25, **more: object) -> int:
    started = _TODAY.replace(hour=0, minute=0) - timedelta(weeks=week) + timedelta(hours=hour)
    return add_run(store, counts={"articles/new": found}, started=started, **more)  # type: ignore[arg-type]


def _today(store: Store, found: int, reason: str = "finished", **more: object) -> Judgement | None:
    """Judge a run of today, which counts nothing for those after it."""
    run = add_run(store, started=_TODAY, counts={}, **more)  # type: ignore[arg-type]
    return judge(store, articles_found, run, {"articles/new": found}, reason=reason).get(_NAME)


def test_far_fewer_than_on_this_weekday_fail(store: Store) -> None:
    for week, found in ((4, 50), (3, 40), (2, 44), (1, 38)):
        _weeks_ago(store, week, found)
        _weeks_ago(store, week, 3, hour=29.25)  # the day after is no such weekday
    failed = _today(store, 5)
    assert failed and failed.finding
    assert (failed.finding.before, failed.finding.now) == ("40 new articles by this hour of the weekday", "5 today")
    well = _today(store, 20)
    assert well and well.finding is None


def test_the_runs_of_a_day_count_together_up_to_its_hour(store: Store) -> None:
    for week in (1, 2):
        for hour in (1, 3, 5, 9, 18):
            _weeks_ago(store, week, 10, hour)
    _weeks_ago(store, 0, 8, 1)
    well = _today(store, 2)
    assert well and well.finding is None
    _weeks_ago(store, 3, 400)  # a backfill changes nothing of what is usual
    few = _today(store, 2, arguments={"since": "2026-11-24"})
    assert few and few.finding is None


def test_too_little_to_compare_with_says_nothing(store: Store) -> None:
    assert _today(store, 0) is None  # the first run
    _weeks_ago(store, 1, 300)
    assert _today(store, 0) is None
    _weeks_ago(store, 2, 9)
    assert _today(store, 0) is None  # on such a day there may be none
    _weeks_ago(store, 2, 300)
    for arguments in ({"ids": "7"}, {"urls": "http://a.example"}, {"max_articles": "3"}, {"channels": "tiyu"}):
        assert _today(store, 0, arguments=arguments) is None
    assert _today(store, 0, reason="shutdown") is None
    assert _today(store, 0, arguments={"until": "2015-01-02"}) is None
    failed = _today(store, 0)
    assert failed and failed.finding


def test_a_killed_run_of_the_day_may_have_found_them(store: Store) -> None:
    for week in (1, 2):
        _weeks_ago(store, week, 40)
    add_run(store, started=_TODAY - timedelta(hours=1), exit_code=None)
    assert _today(store, 2) is None


def test_days_since_it_broke_are_not_usual(store: Store) -> None:
    for week in (4, 3):
        _weeks_ago(store, week, 40)
    with store.transaction() as connection:
        broke = _weeks_ago(store, 2, 0)
        failed = _today(store, 0)
        assert failed and failed.finding
        monitor_states.fail(connection, broke, {_NAME: failed.finding})
    _weeks_ago(store, 1, 0)
    still = _today(store, 0)
    assert still and still.finding
    with store.transaction() as connection:
        record(connection, add_run(store), [Judgement(_NAME, None)])
    again = _today(store, 0)  # mended meanwhile, it is measured by the days before it broke
    assert again and again.finding and again.finding.before.startswith("40 ")
