"""The second generation: new articles ahead, corrected ones changed, withdrawn ones gone, comments more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.replica.client import fetch
from tests.replica.conftest import SHARED
from zhanjiang.replica.content import Content, write_content
from zhanjiang.replica.generations import GenerationError, Wanted
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

ARTICLES = 300
WANTED = Wanted(added=12, edited=9, withdrawn=5)
_COUNTS = ("comment_participants", "comment_count")


@pytest.fixture(scope="module")
def first() -> Content:
    return write_content(ARTICLES, 1, 1)


@pytest.fixture(scope="module")
def second_replica() -> Iterator[RunningReplica]:
    """The second generation of the replica that all tests share."""
    with running_replica(replace(SHARED, generation=2)) as running:
        yield running


def _assert_changes(first: Content, second: Content) -> None:
    """Assert that the changes are exactly what differs between the two, each of its own sort."""
    changes = second.changes
    assert set(changes.added) == second.stories.keys() - first.stories.keys()
    assert not changes.added or min(changes.added) > max(first.stories)
    assert changes.withdrawn.keys() == first.stories.keys() - second.stories.keys()
    kept = first.stories.keys() & second.stories.keys()
    assert {*changes.edited, *changes.recounted} == {n for n in kept if first.stories[n] != second.stories[n]}
    assert not set(changes.edited) & set(changes.recounted)


def test_a_second_generation_adds_edits_withdraws_and_recounts(first: Content) -> None:
    second = write_content(ARTICLES, 1, 2)
    _assert_changes(first, second)
    changes = second.changes
    counted = [len(numbers) for numbers in (changes.added, changes.edited, changes.withdrawn, changes.recounted)]
    assert counted == [12, 15, 6, 15]
    assert write_content(ARTICLES, 1, 2) == second
    assert not any((first.changes.added, first.changes.edited, first.changes.withdrawn, first.changes.recounted))


@pytest.mark.parametrize("wanted", [WANTED, Wanted(0, 0, 0), Wanted(added=200), Wanted(edited=100, withdrawn=60)])
def test_as_many_as_wanted(first: Content, wanted: Wanted) -> None:
    second = write_content(ARTICLES, 1, 2, wanted)
    _assert_changes(first, second)
    changes = second.changes
    usual = Wanted(12, 15, 6)
    for name in ("added", "edited", "withdrawn"):
        asked = getattr(wanted, name)
        assert len(getattr(changes, name)) == (getattr(usual, name) if asked is None else asked)


def test_more_than_there_are_is_reported() -> None:
    with pytest.raises(GenerationError, match="give more --articles or a smaller --edited"):
        write_content(20, 1, 2, Wanted(edited=21))
    command = [sys.executable, "-m", "zhanjiang.replica", "--articles", "20", "--generation", "2", "--withdrawn", "50"]
    ended = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.count("\n") == 1 and "a smaller --withdrawn" in ended.stderr


@pytest.mark.parametrize("articles", [1, 2, 5])
def test_a_small_replica_changes_what_it_can(articles: int) -> None:
    _assert_changes(write_content(articles, 3, 1), write_content(articles, 3, 2))


def test_an_edit_changes_headline_or_text_and_is_dated(first: Content) -> None:
    second = write_content(ARTICLES, 1, 2)
    for number in second.changes.edited:
        before, after = first.stories[number], second.stories[number]
        assert before.kind == after.kind != "link"
        assert (before.headline != after.headline) != (len(before.text) < len(after.text))
        assert before.edited is None and after.edited is not None and after.edited > before.published


def test_what_is_withdrawn_is_gone_in_two_ways_by_turns() -> None:
    statuses = list(write_content(ARTICLES, 1, 2, WANTED).changes.withdrawn.values())
    assert statuses == [404, 200, 404, 200, 404]


def test_a_reprint_and_its_original_stay_as_they_are(first: Content) -> None:
    reprints = {story.number for story in first.stories.values() if story.duplicate_of is not None}
    originals = {story.duplicate_of for story in first.stories.values()} - {None}
    changes = write_content(ARTICLES, 1, 2, Wanted(edited=120, withdrawn=120)).changes
    assert reprints and not (reprints | originals) & {*changes.edited, *changes.withdrawn}


def test_the_file_of_changes_is_what_differs_between_the_truths(
    replica: RunningReplica, truths: list[dict[str, Any]], second_replica: RunningReplica
) -> None:
    before, after = ({truth["id"]: truth for truth in reported} for reported in (truths, second_replica.truth()))
    changes = second_replica.changes()
    assert list(changes) == ["added", "edited", "withdrawn", "recounted"]
    assert replica.changes() == {name: [] for name in changes}
    assert set(changes["added"]) == after.keys() - before.keys()
    assert set(changes["withdrawn"]) == before.keys() - after.keys()
    kept = before.keys() & after.keys()
    assert set(changes["edited"]) == {id for id in kept if _told(before[id]) != _told(after[id])}
    recounted = {id for id in kept if _counts(before[id]) != _counts(after[id])}
    assert set(changes["recounted"]) == recounted != set()
    assert all(after[id][name] > before[id][name] for id in recounted for name in _COUNTS)


def test_pages_follow_the_generation(second_replica: RunningReplica) -> None:
    base, changes = second_replica.addresses["PORTAL_URL"], second_replica.changes()
    after = {truth["id"]: truth for truth in second_replica.truth()}
    front = fetch(f"{base}/").text
    assert all(after[id]["headline"] in front for id in changes["added"])
    for id in (*changes["edited"], *changes["recounted"]):
        printed = fetch(after[id]["url"]).text
        assert after[id]["headline"] in printed and f"{after[id]['comment_count']}</em>条评论" in printed
    gone = [fetch(f"{base}/p/{id.removeprefix('portal/')}.html") for id in changes["withdrawn"]]
    assert [reply.status for reply in gone] == [404, 200, 404, 200, 404][: len(gone)]
    assert all("您访问的页面不存在或已删除" in reply.text for reply in gone)


def test_new_articles_stand_first_in_their_listings_and_withdrawn_ones_nowhere(second_replica: RunningReplica) -> None:
    base, changes = second_replica.addresses["PORTAL_URL"], second_replica.changes()
    after = {truth["id"]: truth for truth in second_replica.truth()}
    for channel in {after[id]["channel"] for id in changes["added"]}:
        printed = fetch(f"{base}/{channel}/index.html").text
        rows = [truth["headline"] for truth in after.values() if truth["channel"] == channel][:15]
        places = [printed.index(headline) for headline in dict.fromkeys(rows)]
        new = [after[id]["headline"] for id in changes["added"] if after[id]["channel"] == channel]
        assert places == sorted(places) and set(rows[: len(new)]) == set(new)
        assert not any(id.removeprefix("portal/") in printed for id in changes["withdrawn"])


def test_changes_are_written_to_a_file_of_ones_own(tmp_path: Path) -> None:
    options = ReplicaOptions(
        articles=40, generation=2, changes=tmp_path / "changes.json", added=3, edited=2, withdrawn=1
    )
    with running_replica(options) as running:
        reported = running.changes()
    assert json.loads((tmp_path / "changes.json").read_text("utf-8")) == reported
    assert [len(reported[name]) for name in ("added", "edited", "withdrawn")] == [3, 2, 1]


def test_the_second_generation_is_served_at_the_addresses_of_the_first() -> None:
    with running_replica(ReplicaOptions(articles=20)) as running:
        addresses, port = running.addresses, running.port
        # A connection that is still open when the first ends keeps the port busy for a while.
        left_open = HTTPConnection("127.0.0.1", port, timeout=10)
        left_open.request("GET", "/")
        assert left_open.getresponse().read()
    with running_replica(ReplicaOptions(articles=20, port=port, generation=2)) as running:
        assert running.addresses == addresses
        assert all(fetch(f"{address}/robots.txt").status == 200 for address in addresses.values())
    left_open.close()


def _told(truth: dict[str, Any]) -> dict[str, Any]:
    """What the newsroom wrote, wherever it is served."""
    return {name: truth[name] for name in truth if name not in ("url", "images", *_COUNTS)}


def _counts(truth: dict[str, Any]) -> list[int | None]:
    return [truth[name] for name in _COUNTS]
