"""What only some kinds have, in a crawl of the replica: in a table and a feed of its own, not in the articles'."""

from __future__ import annotations

import json
from pathlib import Path

from tests.end_to_end.running import assert_clean, crawl
from zhanjiang.replica.launch import ReplicaOptions, running_replica


def test_players_entries_and_targets_are_kept(tmp_path: Path) -> None:
    own = {"own.jsonl": {"format": "jsonlines", "item_classes": ["zhanjiang.items.Particulars"]}}
    with running_replica(ReplicaOptions(articles=120, live_pages=3)) as replica:
        crawled = crawl(tmp_path, replica.addresses, FEEDS=json.dumps(own), COMMENTS_ENABLED="False")
        expected = {article: told for article, told in replica.extras().items() if article in crawled.feed}
    assert_clean(crawled)
    assert {item["kind"] for item in crawled.lines} == {"article", "pictures", "video", "live", "link"}
    assert not {"player", "target"} & crawled.lines[0].keys()
    rows = crawled.rows("SELECT article, player, poster, target, entries FROM particulars")
    kept = {row[0]: dict(zip(("player", "poster", "target"), row[1:4], strict=True)) for row in rows}
    entries = {row[0]: json.loads(row[4]) for row in rows}
    assert kept.keys() == {article for article, told in expected.items() if told}
    for article, told in kept.items():
        found = {name: value for name, value in told.items() if value}
        assert found | ({"entries": entries[article]} if entries[article] else {}) == expected[article]
    lines = [json.loads(line) for line in (tmp_path / "own.jsonl").read_text("utf-8").splitlines()]
    assert {line["article"] for line in lines} == kept.keys()
