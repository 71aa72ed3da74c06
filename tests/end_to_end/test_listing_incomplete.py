"""A listing that may have more than its pages lead to: 65 the first time, and named by ``scrapy status``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.end_to_end.listing_site import articles, document, rows
from tests.end_to_end.running import Crawled, crawl, run_scrapy
from tests.loopback import Answer, serving

_NUMBERS = range(101, 109)
_NO_BROWSER = {"BROWSER_ENABLED": "False"}


def _crawl_twice(tmp_path: Path, pages: Mapping[str, Answer], **settings: str) -> tuple[Crawled, str, int]:
    """Crawl a site twice; the first crawl, what ``scrapy status`` says after it, and the second crawl's exit code."""
    with serving({"/": document(""), **articles(range(101, 125)), **pages}) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False", **settings)
        status = run_scrapy(tmp_path, "status", "--failed", "--gaps", "-s", f"PORTAL_URL={portal}").stdout.replace(
            portal, ""
        )
        again = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False", **settings)
    return crawled, status, again.code


@pytest.mark.parametrize(
    ("way", "reason"),
    [
        ("<div class=m>加载更多</div>", "a button loads more by a script"),
        ("<a href='javascript:;'>点击加载更多</a>", "a button loads more by a script"),
        ("<a href='javascript:go(2)'>2</a><a href='javascript:go(3)'>3</a>", "its pager is made by a script"),
        ("<a href='#' onclick='turn(2)'>下一页</a>", "its pager is made by a script"),
        ("<b>1</b><span data-page=2>2</span>", "its pager is made by a script"),
        ("<select onchange='go(this.value)'><option value=2>第2页</select>", "its pager is made by a script"),
        ("<script>fetch('/more?sign='+sign(p)+'&page='+p)</script><button>加载更多</button>", "a button loads more"),
    ],
)
def test_what_leads_on_without_an_address_is_reported_once(tmp_path: Path, way: str, reason: str) -> None:
    crawled, status, again = _crawl_twice(tmp_path, {"/shizheng/": document(rows(_NUMBERS) + way)}, **_NO_BROWSER)
    assert crawled.code == 65, crawled.log
    assert crawled.feed.keys() == {f"portal/{number}" for number in _NUMBERS}
    assert f"incomplete  /shizheng/  {reason}" in status
    assert "Listing not read to its end: shizheng" in status
    assert "Traceback" not in crawled.log
    assert again == 0


def test_an_interface_that_does_not_answer_with_rows_is_reported(tmp_path: Path) -> None:
    page = document(f"{rows(_NUMBERS)}<script>get('/more?cid=7&page=' + page)</script>")
    denied = json.dumps({"code": 403, "msg": "denied"}).encode()
    crawled, status, _ = _crawl_twice(tmp_path, {"/shizheng/": page, "/more?cid=7&page=1": denied})
    assert crawled.code == 65
    assert "quarantined  /more?cid=7&page=1  the load-more interface did not answer with rows" in status
    assert "Listing not read to its end: shizheng" in status


def test_an_interface_that_is_not_there_is_reported(tmp_path: Path) -> None:
    page = document(f"{rows(_NUMBERS)}<script>get('/more?cid=7&page=' + page)</script>")
    crawled, status, again = _crawl_twice(tmp_path, {"/shizheng/": page})
    assert crawled.code == 65
    assert "incomplete  /more?cid=7&page=1  no load-more interface is there" in status
    assert again == 0


def test_an_interface_that_ignores_the_page_is_reported_where_it_says_how_many_rows_there_are(tmp_path: Path) -> None:
    page = document(f"{rows(_NUMBERS)}<script>get('/more?cid=7&page=' + page)</script>")
    listed = [{"url": f"/p/{number}.html", "title": f"第{number}艘渔船归港"} for number in _NUMBERS]
    answer = json.dumps({"total": 24, "list": listed}).encode()
    pages = {"/shizheng/": page, **{f"/more?cid=7&page={number}": answer for number in (1, 2)}}
    crawled, status, _ = _crawl_twice(tmp_path, pages)
    assert crawled.code == 65
    assert "incomplete  /more?cid=7&page=2  the interface gives 8 of 24 rows" in status


def test_more_parts_than_a_run_may_request_are_reported(tmp_path: Path) -> None:
    months = "".join(f'<a href="/shizheng/2026{month:02}/">{month}月</a>' for month in (3, 2, 1))
    parts = {f"/shizheng/2026{month:02}/": document(rows([112 + month])) for month in (3, 2, 1)}
    pages = {"/shizheng/": document(rows(_NUMBERS) + months), **parts}
    crawled, status, _ = _crawl_twice(tmp_path, pages, LISTING_PARTS_MAX="2")
    assert crawled.code == 65
    assert len(crawled.feed) == len(_NUMBERS) + 2
    assert "incomplete  /shizheng/  the listing has more than 2 parts (LISTING_PARTS_MAX)" in status


def test_with_since_older_months_are_left_to_another_run(tmp_path: Path) -> None:
    months = "".join(f'<a href="/shizheng/2023{month:02}/">{month}月</a>' for month in (5, 4, 3))
    parts = {f"/shizheng/2023{month:02}/": document(rows([112 + month], f"2023-0{month}-04")) for month in (5, 4, 3)}
    asked: list[str] = []
    pages = {"/": document(""), "/shizheng/": document(rows(_NUMBERS) + months), **parts, **articles(range(101, 125))}
    with serving(pages, asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "since=2023-05-01", COMMENTS_ENABLED="False")
        assert crawled.code == 0
        assert [path for path in asked if path.startswith("/shizheng/2")] == ["/shizheng/202305/"]
        assert len(crawled.feed) == len(_NUMBERS) + 1
        rest = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
    assert rest.code == 0
    assert rest.feed.keys() == {"portal/115", "portal/116"}


def test_a_part_that_leads_to_the_front_page_is_no_listing(tmp_path: Path) -> None:
    front = document(rows([120, 121]))
    pages = {
        "/": front,
        "/shizheng/": document(f'{rows(_NUMBERS)}<a href="/shizheng/202301/">1月</a>'),
        "/shizheng/202301/": (302, {"Location": "/"}, b""),
        **articles(range(101, 125)),
    }
    with serving(pages) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
    assert crawled.code == 0
    channels = {item["id"]: item["channel"] for item in crawled.lines}
    assert channels["portal/120"] is None and channels["portal/101"] == "shizheng"
