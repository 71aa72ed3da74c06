"""Rankings and picture box, on the front page and beside articles."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urljoin

from tests.replica.client import Reply, fetch
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica

_ARTICLE = re.compile(r"/p/(\d+)\.html")
_LINK = re.compile(r'<a href="([^"]*)" title="[^"]*">([^<]*)</a>')


def _box(reply: Reply, address: str) -> list[tuple[str, str, str]]:
    """Return ID, headline and picture of each row of the picture box."""
    box = reply.text.partition("湛图片")[2].partition("</ul>")[0]
    rows = re.findall(r'<a href="([^"]*)"><img src="([^"]*)" alt=""><span>([^<]*)</span>', box)
    return [(_id(urljoin(address, link)), headline, image) for link, image, headline in rows]


def _id(address: str) -> str:
    match = _ARTICLE.search(address)
    assert match, address
    return f"portal/{match[1]}"


def _told(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(row["id"], row["headline"]) for row in rows]


def _answered(reply: Reply) -> list[tuple[str, str]]:
    return [(_id(row["url"]), row["title"]) for row in json.loads(reply.body)["data"]]


def test_both_stand_on_the_front_page_and_beside_articles(portal: str, articles: list[dict[str, Any]]) -> None:
    for address in (f"{portal}/", articles[0]["url"]):
        page = fetch(address).text
        side = page[page.index("湛图片") :]
        places = [side.index(words) for words in ("湛图片", "热点新闻排行", "月点击", "周点击", "日点击", "数字报")]
        assert places == sorted(places)
        assert page.count('<ol class="rank"></ol>') == 1 and "/ajax/rank?type=" in page


def test_the_endpoint_gives_what_the_truth_says(replica: RunningReplica, portal: str) -> None:
    rankings = replica.rankings()
    assert list(rankings) == ["month", "week", "day"]
    for kind, rows in rankings.items():
        assert [row["rank"] for row in rows] == list(range(1, 11))
        assert all(row["url"] == f"{portal}/p/{row['id'].removeprefix('portal/')}.html" for row in rows)
        assert _answered(fetch(f"{portal}/ajax/rank?type={kind}")) == _told(rows)
    assert fetch(f"{portal}/hot/m.html").status == 404


def test_without_json_the_rows_come_from_elsewhere() -> None:
    with running_replica(ReplicaOptions(articles=60, rank_json=False)) as running:
        portal, rankings = running.addresses["PORTAL_URL"], running.rankings()
        for kind, rows in rankings.items():
            assert fetch(f"{portal}/ajax/rank?type={kind}").status == 404
            linked = _LINK.findall(fetch(f"{portal}/hot/{kind[0]}.html").text)
            assert [(_id(link), headline) for link, headline in linked] == _told(rows)
            call = fetch(f"{portal}/hot/{kind[0]}.js?callback=hotRows&_=1")
            assert call.headers["content-type"].startswith("application/javascript")
            script = re.fullmatch(r"hotRows\((.*)\);", call.body.decode())
            assert script and [row["title"] for row in json.loads(script[1])["data"]] == [
                row["headline"] for row in rows
            ]
        article = next(truth["url"] for truth in running.truth() if truth["kind"] == "article")
        for address, sign in ((f"{portal}/", "'.html'"), (article, "'.js?callback=hotRows")):
            page = fetch(address).text
            assert "/ajax/rank" not in page and sign in page and "},300)" in page


def test_a_picture_box_that_never_changes_is_the_truth() -> None:
    with running_replica(ReplicaOptions(articles=60, picture_box_seconds=0)) as running:
        portal, reported = running.addresses["PORTAL_URL"], running.picture_box()
        known = {truth["id"]: truth for truth in running.truth()}
        assert [row["position"] for row in reported] == [1, 2, 3, 4, 5, 6]
        assert all(known[row["id"]]["images"][0]["url"] == row["image"] for row in reported)
        expected = [(row["id"], row["headline"], row["image"]) for row in reported]
        article = next(truth["url"] for truth in known.values() if truth["kind"] == "article")
        for address in (f"{portal}/", article):
            assert _box(fetch(address), address) == expected
        assert running.picture_box(at=0.0) == reported


def test_a_picture_box_that_changes_is_reported_by_the_time(replica: RunningReplica) -> None:
    boxes = [replica.picture_box(at=at) for at in (1000.0, 1019.0, 1020.0)]
    assert boxes[0] == boxes[1] != boxes[2]
