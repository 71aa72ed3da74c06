"""A second run: nothing new is nothing fed; what the newsroom added and edited is; ``export`` is the store's feed."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.end_to_end.conftest import SHARED
from tests.end_to_end.running import Crawled, Item, assert_clean, crawl, differences, export, run_scrapy
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_STORED = "SELECT id, revision, content_hash, fetched_at FROM articles ORDER BY id, revision"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory, sites: dict[str, str]) -> Crawled:
    """The shared replica, crawled once; tests work on copies."""
    crawled = crawl(tmp_path_factory.mktemp("once"), sites)
    assert_clean(crawled)
    return crawled


@pytest.fixture
def first(once: Crawled, tmp_path: Path) -> Crawled:
    """A copy of that crawl in the test's own folder."""
    shutil.copytree(once.folder, tmp_path, dirs_exist_ok=True)
    return replace(once, folder=tmp_path)


def test_a_second_run_feeds_nothing_and_leaves_the_store_as_it_is(
    tmp_path: Path, sites: dict[str, str], first: Crawled
) -> None:
    stored, exported = first.rows(_STORED), _export(tmp_path)
    assert len(stored) == len(first.lines) == SHARED.articles
    second = crawl(tmp_path, sites)
    assert_clean(second)
    assert second.lines == []
    assert second.rows(_STORED) == stored
    assert [_without_addresses(item) for item in _export(tmp_path)] == [_without_addresses(item) for item in exported]


def test_export_is_the_feed(tmp_path: Path, first: Crawled) -> None:
    exported = {item["id"]: item for item in _export(tmp_path)}
    assert exported.keys() == first.feed.keys()
    assert [[*item] for item in exported.values()] == [[*first.feed[id]] for id in exported]
    for id, item in exported.items():
        # Addresses met after an article was fed stand in the store alone.
        assert set(item["addresses"]) >= set(first.feed[id]["addresses"]) != set()
        assert _without_addresses(item) == _without_addresses(first.feed[id])


def test_the_second_generation_feeds_what_is_new_or_edited(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=90, seed=23)
    with running_replica(options) as replica:
        before = _without_hosts(replica)
        assert_clean(crawl(tmp_path, replica.addresses))
    # On other ports: where a site is served from is no edit of its articles.
    with running_replica(replace(options, generation=2)) as replica:
        after = _without_hosts(replica)
        truths = {truth["id"]: truth for truth in replica.truth()}
        again = crawl(tmp_path, replica.addresses, REVISIT="all")
        edited = set(replica.changes()["edited"])
    assert_clean(again)
    new = after.keys() - before.keys()
    assert len(new) > 2 < len(edited)
    fed = {id: (item["revision"], item["revision_cause"]) for id, item in again.feed.items()}
    assert fed == dict.fromkeys(new, (1, None)) | dict.fromkeys(edited, (2, "edited"))
    assert differences(again.feed, [truths[id] for id in fed]) == []
    withdrawn = before.keys() - after.keys()
    assert withdrawn <= {id for (id,) in again.rows("SELECT id FROM articles")}


def test_what_is_known_is_not_asked_for_again_and_what_is_new_is(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=80, seed=41)
    with running_replica(options) as replica:
        port = replica.port
        assert len(crawl(tmp_path, replica.addresses).feed) == 80
        again = crawl(tmp_path, replica.addresses)
        assert_clean(again)
        assert again.lines == []
        assert _answered(again) <= 20
    with running_replica(replace(options, generation=2, port=port, added=12, edited=9, withdrawn=5)) as replica:
        changes = replica.changes()
        grown = crawl(tmp_path, replica.addresses)
        assert_clean(grown)
        assert grown.feed.keys() == set(changes["added"])
        assert _answered(grown) <= 80
        all_again = crawl(tmp_path, replica.addresses, REVISIT="all")
        assert_clean(all_again)
        assert {id: item["revision"] for id, item in all_again.feed.items()} == dict.fromkeys(changes["edited"], 2)
        never = crawl(tmp_path, replica.addresses, REVISIT="never")
        assert never.lines == [] and _answered(never) <= 20
    states = dict(all_again.rows("SELECT article, state FROM ledger WHERE article IS NOT NULL"))
    assert {id for id, state in states.items() if state == "gone"} == set(changes["withdrawn"])
    assert set(changes["withdrawn"]) <= export(tmp_path).keys()  # their texts are kept
    # What changed with the visit alone, counts among it, is no edit.
    assert changes["recounted"] and {states[id] for id in changes["recounted"]} == {"unchanged"}


