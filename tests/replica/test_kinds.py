"""What only some kinds have: a live page's entries, a video's player and poster, a link's target."""

from __future__ import annotations

from typing import Any

from tests.replica.client import fetch
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica


def test_live_pages_print_their_entries_and_the_rest_is_as_without_them() -> None:
    with running_replica(ReplicaOptions(articles=60, seed=3)) as running:
        before = {truth["id"]: truth for truth in running.truth()}
    with running_replica(ReplicaOptions(articles=60, seed=3, live_pages=4)) as running:
        truths, extras = running.truth(), running.extras()
        portal, mobile = running.addresses["PORTAL_URL"], running.addresses["PORTAL_MOBILE_URL"]
        live = [truth for truth in truths if truth["kind"] == "live"]
        assert len(live) == 4 and {before[truth["id"]]["kind"] for truth in live} == {"article"}
        assert [truth["text"] for truth in truths] == [truth["text"] for truth in before.values()]
        for truth in live:
            entries = extras[truth["id"]]["entries"]
            times = [entry["time"] for entry in entries]
            assert len(entries) >= 4 and times == sorted(times, reverse=True)
            for address in (truth["url"], truth["url"].replace(portal, mobile)):
                page = fetch(address).text
                assert all(f"<time>{entry['time']}</time><div>{entry['text']}</div>" in page for entry in entries)
                assert page.index(truth["text"].split("\n\n")[-1]) < page.index(entries[0]["text"])
        assert any("aid:'11'" in fetch(truth["url"]).text for truth in live)


def test_videos_have_a_player_and_a_poster_and_links_a_target(
    replica: RunningReplica, portal: str, truths: list[dict[str, Any]]
) -> None:
    extras = replica.extras()
    videos = [truth for truth in truths if truth["kind"] == "video"]
    links = [truth for truth in truths if truth["kind"] == "link"]
    assert {truth["id"] for truth in (*videos, *links)} == set(extras)
    for truth in videos[:10]:
        page, extra = fetch(truth["url"]).text, extras[truth["id"]]
        assert f'<iframe src="{extra["player"].removeprefix(portal)}"' in page
        assert f'<img class="poster" src="{extra["poster"].removeprefix(portal)}"' in page
        assert fetch(extra["player"]).status == fetch(extra["poster"]).status == 200
    for truth in links:
        assert f'location.href="{extras[truth["id"]]["target"]}"' in fetch(truth["url"]).text
