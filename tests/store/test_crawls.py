"""The table of runs: begun, ended, or killed where the next one finds no end."""

from __future__ import annotations

from zhanjiang.store import Store, crawls


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
