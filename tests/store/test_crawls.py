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


def test_runs_before_one_and_by_number(store: Store) -> None:
    with store.transaction() as connection:
        runs = [crawls.begin(connection, "articles", {}, {}) for _ in range(4)]
        assert [crawl.id for crawl in crawls.before(connection, runs[3], 2)] == [runs[2], runs[1]]
        assert crawls.before(connection, runs[0], 2) == []
        found = crawls.of_number(connection, runs[1])
        assert found and found.id == runs[1]
        assert crawls.of_number(connection, runs[3] + 1) is None
