"""The verdict on a store: what monitors recorded, what is seen now, and how the runs ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.monitors.judged import add_run, limits
from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article
from zhanjiang.report.clock import Clock
from zhanjiang.report.health import Health, health
from zhanjiang.report.verdict import COLUMNS, check_line, verdict_lines
from zhanjiang.store import Store, articles, drift, held_back, ledger, monitor_states
from zhanjiang.store.crawls import crawls as table
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.lock import lock_store
from zhanjiang.times import moment, now

_FELL = DriftFinding(
    "headline, text",
    "headline selector 98 %; text selector 97 %",
    "headline label 100 %; text generic 100 %",
    "https://www.example/shizheng/p/2665093.html",
    "save the page, see what each rule makes of it with `scrapy parse-file`, then `scrapy layouts learn`",
)


def _look(store: Store, store_url: str, places: list[Path] | None = None, **changed: float) -> Health:
    with store.reading() as connection:
        return health(connection, store_url, limits(**changed), places or [])


def _names(found: Health) -> list[str]:
    assert (found.verdict == "not well") == bool(found.ailments)
    return [one.name for one in found.ailments]


def test_an_empty_store_is_well(store: Store, store_url: str) -> None:
    found = _look(store, store_url)
    assert (found.verdict, found.running, found.last_good, found.newest) == ("well", [], None, None)
    expected = "well: no run has ended well yet, no dated article of the portal, failures not rising"
    assert check_line(found).startswith(expected)
    add_run(store, spider="reparse", counts={}, exit_code=0)
    assert _look(store, store_url).last_good is None


def test_what_monitors_recorded_stands_with_its_next_step(store: Store, store_url: str) -> None:
    run = add_run(store, counts={}, exit_code=0)
    with store.transaction() as connection:
        monitor_states.fail(connection, run, {"rules (portal)": _FELL})
        drift.save(connection, run, [DriftFinding("text (portal)", "a", "b", None, "c")])
    found = _look(store, store_url)
    assert _names(found) == ["rules (portal)"]
    lines = [*verdict_lines(found, Clock())]
    assert lines[0].startswith("Not well: 1 problem; last good run 0 minutes ago (run ")
    text = "\n".join(lines)
    assert ": headline, text\n" in text and "  before: headline selector 98 %" in text
    assert f"  as at:  {_FELL.example}" in text
    assert "  do:     save the page, see what each rule" in text
    assert max(map(len, lines)) <= COLUMNS
    line = check_line(found)
    assert "\n" not in line and line.startswith("not well: last good run 0 minutes ago (run ")
    assert "drift: rules (portal)" in line and line.endswith(f"rules (portal): {_FELL.sentence}")


def test_drift_of_before_there_were_monitors_stands_too(store: Store, store_url: str) -> None:
    with store.transaction() as connection:
        for subject in ("text (portal)", "byline (portal)", "listing shehui"):
            drift.save(connection, 1, [DriftFinding(subject, "a", "b", None, "c")])
    assert _names(_look(store, store_url)) == ["rules (portal)", "listing shehui"]


def test_runs_are_judged_by_their_ends_each_spiders_last(store: Store, store_url: str) -> None:
    add_run(store, counts={}, exit_code=74)
    add_run(store, counts={}, exit_code=0)
    assert _names(_look(store, store_url)) == []
    add_run(store, spider="newspaper", counts={}, exit_code=69)
    killed = add_run(store, exit_code=None)
    found = _look(store, store_url)
    assert {one.finding.now for one in found.ailments} == {
        f"run {killed} was killed",
        f"run {killed - 1} found no site that lets it in (69)",
    }
    add_run(store, counts={}, exit_code=130)
    assert _names(_look(store, store_url)) == ["run (newspaper)"]


def test_a_run_that_is_dated_in_the_future_is_said_and_is_no_fresh_run(store: Store, store_url: str) -> None:
    run = add_run(store, counts={}, exit_code=0)
    ahead = now() + timedelta(days=365)
    with store.transaction() as connection:
        dated = table.update().where(table.c.id == run)
        connection.execute(dated.values(started_at=moment(ahead), ended_at=moment(ahead)))
    found = _look(store, store_url)
    assert (_names(found), found.last_good) == (["clock (articles)"], None)
    assert found.ailments[0].finding.now.startswith(f"run {run} is dated in the future: {ahead.year}-")
    assert "last good run 0 minutes ago" not in check_line(found)
    after = add_run(store, counts={}, exit_code=0)
    found = _look(store, store_url)
    assert _names(found) == [] and found.last_good and found.last_good.run == after


def test_a_run_that_holds_the_lock_goes_on_and_is_not_killed(store: Store, store_url: str) -> None:
    add_run(store, counts={}, exit_code=0)
    run = add_run(store, exit_code=None)
    if "sqlite" not in store_url:
        return  # there the lock belongs to the connection: tests/report/test_overview.py
    with lock_store(store_url):
        found = _look(store, store_url)
    assert (found.verdict, found.running) == ("well", [run])
    assert f"run {run} goes on" in check_line(found)
    assert _names(_look(store, store_url)) == ["run (articles)"]


def test_an_exit_code_of_65_has_its_reasons(store: Store, store_url: str) -> None:
    before = add_run(store, counts={"ledger/newly_bad": 1}, exit_code=65)
    run = add_run(store, counts={"ledger/newly_bad": 3, "limits/IDS_MAX": 1}, exit_code=65)
    with store.transaction() as connection:
        for number, of_run in ((1, before), (2, run)):
            page = PageRef(f"/p/{number}.html", f"https://www.example/p/{number}.html", "article")
            ledger.add(connection, [page], of_run, "failed")
        held_back.hold(connection, Article(id="portal/7"), run, "many")
    found = _look(store, store_url)
    assert _names(found) == ["pages went wrong (articles)", "IDS_MAX (articles)", "held back"]
    assert found.ailments[0].finding.example == "https://www.example/p/2.html"
    assert found.newly_bad == (3, 1) and "failures rising (3 new, 1 before)" in check_line(found)
    add_run(store, counts={}, exit_code=65)
    assert _names(_look(store, store_url)) == ["cut short (articles)"]


def test_no_good_run_no_news_and_no_room_for_too_long(store: Store, store_url: str, tmp_path: Path) -> None:
    add_run(store, counts={}, exit_code=0)
    old = now() - timedelta(days=5)
    with store.transaction() as connection:
        article = Article(id="portal/7", published_at=moment(old), fetched_at=moment(old), revision=1, content_hash="a")
        articles.save(connection, article)
    found = _look(store, store_url, [tmp_path], good_run_hours=-1, disk_mb=1e12, disk_share=2)
    assert _names(found) == ["disk", "newest article", "last good run"]
    assert found.newest == moment(old) and found.disk_left and "GB left on the disk" in check_line(found)
    assert _names(_look(store, store_url, [tmp_path], newest_hours=200)) == []
