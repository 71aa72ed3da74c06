"""Rankings out of JSON of many forms and out of links; picture boxes in several markups."""

from __future__ import annotations

import json
from typing import Any

import pytest

from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.listing.boxes import BoxesPage, BoxLink, read_ranking_json, read_ranking_links, without_ranks

_BASE = "https://www.example/ajax/rank?type=day"
_ROWS = [("硇洲灯塔修缮", "/p/2665001.html"), ("徐闻菠萝上市", "https://www.example/shehui/p/2665002.html")]
_EXPECTED = [("硇洲灯塔修缮", "https://www.example/p/2665001.html"), ("徐闻菠萝上市", _ROWS[1][1])]


@pytest.mark.parametrize(
    "told",
    [
        [{"title": title, "url": url} for title, url in _ROWS],
        {"state": True, "data": [{"url": url, "title": title, "pv": 7} for title, url in _ROWS]},
        {"code": 0, "result": {"list": [{"Headline": title, "href": url, "thumb": "/a.jpg"} for title, url in _ROWS]}},
        {"tabs": [{"title": "日点击"}], "rows": [{"content_title": t, "linkurl": u, "imgurl": "x"} for t, u in _ROWS]},
        {"rows": [{"name": f"<em>{title}</em>", "link": url.replace("?", "&amp;")} for title, url in _ROWS]},
        [{"subtitle": "副题", "title": title, "picurl": "/b.jpg", "url": url} for title, url in _ROWS],
        [{"title": f"{rank}. {title}", "url": url} for rank, (title, url) in enumerate(_ROWS, 1)],
    ],
)
def test_json_of_any_form(told: Any) -> None:
    for body in (json.dumps(told), f"show({json.dumps(told, ensure_ascii=False)});"):
        links = read_ranking_json(body.encode(), _BASE)
        assert [(link.headline, link.url) for link in links] == _EXPECTED


@pytest.mark.parametrize(
    "body", ["<html>404</html>", "", "[]", '{"data": []}', '{"data": [{"title": "无地址"}]}', "[" * 9000]
)
def test_what_is_no_ranking_is_told(body: str) -> None:
    with pytest.raises(UnreadablePage, match="the ranking's answer"):
        read_ranking_json(body.encode(), _BASE)


def test_links_of_one_row_are_one_entry() -> None:
    url = "https://www.example/p/7.html"
    shown = [
        ["", "", url],
        ["1\n赤坎老街夜游", "", url],
        ["2 红树林观鸟…", "红树林观鸟季开始", "https://www.example/p/8.html"],
    ]
    assert read_ranking_links(shown) == [
        BoxLink("赤坎老街夜游", url),
        BoxLink("红树林观鸟季开始", "https://www.example/p/8.html"),
    ]


@pytest.mark.parametrize(
    ("headlines", "expected"),
    [
        (["1赤坎", "2霞山", "3坡头"], ["赤坎", "霞山", "坡头"]),
        (["01 赤坎", "02 霞山"], ["赤坎", "霞山"]),
        (["TOP1 赤坎", "TOP2 霞山"], ["赤坎", "霞山"]),
        (["2023年春运", "2路公交改道"], ["2023年春运", "2路公交改道"]),
        (["10条航线", "2艘渡轮"], ["10条航线", "2艘渡轮"]),
        (["1号码头"], ["1号码头"]),
    ],
)
def test_ranks_are_taken_off_where_all_are_printed(headlines: list[str], expected: list[str]) -> None:
    assert without_ranks(headlines) == expected


_ITEMS = "".join(
    f'<li><a href="/p/{number}.html"><img src="/static/loading.gif" data-original="//img.example/{number}.jpg">'
    f"<span>第{number}张图</span></a></li>"
    for number in range(1, 7)
)
_APART = "".join(
    f'<dl><dt><a href="/p/{number}.html"><img src="//img.example/{number}.jpg" alt="第{number}张图"></a></dt>'
    f'<dd><a href="/p/{number}.html" title="第{number}张图">第{number}…</a></dd></dl>'
    for number in range(1, 7)
)
_BESIDE = "".join(
    f'<li style="background-image:url(//img.example/{number}.jpg)"><a href="/p/{number}.html">第{number}张图</a></li>'
    for number in range(1, 7)
)


@pytest.mark.parametrize(
    "box",
    [
        f"<div><h4>湛图片</h4><ul>{_ITEMS}</ul></div>",
        f'<div class="head"><span>湛图片</span><a href="/tupian/">更多</a></div><div><ul>{_ITEMS}</ul></div>',
        f"<section><div><h3><a href='/tupian/index.html'>湛图片</a></h3></div><div>{_APART}</div></section>",
        f"<table><tr><td><b>湛图片</b></td></tr><tr><td><ul>{_BESIDE}</ul></td></tr></table>",
    ],
)
def test_the_picture_box_in_any_markup(box: str) -> None:
    html = f"<html><body><ul><li><a href='/p/99.html'>别的</a></li></ul>{box}<div>热点新闻排行</div></body></html>"
    page = BoxesPage(html.encode(), "https://www.example/")
    assert page.has_ranking
    assert page.picture_box() == [
        BoxLink(f"第{number}张图", f"https://www.example/p/{number}.html", f"https://img.example/{number}.jpg")
        for number in range(1, 7)
    ]


def test_a_placeholder_is_no_image_and_no_box_is_no_error() -> None:
    html = '<h4>湛图片</h4><ul><li><a href="/p/1.html"><img src="/static/loading.gif">一</a></li></ul>'
    assert BoxesPage(html.encode(), "https://www.example/").picture_box()[0].image is None
    page = BoxesPage("<p>湛图片很好看</p><a href=/p/1.html>一</a>".encode(), "https://www.example/")
    assert page.picture_box() == [] and not page.has_ranking
