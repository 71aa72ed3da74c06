"""The portal's pages: addresses, furniture, what changes from visit to visit, and the small JSON answers."""

from __future__ import annotations

import json
import re
from typing import Any

from tests.replica.client import fetch
from zhanjiang.replica.content import write_content
from zhanjiang.replica.live import Live
from zhanjiang.replica.options import ReplicaOptions
from zhanjiang.replica.portal import Portal
from zhanjiang.replica.sites import Addresses, Request


def test_one_article_stands_under_many_addresses(portal: str, articles: list[dict[str, Any]]) -> None:
    truth = articles[0]
    number = truth["id"].removeprefix("portal/")
    for path in (f"/{truth['channel']}/p/{number}.html", f"/p/{number}.html?v=1663507728281?v=1663508140622"):
        reply = fetch(portal + path)
        assert reply.status == 200 and truth["headline"] in reply.text
    for path in (f"/p/{number}_1.html", f"/p/{number}_99.html", f"/nonsense/p/{number}.html", "/p/1.html"):
        assert fetch(portal + path).status == 404


def test_numbers_that_are_left_out_are_missing(portal: str, truths: list[dict[str, Any]]) -> None:
    numbers = {int(truth["id"].removeprefix("portal/")) for truth in truths}
    left_out = [number + 1 for number in numbers if number + 1 not in numbers and number + 2 in numbers]
    assert left_out
    assert all(fetch(f"{portal}/p/{number}.html").status == 404 for number in left_out)


def test_the_log_in_dialog_and_the_logo_come_before_the_headline(articles: list[dict[str, Any]]) -> None:
    for truth in articles[:20]:
        printed = fetch(truth["url"]).text
        headings = re.findall(r"<h([1-3])[^>]*>", printed)
        assert headings[:2] == ["3", "1"]
        body = printed[printed.index("<body>") :]
        assert body.index("登录湛江云媒账号") < body.index('class="logo"') < body.index(truth["headline"])
        for words in ("评论一下", "湛图片", "热点新闻排行", "月点击", "数字报", f"{truth['comment_count']}</em>条评论"):
            assert words in body
        assert '<ol class="rank"></ol>' in body
        assert not [live for live in Live if live.value in body]


def test_pages_are_as_big_as_real_ones(articles: list[dict[str, Any]]) -> None:
    assert all(len(fetch(truth["url"]).body) > 30_000 for truth in articles[:20])


def test_compressed_and_plain_are_the_same_page(articles: list[dict[str, Any]]) -> None:
    packed = fetch(articles[0]["url"], Accept_Encoding="gzip, deflate")
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < 15_000
    assert packed.text.partition("湛图片")[0] == fetch(articles[0]["url"]).text.partition("湛图片")[0]
    head = fetch(articles[0]["url"], "HEAD")
    assert head.status == 200 and head.body == b""


def test_the_picture_box_changes_with_time_and_not_with_the_article(monkeypatch: Any) -> None:
    content = write_content(40, 1, 1)
    portal = Portal(ReplicaOptions(articles=40), content, Addresses.of_ports(list(range(1, 8))))
    paths = [f"/p/{story.number}.html" for story in content.stories.values() if story.kind == "article"][:2]

    def boxes(now: float) -> list[str]:
        monkeypatch.setattr("zhanjiang.replica.portal.time.time", lambda: now)
        pages = [portal.answer(Request(path)).body.decode() for path in paths]
        return [page[page.index("湛图片") :].partition("</ul>")[0] for page in pages]

    early, late = boxes(1000.0), boxes(1_000_000.0)
    assert early[0] == early[1] and late[0] == late[1] and early[0] != late[0]
    assert early[0].count("<li>") == 6


def test_a_pager_slides_over_five_digits(articles: list[dict[str, Any]]) -> None:
    truth = max(articles, key=lambda truth: truth["pages"])
    assert truth["pages"] >= 6
    number, last = truth["id"].removeprefix("portal/"), truth["pages"]
    reply = fetch(truth["url"].replace(".html", f"_{last}.html"))
    pager = reply.text.partition('<div class="pager">')[2].partition("</div>")[0]
    digits = [int(digit) for digit in re.findall(r">(\d+)<", pager)]
    assert digits == list(range(last - 4, last + 1))
    assert f"/p/{number}_{last - 1}.html" in pager
    assert truth["headline"] in reply.text and truth["published_at"][:10] in reply.text


def test_canonical_links_are_right_wrong_or_missing(articles: list[dict[str, Any]]) -> None:
    found = {"right": 0, "wrong": 0, "none": 0}
    for truth in articles[:80]:
        link = re.search(r'<link rel="canonical" href="([^"]*)">', fetch(truth["url"]).text)
        found["none" if not link else "right" if link[1] == truth["url"] else "wrong"] += 1
    assert all(found.values()) and found["right"] > found["wrong"]


def test_scripts_get_json(portal: str, articles: list[dict[str, Any]]) -> None:
    truth = max(articles, key=lambda truth: truth["comment_count"])
    number = truth["id"].removeprefix("portal/")

    def data(path: str) -> Any:
        reply = fetch(portal + path)
        assert reply.headers["content-type"].startswith("application/json")
        return json.loads(reply.body)

    assert data("/ajax/user") == {"state": False, "user": None}
    assert data(f"/ajax/dynamic?id={number}")["comment"] == truth["comment_count"]
    pages = [data(f"/ajax/comment?contentid={number}&page={page}")["new"] for page in (1, 2, 3)]
    assert len([row for page in pages for row in page]) == truth["comment_count"]
    rankings = {kind: data(f"/ajax/rank?type={kind}")["data"] for kind in ("month", "week", "day")}
    assert all(len(rows) == 10 for rows in rankings.values())
    assert fetch(f"{portal}/ajax/rank?type=year").status == 404
    assert fetch(f"{portal}/ajax/dynamic?id=abc").status == 404
