"""A listing is read to its end, whatever leads from one of its pages to the next; one that cannot be read is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.running import assert_clean, crawl, run_scrapy
from tests.loopback import Answer, Answers, serving

_NUMBERS = range(101, 131)
_ROWS = 10
_LAST = len(_NUMBERS) // _ROWS
_MENU = '<div><a href="/">首页</a><a href="/shizheng/">时政</a></div>'

Row = dict[str, Any]


def _document(inside: str) -> bytes:
    return f"<html><head><title>湛江云媒</title></head><body>{_MENU}{inside}</body></html>".encode()


def _article(number: int) -> bytes:
    paragraphs = "".join(f"<p>第{number}艘渔船昨日归港，卸下第{basket}筐鱼。</p>" for basket in range(1, 5))
    return _document(f"<div><h1>第{number}艘渔船归港</h1><p>2023-05-04 10:00 来源：湛江日报</p>{paragraphs}</div>")


def _rows(page: int) -> str:
    numbers = _NUMBERS[(page - 1) * _ROWS : page * _ROWS]
    return "".join(f'<p><a href="/p/{number}.html">第{number}艘渔船归港</a></p>' for number in numbers)


def _digits(address: Callable[[int], str], page: int) -> str:
    others = (other for other in range(1, _LAST + 1) if other != page)
    return "".join(f'<a href="{address(other)}">{other}</a>' for other in others)


def _following(address: Callable[[int], str], page: int) -> str:
    return f'<a href="{address(page + 1)}">下一页</a>' if page < _LAST else ""


def _choice(address: Callable[[int], str], page: int) -> str:
    return "".join(f'<option value="{address(other)}">第{other}页</option>' for other in range(1, _LAST + 1))


def _nothing(address: Callable[[int], str], page: int) -> str:
    return ""


def _site(address: Callable[[int], str], pager: Callable[[Callable[[int], str], int], str]) -> dict[str, Answer]:
    """Return a portal of one channel, the pages of its listing at these addresses, each with a pager."""
    listing = {
        address(page) if page > 1 else "/shizheng/": _document(_rows(page) + pager(address, page))
        for page in range(1, _LAST + 1)
    }
    articles = {f"/p/{number}.html": _article(number) for number in _NUMBERS}
    return {"/": _document(""), **articles, **listing}


@pytest.mark.parametrize(
    ("address", "pager"),
    [
        ("/shizheng/index_{}.html", _following),
        ("/shizheng/index_{}.html", _choice),
        ("/shizheng/index_{}.html", _nothing),  # a script would fill it in
        ("/shizheng/list-{}.shtml", _digits),
        ("/shizheng/?page={}", _digits),
        ("/shizheng/index.html?pn={}&v=1", _following),
        ("/shizheng/{}.html", _digits),
        ("/shizheng/page/{}/", _digits),
    ],
)
def test_each_pager_leads_to_the_end(
    tmp_path: Path, address: str, pager: Callable[[Callable[[int], str], int], str]
) -> None:
    asked: list[str] = []
    with serving(_site(address.format, pager), asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
        assert_clean(crawled)
        assert crawled.feed.keys() == {f"portal/{number}" for number in _NUMBERS}
        assert {item["channel"] for item in crawled.lines} == {"shizheng"}
        del asked[:]
        assert crawl(tmp_path, {"PORTAL_URL": portal}).lines == []
    assert sorted(asked) == ["/", "/robots.txt", "/shizheng/"]


def _usual(rows: list[Row]) -> str:
    return json.dumps({"state": True, "data": rows})


def _deeper(rows: list[Row]) -> str:
    return json.dumps({"code": 0, "data": {"total": len(_NUMBERS), "tags": [], "list": rows}})


def _null_at_the_end(rows: list[Row]) -> str:
    return json.dumps({"data": rows or None})


def _otherwise_named(rows: list[Row]) -> str:
    return json.dumps({"data": [{"link": row["url"], "name": row["title"], "time": row["created"]} for row in rows]})


def _call(rows: list[Row]) -> str:
    return f"callback({_usual(rows)});"


def _more(form: Callable[[list[Row]], str]) -> Iterator[tuple[str, bytes]]:
    """Yield a listing whose further rows come as JSON, and each answer of its interface, the last one empty."""
    yield "/shizheng/", _document(f"<script>var listid = 7;</script>{_rows(1)}")
    for page in range(1, _LAST + 2):
        numbers = _NUMBERS[(page - 1) * _ROWS : page * _ROWS]
        rows = [
            {"url": f"/p/{number}.html", "title": f"第{number}艘渔船归港", "created": 1683165600} for number in numbers
        ]
        yield f"/index/nei/content?id=7&page={page}&pagesize=15", form(rows).encode()


@pytest.mark.parametrize("form", [_usual, _deeper, _null_at_the_end, _otherwise_named, _call])
def test_each_form_of_more_rows_leads_to_the_end(tmp_path: Path, form: Callable[[list[Row]], str]) -> None:
    site = _site("/shizheng/index_{}.html".format, _digits) | dict(_more(form))
    with serving(site) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
    assert_clean(crawled)
    assert crawled.feed.keys() == {f"portal/{number}" for number in _NUMBERS}


@pytest.mark.parametrize("noise", [b"<html><body>\x07\xff</body></html>", b"\x8b\x00\xfe" * 900])
def test_a_listing_of_noise_is_asked_for_again(tmp_path: Path, noise: bytes) -> None:
    site: Answers = _site("/shizheng/index_{}.html".format, _digits)
    answers = [noise, noise, site["/shizheng/index_2.html"]]
    with serving({**site, "/shizheng/index_2.html": lambda: answers.pop(0)}) as portal:  # type: ignore[return-value]
        crawled = crawl(tmp_path, {"PORTAL_URL": portal})
    assert crawled.code == 0
    assert len(crawled.feed) == len(_NUMBERS)


def test_a_listing_that_stays_noise_is_told_and_read_on_later(tmp_path: Path) -> None:
    site = _site("/shizheng/index_{}.html".format, _following)
    with serving({**site, "/shizheng/index_2.html": b"<html><body>\xff</body></html>"}) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal})
        told = run_scrapy(tmp_path, "status", "--failed", "--gaps", "-s", f"PORTAL_URL={portal}").stdout
    assert crawled.code == 65
    assert len(crawled.feed) == _ROWS
    assert f"quarantined  {portal}/shizheng/index_2.html  the page links nothing of the portal" in told
    assert "Listing not read to its end: shizheng" in told
    with serving(site) as portal:
        again = crawl(tmp_path, {"PORTAL_URL": portal}, REVISIT="all")
    assert again.code == 0
    assert len(again.feed) == len(_NUMBERS) - _ROWS


@pytest.mark.parametrize("front", [b"", b"<html><body>\xff</body></html>"])
def test_behind_a_front_page_of_noise_the_known_channels_are_read(tmp_path: Path, front: bytes) -> None:
    site = _site("/shizheng/index_{}.html".format, _following)
    with serving({**site, "/": front, "/shizheng/index.html": site["/shizheng/"]}) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, "channels=shizheng")
    assert crawled.code == 65
    assert len(crawled.feed) == len(_NUMBERS)
