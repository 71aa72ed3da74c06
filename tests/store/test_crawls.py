"""The table of runs: begun, ended, or killed where the next one finds no end."""

from __future__ import annotations

from zhanjiang.store import Store, crawls, layout_counts
from zhanjiang.store.layout_counts import RuleCount
from zhanjiang.times import moment


def test_a_run_is_recorded_from_its_beginning_to_its_exit_code(store: Store) -> None:
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {"full": "1"}, {"Scrapy": "2"})
        crawls.end(connection, run, "finished", 1.23456, {"articles/new": 2})
        crawls.set_exit_code(connection, run, 65)
    with store.reading() as connection:
        [crawl] = crawls.latest(connection, 5)
    assert (crawl.id, crawl.spider, crawl.arguments, crawl.versions) == (
        run,
        "articles",
        {"full": "1"},
        {"Scrapy": "2"},
    )
    assert (crawl.outcome, crawl.seconds, crawl.counts, crawl.exit_code) == ("finished", 1.235, {"articles/new": 2}, 65)
    assert crawl.ended_at is not None
    assert crawl.started_at <= crawl.ended_at


def test_a_run_without_an_end_was_killed(store: Store) -> None:
    with store.transaction() as connection:
        runs = [crawls.begin(connection, "articles", {}, {}) for _ in range(3)]
        assert runs == sorted(set(runs))
        outcomes = [(crawl.id, crawl.outcome) for crawl in crawls.latest(connection, 2)]
    assert outcomes == [(runs[2], None), (runs[1], "killed")]


def _run(store: Store, spider: str, exit_code: int | None = None) -> int:
    with store.transaction() as connection:
        run = crawls.begin(connection, spider, {}, {})
        if exit_code is not None:
            crawls.end(connection, run, "finished", 1, {})
            crawls.set_exit_code(connection, run, exit_code)
    return run


def test_the_runs_of_a_spider(store: Store) -> None:
    with store.reading() as connection:
        assert [*crawls.spiders(connection)] == []
        assert crawls.first_start(connection) is crawls.last_good(connection, "articles") is None
    good, bad, other = _run(store, "articles", 0), _run(store, "articles", 69), _run(store, "newspaper", 0)
    with store.reading() as connection:
        assert [*crawls.spiders(connection)] == ["articles", "newspaper"]
        last, last_good = crawls.last_of(connection, "articles"), crawls.last_good(connection, "articles")
        before = crawls.last_of(connection, "articles", before=bad)
        assert last and last_good and before
        assert (last.id, last_good.id, before.id) == (bad, good, good)
        assert crawls.last_of(connection, "articles", before=good) is None
        assert [run.id for run in crawls.since(connection, "articles", "2020")] == [bad, good]
        assert crawls.since(connection, "articles", "2999") == []
        assert {run.id for run in crawls.of_numbers(connection, {good, other, 99})} == {good, other}
        assert crawls.first_start(connection) is not None


def test_runs_before_one_and_by_number(store: Store) -> None:
    with store.transaction() as connection:
        runs = [crawls.begin(connection, "articles", {}, {}) for _ in range(4)]
        assert [crawl.id for crawl in crawls.before(connection, runs[3], 2)] == [runs[2], runs[1]]
        assert crawls.before(connection, runs[0], 2) == []
        found = crawls.of_number(connection, runs[1])
        assert found and found.id == runs[1]
        assert crawls.of_number(connection, runs[3] + 1) is None


def test_runs_in_which_something_was_broken_are_passed_over(store: Store) -> None:
    runs = [
        _run(store, "articles", 0),
        _run(store, "articles", 65),
        _run(store, "articles"),
        _run(store, "articles", 0),
    ]
    count = RuleCount("stock", "2024", "article", "read", 7, None)
    with store.transaction() as connection:
        for run in runs:
            layout_counts.save(connection, run, [count])
        crawls.set_apart(connection, "portal", runs[1], runs[3])
        crawls.set_apart(connection, "articles found (articles)", runs[0], runs[1])
        crawls.set_apart(connection, "listings", runs[3], runs[3])
    with store.reading() as connection:
        sound = {
            group: [*layout_counts.of_runs(connection, before=runs[3] + 1, runs=5, without=crawls.mark_of(group))]
            for group in ("portal", "articles found (articles)", "listings")
        }
        noted = [run.counts for run in crawls.of_numbers(connection, runs)]
    # The third was killed, and has no counts that could be noted.
    assert sound["portal"] == [runs[3], runs[2], runs[0]]
    assert sound["articles found (articles)"] == runs[:0:-1] and sound["listings"] == runs[::-1]
    assert noted == [{"broken/articles found (articles)": 1}, {"broken/portal": 1}, None, {}]


def test_a_good_run_that_ended_later_than_a_moment_is_passed_over(store: Store) -> None:
    runs = [_run(store, "articles", 0) for _ in range(2)]
    with store.transaction() as connection:
        ahead = crawls.crawls.update().where(crawls.crawls.c.id == runs[1])
        connection.execute(ahead.values(ended_at="2999-01-01T00:00:00Z"))
        found = [crawls.last_good(connection, "articles", until) for until in (None, moment(), "2001")]
    assert [run.id if run else None for run in found] == [runs[1], runs[0], None]
