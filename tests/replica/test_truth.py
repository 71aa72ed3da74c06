"""The truth and the pages agree: what it says stands on what is served, and nothing is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.replica.client import fetch, page_addresses
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.replica.presentation import SKINS

FIELDS = [
    *("id", "url", "kind", "channel", "kicker", "headline", "subheadline", "published_at", "source", "byline"),
    *("authors", "text", "images", "credits", "pages", "comment_participants", "comment_count", "script"),
    "duplicate_of",
]


def _assert_printed(truth: dict[str, Any], printed: str) -> None:
    for field in ("headline", "subheadline", "source", "byline"):
        assert (truth[field] or "") in printed, field
    for paragraph in truth["text"].split("\n\n"):
        assert paragraph in printed
    for image in truth["images"]:
        assert image["url"] in printed and (image["caption"] or "") in printed
    assert all(person["name"] in printed for person in truth["credits"] + truth["authors"])
    assert truth["published_at"][:16].replace("T", " ") in printed


def test_fields_stand_in_the_order_of_the_feed(truths: list[dict[str, Any]]) -> None:
    assert all(list(truth) == FIELDS for truth in truths)
    assert len({truth["id"] for truth in truths}) == len(truths)


def test_every_truth_stands_on_its_pages(articles: list[dict[str, Any]]) -> None:
    for truth in articles:
        _assert_printed(truth, "".join(fetch(address).text for address in page_addresses(truth)))


def test_every_truth_stands_on_the_mobile_pages(articles: list[dict[str, Any]], replica: RunningReplica) -> None:
    portal, mobile = replica.addresses["PORTAL_URL"], replica.addresses["PORTAL_MOBILE_URL"]
    for truth in articles[::3]:
        addresses = [address.replace(portal, mobile) for address in page_addresses(truth)]
        _assert_printed(truth, "".join(fetch(address).text for address in addresses))


@pytest.mark.parametrize("skin", SKINS)
def test_every_skin_prints_everything(skin: str) -> None:
    with running_replica(ReplicaOptions(articles=60, seed=3, skin=skin)) as running:
        for truth in running.truth():
            if truth["kind"] != "link":
                _assert_printed(truth, "".join(fetch(address).text for address in page_addresses(truth)))


def test_what_misleads_is_no_part_of_the_truth(articles: list[dict[str, Any]]) -> None:
    for truth in articles:
        paragraphs = truth["text"].split("\n\n")
        assert not {"图片", "湛江云媒客户端原创,未经授权不得转载", "相关新闻"} & set(paragraphs)
        assert not any(paragraph.startswith("(编辑/") or "值班主任/" in paragraph for paragraph in paragraphs)
        assert not {image["caption"] for image in truth["images"]} & set(paragraphs)
        assert not any("/static/" in image["url"] for image in truth["images"])


def test_a_dateline_names_the_authors_where_no_byline_is_printed(articles: list[dict[str, Any]]) -> None:
    opened = [truth for truth in articles if truth["text"].startswith("本报讯")]
    assert opened
    for truth in opened:
        assert truth["byline"] is None
        assert all(f"{person['role']}" in truth["text"][:30] for person in truth["authors"])
    agencies = [truth for truth in articles if truth["text"].startswith("新华社")]
    assert all(truth["authors"] == [] for truth in agencies)
    assert all(truth["authors"] == [] or truth["byline"] or truth in opened for truth in articles)


def test_outward_links_have_a_headline_and_nothing_else(truths: list[dict[str, Any]]) -> None:
    links = [truth for truth in truths if truth["kind"] == "link"]
    assert links
    for truth in links:
        reported = {name for name, value in truth.items() if value}
        assert reported == {"id", "url", "kind", "channel", "headline"}
        reply = fetch(truth["url"])
        assert reply.status == 200 and "location.href=" in reply.text
        assert truth["headline"] not in reply.text and len(reply.body) < 300
