"""A fleet as it stands: workers with what they hold, the queue, the pace of hosts; in both databases."""

from __future__ import annotations

import pytest

from tests.redis_server import running_redis
from zhanjiang.addresses.page import PageRef
from zhanjiang.fleet.link import RedisLink
from zhanjiang.fleet.pace import FleetPace, Limits
from zhanjiang.report.clock import Clock
from zhanjiang.report.workers import fleet_of, print_fleet
from zhanjiang.store import Store, leases, workers


def _page(number: int) -> PageRef:
    return PageRef(f"/p/{number}.html", f"https://portal.example/p/{number}.html", "article", f"portal/{number}")


def test_a_store_without_workers_says_so(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    with store.reading() as connection:
        fleet = fleet_of(connection, None, "zhanjiang")
    assert (fleet.number, fleet.workers, fleet.queue, fleet.hosts) == (None, [], [], [])
    print_fleet(fleet, Clock())
    assert capsys.readouterr().out.splitlines() == [
        "Alive: 0 workers",
        "Waiting: 0 pages",
        "REDIS_URL is not set: give it to see the pace of each host",
    ]


def test_workers_queue_and_hosts_are_reported(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"process": "machine:7", "response_received_count": 12, "articles/new": 9}
    with store.transaction() as connection:
        (run, number), _ = (workers.join(connection, "articles", {}, {}, 60) for _ in range(2))
        workers.beat(connection, run, 60, counts)
        leases.announce(connection, [(_page(n), {"priority": 1}) for n in range(5)], run, number)
        leases.take(connection, [_page(0).page, _page(1).page], run, number)
    with running_redis() as server:
        pace = FleetPace(RedisLink(server.url, "zhanjiang", 0), Limits(2, 2, 2))
        pace.take("portal.example")
        pace.adapt("portal.example", 2, is_page=True)
        pace.link.close()
        with store.reading() as connection:
            fleet = fleet_of(connection, server.url, "zhanjiang")
    assert [(one.process, one.pages, one.new, one.leased) for one in fleet.workers] == [
        ("machine:7", 12, 9, 2),
        ("unknown", 0, 0, 0),
    ]
    assert [(one.kind, one.pages) for one in fleet.queue] == [("article", 3)]
    assert [(one.host, one.pause, one.last_minute) for one in fleet.hosts] == [("portal.example", 2, 1)]
    print_fleet(fleet, Clock())
    printed = capsys.readouterr().out
    assert f"Alive: 2 workers of the fleet {number}" in printed and "Waiting: 3 pages" in printed
    assert Clock().show(fleet.workers[0].started_at) in printed and "0 minutes" in printed
    with store.reading() as connection:
        gone = fleet_of(connection, server.url, "zhanjiang")
    assert gone.hosts == [] and "does not answer" in (gone.hosts_unknown or "")
