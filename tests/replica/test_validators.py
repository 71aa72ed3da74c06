"""Validators and conditional requests, as RFC 9110 has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.replica.client import Reply, fetch, page_addresses
from tests.replica.conftest import SHARED
from zhanjiang.replica.content import write_content
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.hostile_faults import HOSTILE_FAULTS
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.validators import Validators, story_validators

_PRESENT = Validators('W/"b7"', datetime(2022, 5, 31, 13, 58, tzinfo=UTC))
_SAME, _LATER, _EARLIER = (
    format_datetime(_PRESENT.modified + timedelta(seconds=seconds), usegmt=True) for seconds in (0, 1, -1)
)


def _validators(reply: Reply) -> tuple[str | None, str | None]:
    return reply.headers.get("etag"), reply.headers.get("last-modified")


@pytest.mark.parametrize(
    ("if_none_match", "if_modified_since", "fit"),
    [
        ("", "", False),
        ('W/"b7"', "", True),
        ('"b7"', "", True),
        ('"a1", W/"c,3" , W/"b7"', "", True),
        ("*", "", True),
        ('"b"', "", False),
        ("b7", "", False),
        ("", _SAME, True),
        ("", _LATER, True),
        ("", _EARLIER, False),
        ("", "yesterday", False),
        ("", "Tue, 31 May 99999 13:58:00 GMT", False),
        ("", "Tuesday, 31-May-22 13:58:00 GMT", True),
        # Where both come, the entity tag alone counts.
        ('"a1"', _LATER, False),
        ('W/"b7"', _EARLIER, True),
        ('W/"b7"', "yesterday", True),
        ("b7", _LATER, False),
    ],
)
def test_which_conditions_fit(if_none_match: str, if_modified_since: str, fit: bool) -> None:
    assert _PRESENT.fit(if_none_match, if_modified_since) is fit


def test_what_the_newsroom_wrote_counts_and_nothing_else() -> None:
    story = next(story for story in write_content(60, 1, 1).stories.values() if story.comments)
    present = story_validators(story)
    assert present == story_validators(replace(story, participants=99, comments=story.comments[:1] * 9))
    corrected = story_validators(replace(story, headline=f"{story.headline}（更新）", edited=datetime(2026, 11, 16, 8)))
    assert corrected.etag != present.etag and corrected.modified == datetime(2026, 11, 16, tzinfo=UTC)


def test_every_page_of_an_article_carries_both(truths: list[dict[str, Any]]) -> None:
    etags = set()
    for truth in truths[:40]:
        replies = [fetch(address) for address in page_addresses(truth)]
        etag, modified = _validators(replies[0])
        assert etag and etag.startswith('W/"') and etag.endswith('"') and modified and modified.endswith(" GMT")
        assert {_validators(reply) for reply in replies} == {(etag, modified)}
        if truth["published_at"]:
            assert parsedate_to_datetime(modified) == datetime.fromisoformat(truth["published_at"])
        etags.add(etag)
    assert len(etags) == 40


def test_a_condition_that_fits_is_answered_without_a_body(
    replica: RunningReplica, articles: list[dict[str, Any]]
) -> None:
    portal, mobile = replica.addresses["PORTAL_URL"], replica.addresses["PORTAL_MOBILE_URL"]
    for truth in articles[:12]:
        for address in (truth["url"], truth["url"].replace(portal, mobile), truth["url"].replace("/p/", "/shehui/p/")):
            full = fetch(address, Accept_Encoding="gzip")
            etag, modified = _validators(full)
            assert full.status == 200 and etag and modified
            for conditions in ({"If_None_Match": etag}, {"If_Modified_Since": modified}):
                for method in ("GET", "HEAD"):
                    spared = fetch(address, method, Accept_Encoding="gzip", **conditions)
                    assert (spared.status, spared.body, _validators(spared)) == (304, b"", (etag, modified))
                    assert not {"content-type", "content-length", "content-encoding"} & spared.headers.keys()
            stale = fetch(address, If_None_Match='W/"stale"', If_Modified_Since=modified)
            assert stale.status == 200 and truth["headline"] in stale.text


def test_a_connection_stays_in_step_after_a_304_and_lists_may_come_in_several_lines(
    articles: list[dict[str, Any]],
) -> None:
    parts = urlsplit(articles[0]["url"])
    etag = fetch(articles[0]["url"]).headers["etag"]
    connection = HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    statuses = []
    for tags in (['"a1"', etag], ['"a1"', '"c3"'], [etag, '"c3"']):
        connection.putrequest("GET", parts.path)
        for tag in tags:
            connection.putheader("If-None-Match", tag)
        connection.endheaders()
        response = connection.getresponse()
        statuses.append((response.status, len(response.read()) > 0))
    connection.close()
    assert statuses == [(304, False), (200, True), (304, False)]


def test_only_articles_have_validators(replica: RunningReplica, articles: list[dict[str, Any]]) -> None:
    portal, mirror = replica.addresses["PORTAL_URL"], replica.addresses["MIRROR_URL"]
    others = [f"{portal}/", f"{portal}/shehui/index.html", f"{portal}/robots.txt", f"{portal}/p/1.html"]
    others += [f"{portal}/ajax/user", articles[0]["url"].replace(portal, mirror)]
    for address in others:
        reply = fetch(address, If_None_Match="*", If_Modified_Since=format_datetime(datetime.now(UTC), usegmt=True))
        assert reply.status in (200, 404) and _validators(reply) == (None, None)


def test_they_change_with_an_edit_alone(truths: list[dict[str, Any]]) -> None:
    before = {truth["id"]: fetch(truth["url"]).headers for truth in truths[::2]}
    with running_replica(replace(SHARED, generation=2)) as running:
        changes, after = running.changes(), {truth["id"]: truth["url"] for truth in running.truth()}
        asked = before.keys() & after.keys()
        changed = {id for id in asked if fetch(after[id], If_None_Match=before[id]["etag"]).status == 200}
        later = {id for id in asked if fetch(after[id], If_Modified_Since=before[id]["last-modified"]).status == 200}
    assert changed == later == asked & set(changes["edited"]) != set()
    assert asked & set(changes["recounted"])


def test_they_may_be_left_out() -> None:
    with running_replica(ReplicaOptions(articles=20, validators=False)) as running:
        for truth in running.truth():
            reply = fetch(truth["url"], If_None_Match="*")
            assert reply.status == 200 and _validators(reply) == (None, None)


def test_a_faulty_answer_has_none() -> None:
    unspoilt = {"challenge": 521, "channel_redirect": 301}
    others = ("reset", "truncated_gzip", *HOSTILE_FAULTS)
    names = [name for name, fault in FAULTS.items() if not fault.of_listings and name not in others]
    numbers = [story.number for story in write_content(60, 1, 1).stories.values() if story.kind == "article"]
    paths = {name: f"/p/{number}.html" for name, number in zip(names, numbers, strict=False)}
    with running_replica(ReplicaOptions(articles=60, faults_at=tuple(paths.items()))) as running:
        for name, path in paths.items():
            reply = fetch(running.addresses["PORTAL_URL"] + path, If_None_Match="*")
            assert reply.status == unspoilt.get(name, reply.status) != 304, name
            assert _validators(reply) == (None, None), name