def test_what_is_due_is_asked_for_again(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=60, seed=43)
    with running_replica(options) as replica:
        assert_clean(crawl(tmp_path, replica.addresses))
        port = replica.port
    with running_replica(replace(options, generation=2, port=port, added=1, edited=6, withdrawn=1)) as replica:
        edited = replica.changes()["edited"]
        _make_due(tmp_path, edited[:3])
        crawled = crawl(tmp_path, replica.addresses)
        assert_clean(crawled)
        assert {id for id, item in crawled.feed.items() if item["revision"] == 2} == set(edited[:3])
        intervals = dict(crawled.rows("SELECT article, interval FROM ledger WHERE article IS NOT NULL"))
    # What was edited is asked for again sooner than it was.
    assert max(intervals[id] for id in edited[:3]) < min(intervals[id] for id in edited[3:])


def test_a_cache_hides_nothing_new(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=40, seed=61)
    cached = {"HTTPCACHE_ENABLED": "True", "HTTPCACHE_DIR": str(tmp_path / "cache")}
    with running_replica(options) as replica:
        port = replica.port
        assert_clean(crawl(tmp_path, replica.addresses, **cached))
    with running_replica(replace(options, generation=2, port=port, added=4, edited=4, withdrawn=0)) as replica:
        changes = replica.changes()
        again = crawl(tmp_path, replica.addresses, REVISIT="all", **cached)
    assert_clean(again)
    assert again.feed.keys() == {*changes["added"], *changes["edited"]}


@pytest.mark.usefixtures("first")
def test_a_clock_that_was_set_back_stops_nothing(tmp_path: Path, sites: dict[str, str]) -> None:
    with closing(sqlite3.connect(tmp_path / "data/zhanjiang.db")) as store, store:
        store.execute("UPDATE ledger SET last_fetched = '2099-01-01T00:00:00Z', due = '2099-02-01T00:00:00Z'")
    again = crawl(tmp_path, sites)
    assert_clean(again)
    assert again.rows("SELECT page FROM ledger WHERE article IS NOT NULL AND last_fetched > '2098'") == []


def test_reprints_name_their_originals(tmp_path: Path, sites: dict[str, str], truths: list[Item]) -> None:
    assert_clean(crawl(tmp_path, sites, TZ="America/New_York"))
    originals = {truth["id"]: truth["duplicate_of"] for truth in truths}
    assert any(originals.values())
    assert {id: item["duplicate_of"] for id, item in export(tmp_path).items()} == originals


def test_ids_fill_gaps_and_go_on_where_they_stopped(tmp_path: Path, sites: dict[str, str], truths: list[Item]) -> None:
    kinds = {int(truth["id"].removeprefix("portal/")): truth["kind"] for truth in truths}
    # Links have a headline in listings alone: without one they are no articles.
    near_links = {n for number, kind in kinds.items() if kind == "link" for n in range(number - 2, number + 3)}
    numbers = [number for number in kinds if number not in near_links][:30]
    ids = "ids=" + ",".join(f"{number - 2}-{number + 2}" for number in numbers)
    assert_clean(crawl(tmp_path, sites, ids, "max_articles=10"))
    second = crawl(tmp_path, sites, ids)
    assert_clean(second)
    asked = {n for number in numbers for n in range(number - 2, number + 3)}
    assert len(second.feed) == len(asked & kinds.keys()) - 10
    third = crawl(tmp_path, sites, ids)
    assert (third.code, third.lines, _answered(third)) == (0, [], 0)
    assert third.rows("SELECT count(*) FROM ledger WHERE state = 'gone'") == [(len(asked - kinds.keys()),)]


def _make_due(folder: Path, ids: list[str]) -> None:
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as store, store:
        rows = [("2020-01-01T00:00:00Z", id) for id in ids]
        store.executemany("UPDATE ledger SET due = ? WHERE article = ?", rows)


def _answered(crawled: Crawled) -> int:
    """Return how many pages were answered with 200."""
    found = re.search(r"'downloader/response_status_count/200': (\d+)", crawled.log)
    return int(found[1]) if found else 0


def _without_hosts(replica: RunningReplica) -> dict[str, str]:
    """Return the truth of each article by ID, as text without the sites' addresses."""
    told = {truth["id"]: json.dumps(truth) for truth in replica.truth()}
    for address in replica.addresses.values():
        told = {id: text.replace(address, "") for id, text in told.items()}
    return told


def _export(folder: Path) -> list[Item]:
    done = run_scrapy(folder, "export", "-o", "exported.jsonl")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in (folder / "exported.jsonl").read_text("utf-8").splitlines()]


def _without_addresses(item: Item) -> Item:
    """Leave out what may be learnt after an article was fed: further addresses, and which article it reprints."""
    return {name: value for name, value in item.items() if name not in ("addresses", "duplicate_of")}
