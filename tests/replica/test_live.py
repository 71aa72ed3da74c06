"""What changes with every visit, and with nothing else of the page."""

from __future__ import annotations

import re
from typing import Any

from tests.replica.client import fetch
from zhanjiang.replica.answer import BodyPart
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.live import Live, LivePage

_READINGS = re.compile(r"阅读 ([\d.]+万?)")


def _counts(address: str) -> list[str]:
    return [_READINGS.findall(fetch(address).text)[0] for _ in range(3)]


def test_a_page_tells_how_often_it_was_read_and_each_visit_counts() -> None:
    with running_replica(ReplicaOptions(articles=40, skin="rich")) as running:
        articles = [truth for truth in running.truth() if truth["kind"] != "link"]
        reported = [_counts(truth["url"]) for truth in articles]
    assert all(len(set(counts)) == 3 for counts in reported)
    assert {counts[-1].endswith("万") for counts in reported} == {True, False}


def test_some_mobile_pages_tell_it_too(replica: RunningReplica, articles: list[dict[str, Any]]) -> None:
    portal, mobile = replica.addresses["PORTAL_URL"], replica.addresses["PORTAL_MOBILE_URL"]
    addresses = [truth["url"].replace(portal, mobile) for truth in articles[:60]]
    telling = [address for address in addresses if "阅读 " in fetch(address).text]
    assert 0 < len(telling) < len(addresses)
    assert all(len(set(_counts(address))) == 3 for address in telling)


def test_nothing_else_of_a_page_changes_with_a_visit(articles: list[dict[str, Any]]) -> None:
    for truth in articles[:20]:
        first, second = (_READINGS.sub("", fetch(truth["url"]).text).partition("湛图片")[0] for _ in range(2))
        assert first == second


def test_scripts_get_the_same_count(replica: RunningReplica, articles: list[dict[str, Any]]) -> None:
    number = articles[0]["id"].removeprefix("portal/")
    address = f"{replica.addresses['PORTAL_URL']}/ajax/dynamic?id={number}"
    before = fetch(address).body
    fetch(articles[0]["url"])
    assert fetch(address).body != before


def test_a_page_is_put_together_anew_only_where_a_part_changed() -> None:
    box = BodyPart(b"box")
    page = LivePage([BodyPart(b"<p>"), Live.PICTURE_BOX, BodyPart(b"</p>")], None)
    first = page.answer({Live.PICTURE_BOX: box, Live.VIEWS: BodyPart(b"1")})
    assert first.body == b"<p>box</p>"
    assert page.answer({Live.PICTURE_BOX: box, Live.VIEWS: BodyPart(b"2")}) is first
    assert page.answer({Live.PICTURE_BOX: BodyPart(b"b"), Live.VIEWS: BodyPart(b"3")}).body == b"<p>b</p>"
