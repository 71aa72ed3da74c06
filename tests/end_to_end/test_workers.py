"""Many workers on one store: they share the work, whoever dies, whatever Redis loses, and ask no faster than one."""

from __future__ import annotations

import os
import pickle
import threading
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from redis import Redis
from sqlalchemy import Engine, create_engine, text

from tests.end_to_end.listing_site import articles, document, rows
from tests.end_to_end.running import UNHURRIED, clean_environment
from tests.forked import Forked, start_forked
from tests.loopback import Answer, serving
from tests.redis_server import RedisServer, running_redis
from tests.store.conftest import postgresql_store_url, postgresql_url
from zhanjiang.replica.launch import ReplicaOptions, running_replica

__all__ = ["postgresql_store_url", "postgresql_url"]

_SECONDS = 120


class _Bomb:
    """What a pickle can do to whoever reads it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.path}",)


class Fleet:
    """Workers that are started in folders of their own, and what the store says of them."""

    def __init__(self, folder: Path, store_url: str, redis: RedisServer, sites: Mapping[str, str]) -> None:
        """Take where they work."""
        self.folder = folder
        self.store_url = store_url
        self.redis = redis
        self.engine: Engine = create_engine(store_url)
        self.started: list[Forked] = []
        self.given = {
            **UNHURRIED,
            **sites,
            "CONCURRENT_REQUESTS_PER_DOMAIN": "2",
            "STORE_URL": store_url,
            "ARCHIVE_DIR": str(folder / "archive"),
            "COMMENTS_ENABLED": "False",
            "WORKER_HEARTBEAT": "0.5",
            "WORKER_PATIENCE": "1",
        }

    def start(self, spider: str = "articles", *arguments: str, **settings: str) -> Forked:
        """Start a worker, or with ``REDIS_URL`` empty a run that is alone."""
        given = {**self.given, "REDIS_URL": self.redis.url, **settings}
        options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        options += [part for argument in arguments for part in ("-a", argument)]
        with self.log(len(self.started)).open("wb") as log:
            command = ["scrapy", "crawl", spider, *options]
            process = start_forked(self.folder, command, clean_environment(), log, log)
        self.started.append(process)
        return process

    def log(self, number: int) -> Path:
        """The log of the worker that was started as this one, counted from 0."""
        return self.folder / f"{number}.log"

    def logs(self) -> str:
        """What all have logged."""
        return "\n".join(self.log(number).read_text("utf-8") for number in range(len(self.started)))

    def rows(self, query: str) -> list[Any]:
        """Ask the store; nothing where it has no tables yet."""
        with self.engine.connect() as connection:
            if connection.execute(text("SELECT to_regclass('alembic_version')")).scalar() is None:
                return []
            return [tuple(row) for row in connection.execute(text(query))]

    def wait(self, query: str, until: Callable[[list[Any]], bool]) -> None:
        """Wait until the answer of a query is as it should be."""
        end = monotonic() + _SECONDS
        while not until(self.rows(query)):
            assert monotonic() < end and any(worker.poll() is None for worker in self.started), self.logs()
            sleep(0.1)

    def stop(self) -> None:
        """Kill what is left."""
        for process in self.started:
            process.kill()
            process.wait()
        self.engine.dispose()


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    """Run a Redis server."""
    with running_redis() as server:
        yield server


Begin = Callable[[Mapping[str, str]], Fleet]


@pytest.fixture
def begin(tmp_path: Path, postgresql_store_url: str, redis: RedisServer) -> Iterator[Begin]:
    """Give what makes a fleet that works on sites, given by setting."""
    fleets: list[Fleet] = []

    def make(sites: Mapping[str, str]) -> Fleet:
        """Make one."""
        with redis.client as client:
            client.flushall()
        fleets.append(Fleet(tmp_path, postgresql_store_url, redis, sites))
        return fleets[-1]

    yield make
    for fleet in fleets:
        fleet.stop()


def _portal(number: int) -> dict[str, Answer]:
    return {
        "/robots.txt": b"",
        "/": document(""),
        "/shizheng/": document(rows(range(1, number + 1))),
        **articles(range(1, number + 1)),
    }


def _throw_into_the_queue(client: Redis, thrown: bytes) -> None:
    client.zadd("zhanjiang:queue", {thrown: -1000})


@pytest.mark.parametrize("number", [120, pytest.param(800, marks=pytest.mark.soak)])
def test_whoever_dies_and_whatever_redis_loses_every_article_is_stored_once(
    tmp_path: Path, begin: Begin, number: int
) -> None:
    gate = threading.Event()

    def wait_for_all(path: str, _headers: Mapping[str, str]) -> None:
        """Answer slowly, and no article before all workers are there."""
        if path.startswith("/p/"):
            gate.wait(_SECONDS)
            sleep(0.15)

    asked: list[str] = []
    with serving(_portal(number), asked, wait_for_all) as portal:
        fleet = begin({"PORTAL_URL": portal})
        workers = [fleet.start() for _ in range(4)]
        fleet.wait("SELECT owner FROM ledger WHERE owner IS NOT NULL GROUP BY owner", lambda owners: len(owners) == 4)
        assert fleet.start(REDIS_URL="").wait(_SECONDS) == 75, "a run that is no worker waits for all of them"
        gate.set()
        fleet.wait("SELECT count(*) FROM articles", lambda found: found[0][0] >= number // 6)
        for killed in workers[:2]:
            killed.kill()
        with fleet.redis.client as client:
            client.flushall()
            _throw_into_the_queue(client, pickle.dumps(_Bomb(tmp_path / "exploded")))
        fleet.wait("SELECT count(*) FROM articles", lambda found: found[0][0] >= number // 2)
        fleet.rows(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE pid <> pg_backend_pid() AND datname = current_database() AND state = 'idle'"
        )
        assert [worker.wait(_SECONDS) for worker in workers[2:]] == [0, 0], fleet.logs()
        assert fleet.start().wait(_SECONDS) == 0, fleet.logs()
    assert fleet.rows("SELECT count(*), count(DISTINCT id), max(revision) FROM articles") == [(number, number, 1)]
    # Unchanged is what was stored just before a connection was lost, and read again.
    done = fleet.rows("SELECT count(*) FROM ledger WHERE kind = 'article' AND state IN ('stored', 'unchanged')")
    assert done == [(number,)]
    assert fleet.rows("SELECT page FROM ledger WHERE state IN ('leased', 'queued') OR owner IS NOT NULL") == []
    shared = fleet.rows("SELECT (counts ->> 'articles/new')::int FROM crawls WHERE outcome = 'finished' AND fleet = 1")
    assert len(shared) == 2 and all(number > 10 for (number,) in shared)
    assert fleet.rows("SELECT outcome, count(*) FROM crawls GROUP BY outcome ORDER BY outcome") == [
        ("finished", 3),
        ("killed", 2),
    ]
    assert asked.count("/robots.txt") == 2, "robots.txt is fetched once by each fleet"
    assert "is not ours" in fleet.logs() and not (tmp_path / "exploded").exists()
    assert "Traceback" not in fleet.logs()


def test_redis_that_is_gone_ends_the_worker_and_the_next_run_goes_on(begin: Begin) -> None:
    with serving(_portal(30), guard=lambda path, _headers: sleep(0.1) if path.startswith("/p/") else None) as portal:
        fleet = begin({"PORTAL_URL": portal})
        worker = fleet.start()
        fleet.wait("SELECT count(*) FROM articles", lambda found: bool(found) and found[0][0] >= 5)
        fleet.redis.stop()
        assert worker.wait(_SECONDS) == 69, fleet.logs()
        assert "Redis is gone" in fleet.logs()
        assert fleet.rows("SELECT page FROM ledger WHERE state = 'leased'") == []
        assert 5 <= fleet.rows("SELECT count(*) FROM articles")[0][0] < 30
        assert fleet.start().wait(_SECONDS) == 69, "nor does a worker begin without it"
        fleet.redis.start()
        assert fleet.start(REDIS_URL="").wait(_SECONDS) == 0, fleet.logs()
    assert fleet.rows("SELECT count(*), count(DISTINCT id) FROM articles") == [(30, 30)]


def test_workers_together_ask_a_host_no_faster_than_one_may_and_all_pause_when_it_asks_one(begin: Begin) -> None:
    moments: list[float] = []
    refused = threading.Event()

    def refuse_once(path: str, _headers: Mapping[str, str]) -> Answer | None:
        """Note when a request came, and ask once for a pause, of whichever worker it is."""
        moments.append(monotonic())
        if not path.startswith("/p/") or refused.is_set():
            return None
        refused.set()
        return 429, {"Retry-After": "4"}, b""

    with serving(_portal(20), guard=refuse_once) as portal:
        fleet = begin({"PORTAL_URL": portal})
        workers = [fleet.start(DOWNLOAD_DELAY="0.3") for _ in range(2)]
        assert [worker.wait(_SECONDS) for worker in workers] == [0, 0], fleet.logs()
    assert fleet.rows("SELECT count(*) FROM articles") == [(20,)]
    pause = max(after - before for before, after in pairwise(moments))
    assert pause > 2, "one worker alone goes on every 0.3 s"
    # One may come late and the next in time: so many requests together take at least so long.
    assert moments[-1] - moments[0] - pause >= 0.3 * (len(moments) - 3)


@pytest.mark.soak
def test_four_workers_share_two_thousand_articles_of_a_replica(begin: Begin) -> None:
    with running_replica(ReplicaOptions(articles=2000, latency=0.03)) as replica:
        fleet = begin({name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"})
        workers = [fleet.start() for _ in range(4)]
        assert [worker.wait(1200) for worker in workers] == [0] * 4, fleet.logs()
        truths = {truth["id"] for truth in replica.truth()}
    assert {id for (id,) in fleet.rows("SELECT id FROM articles WHERE id LIKE 'portal/%'")} >= truths
    assert fleet.rows("SELECT max(revision) FROM articles") == [(1,)]
    assert all(number > 200 for (number,) in fleet.rows("SELECT (counts ->> 'articles/new')::int FROM crawls"))


@pytest.mark.parametrize("spider", ["newspaper", "frontpage"])
def test_two_runs_of_a_spider_that_cannot_share_its_work_are_refused_before_they_begin(
    begin: Begin, spider: str
) -> None:
    fleet = begin({})
    assert [fleet.start(spider).wait(_SECONDS) for _ in range(2)] == [2, 2], fleet.logs()
    line = f"scrapy crawl: the spider {spider} is one process's, and shares its work with no worker"
    assert fleet.logs().count(line) == 2
    assert fleet.rows("SELECT id FROM crawls") == []


def test_a_worker_that_would_crawl_something_else_is_told_to_wait(begin: Begin) -> None:
    gate = threading.Event()
    with serving(_portal(3), guard=lambda path, _headers: gate.wait(_SECONDS) and None) as portal:
        fleet = begin({"PORTAL_URL": portal})
        worker = fleet.start()
        fleet.wait("SELECT id FROM crawls", bool)
        assert fleet.start("articles", "full=1").wait(_SECONDS) == 75, fleet.logs()
        assert "workers are alive that run `articles`: give the same, or wait for them to end" in fleet.logs()
        gate.set()
        assert worker.wait(_SECONDS) == 0, fleet.logs()
    assert fleet.rows("SELECT count(*) FROM articles") == [(3,)]


def test_max_articles_bounds_the_whole_fleet_and_the_next_run_goes_on(begin: Begin) -> None:
    with serving(_portal(40), guard=lambda path, _headers: sleep(0.1) if path.startswith("/p/") else None) as portal:
        fleet = begin({"PORTAL_URL": portal})
        workers = [fleet.start("articles", "max_articles=12") for _ in range(3)]
        assert [worker.wait(_SECONDS) for worker in workers] == [0, 0, 0], fleet.logs()
        assert fleet.rows("SELECT count(*), count(DISTINCT id) FROM articles") == [(12, 12)]
        assert fleet.rows("SELECT page FROM ledger WHERE state = 'leased' OR owner IS NOT NULL") == []
        with fleet.redis.client as client:
            assert client.keys("zhanjiang:taken:*") == [] and client.exists("zhanjiang:queue") == 0
        assert fleet.start().wait(_SECONDS) == 0, fleet.logs()
    assert fleet.rows("SELECT count(*), count(DISTINCT id), max(revision) FROM articles") == [(40, 40, 1)]
