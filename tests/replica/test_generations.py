"""The second generation as it is served: new articles ahead, corrected ones changed, withdrawn ones gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.replica.client import fetch
from tests.replica.conftest import SHARED
from zhanjiang.replica.launch import running_replica


def test_pages_and_truth_follow_the_generation(truths: list[dict[str, Any]], portal: str) -> None:
    before = {truth["id"]: truth for truth in truths}
    with running_replica(replace(SHARED, generation=2)) as running:
        base = running.addresses["PORTAL_URL"]
        after = {truth["id"]: truth for truth in running.truth()}
        front = fetch(f"{base}/").text
        gone = [fetch(f"{base}/p/{id.removeprefix('portal/')}.html") for id in before.keys() - after.keys()]
        changed = [id for id in before.keys() & after.keys() if _told(before[id]) != _told(after[id])]
        assert all(after[id]["headline"] in fetch(after[id]["url"]).text for id in changed if after[id]["text"])
    assert len(after.keys() - before.keys()) == 10 and len(changed) == 12 and len(gone) == 5
    assert all(after[id]["headline"] in front for id in after.keys() - before.keys())
    assert all("不存在" in reply.text and reply.status in (200, 404) for reply in gone)


def _told(truth: dict[str, Any]) -> tuple[str, str]:
    return truth["headline"], truth["text"]
