"""A second run: nothing new is nothing fed; what the newsroom added and edited is; ``export`` is the store's feed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.crawl.conftest import SHARED
from tests.crawl.running import Item, assert_clean, crawl, differences, run_scrapy
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_STORED = "SELECT id, revision, content_hash, fetched_at FROM articles ORDER BY id, revision"


def test_a_second_run_feeds_nothing_and_leaves_the_store_as_it_is(tmp_path: Path, sites: dict[str, str]) -> None:
    first = crawl(tmp_path, sites)
    assert_clean(first)
    stored, exported = first.rows(_STORED), _export(tmp_path)
    assert len(stored) == len(first.lines) == SHARED.articles
    second = crawl(tmp_path, sites)
    assert_clean(second)
    assert second.lines == []
    assert second.rows(_STORED) == stored
    assert [_without_addresses(item) for item in _export(tmp_path)] == [_without_addresses(item) for item in exported]


def test_export_is_the_feed(tmp_path: Path, sites: dict[str, str]) -> None:
    crawled = crawl(tmp_path, sites)
    assert_clean(crawled)
    exported = {item["id"]: item for item in _export(tmp_path)}
    assert exported.keys() == crawled.feed.keys()
    assert [[*item] for item in exported.values()] == [[*crawled.feed[id]] for id in exported]
    for id, item in exported.items():
        # Addresses met after an article was fed stand in the store alone.
        assert set(item["addresses"]) >= set(crawled.feed[id]["addresses"]) != set()
        assert _without_addresses(item) == _without_addresses(crawled.feed[id])


def test_the_second_generation_feeds_what_is_new_or_edited(tmp_path: Path) -> None:
    options = ReplicaOptions(articles=150, seed=23)
    with running_replica(options) as replica:
        before = _without_hosts(replica)
        assert_clean(crawl(tmp_path, replica.addresses))
    # On other ports: where a site is served from is no edit of its articles.
    with running_replica(replace(options, generation=2)) as replica:
        after = _without_hosts(replica)
        truths = {truth["id"]: truth for truth in replica.truth()}
        again = crawl(tmp_path, replica.addresses, REVISIT="all")
    assert_clean(again)
    new = after.keys() - before.keys()
    edited = {id for id in after.keys() & before.keys() if after[id] != before[id]}
    assert len(new) > 2 < len(edited)
    fed = {id: (item["revision"], item["revision_cause"]) for id, item in again.feed.items()}
    assert fed == dict.fromkeys(new, (1, None)) | dict.fromkeys(edited, (2, "edited"))
    assert differences(again.feed, [truths[id] for id in fed]) == []
    withdrawn = before.keys() - after.keys()
    assert withdrawn <= {id for (id,) in again.rows("SELECT id FROM articles")}


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
    return {name: value for name, value in item.items() if name != "addresses"}
