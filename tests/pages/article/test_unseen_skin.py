"""A whole crawl of a portal in a skin that nobody made the crawler for: each field right for 95 of 100 articles."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end_to_end.running import OF_LINKS, Crawled, Item, crawl, differences
from tests.loopback import serving
from tests.unseen.site import pages
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_ARTICLES = 150
_ENOUGH = 0.95
_FIELDS = (
    *("kind", "channel", "kicker", "headline", "subheadline", "published_at", "source", "byline", "authors", "text"),
    *("images", "credits", "pages", "comment_participants", "comment_count", "script"),
)


@pytest.fixture(scope="module")
def truths() -> list[Item]:
    """What is true of the replica's articles, with the address of its portal and pictures left open."""
    with running_replica(ReplicaOptions(articles=_ARTICLES, seed=31)) as replica:
        text = json.dumps(replica.truth(), ensure_ascii=False)
        for name in ("PORTAL_URL", "PORTAL_IMAGE_URL"):
            text = text.replace(replica.addresses[name], f"http://{name.lower()}.example")
    told: list[Item] = json.loads(text)
    return told


@pytest.fixture(scope="module")
def crawled(truths: list[Item], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawled]:
    """The crawl of the site, with its own address put back to that of the truth."""
    folder: Path = tmp_path_factory.mktemp("unseen")
    served = {path.replace("http://portal_url.example", ""): page for path, page in pages(truths).items()}
    channels = {truth["id"]: truth["channel"] for truth in truths}
    for truth in truths:  # reached with a channel, too
        number = truth["id"].removeprefix("portal/")
        served[f"/{channels[truth['id']]}/p/{number}.html?v=1600000000000"] = served[f"/p/{number}.html"]
    with serving(served) as site:
        done = crawl(folder, {"PORTAL_URL": site, "PORTAL_IMAGE_URL": "http://portal_image_url.example"})
    text = json.dumps(done.lines, ensure_ascii=False).replace(site, "http://portal_url.example")
    yield Crawled(done.code, done.log, json.loads(text), folder)


def test_every_article_comes_once(crawled: Crawled, truths: list[Item]) -> None:
    assert crawled.code == 0, crawled.log[-2000:]
    assert "Traceback" not in crawled.log
    assert crawled.rows("SELECT address, reason FROM quarantine") == []
    assert crawled.feed.keys() == {truth["id"] for truth in truths}


@pytest.mark.parametrize("field", _FIELDS)
def test_field_is_right(crawled: Crawled, truths: list[Item], field: str) -> None:
    asked = [truth for truth in truths if truth["kind"] != "link" or field in OF_LINKS]
    found = [truth for truth in asked if truth["id"] in crawled.feed]
    wrong = [line for line in differences(crawled.feed, found) if line.split(" ")[1] == f"{field}:"]
    right = len(found) - len(wrong)
    assert right >= _ENOUGH * len(asked), "\n".join(wrong)


def test_the_stories_try_what_there_is_to_try(truths: list[Item]) -> None:
    kinds = Counter(truth["kind"] for truth in truths)
    assert all(kinds[kind] > 4 for kind in ("article", "pictures", "video", "link"))
    assert sum((truth["pages"] or 1) > 1 for truth in truths) > 4
    assert sum(bool(truth["subheadline"]) for truth in truths) > 20
