"""Headline and day of a row: neither is taken for the other, whatever the markup."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from zhanjiang.pages.reading.links import ArticleLink, article_links

_BASE = "https://www.example/shizheng/index.html"
_DAY = date(2022, 5, 31)
_OTHER = "<li><a href='/p/2.html'>另一条渔业消息</a></li>"


def _first(row: str, fetched_at: str = "2026-11-28T04:00:00Z") -> ArticleLink:
    root = etree.HTML(f"<div><ul>{row}{_OTHER}</ul></div>")
    return article_links(root, _BASE, lambda url: url.startswith("https://www.example/"), fetched_at)[0]


@pytest.mark.parametrize(
    ("row", "headline", "day"),
    [
        (
            "<li><a href='/p/1.html'>2020-01-01那天出海的船回来了</a><span>2022-05-31</span></li>",
            "2020-01-01那天出海的船回来了",
            _DAY,
        ),
        ("<li><a href='/p/1.html'>2020-01-01那天出海的船回来了</a></li>", "2020-01-01那天出海的船回来了", None),
        (
            "<li><span>[2022-05-31]</span><a href='/p/1.html'>2020年1月1日 蚝农开市</a></li>",
            "2020年1月1日 蚝农开市",
            _DAY,
        ),
        ("<li>2022-05-31 <a href='/p/1.html'>蚝农清晨开市</a></li>", "蚝农清晨开市", _DAY),
        ("<li><a href='/p/1.html'>蚝农清晨开市</a>（2022年05月31日）</li>", "蚝农清晨开市", _DAY),
        ("<li><a href='/p/1.html'>蚝农清晨开市<em>2022-05-31 21:58</em></a></li>", "蚝农清晨开市", _DAY),
        ("<li><a href='/p/1.html'><time>2022-05-31</time><p>蚝农清晨开市</p></a></li>", "蚝农清晨开市", _DAY),
        (
            "<li><a href='/p/1.html'><time datetime='2022-05-31T10:00:00+08:00'>3天前</time>蚝农清晨开市</a></li>",
            "蚝农清晨开市",
            _DAY,
        ),
        (
            "<li><a href='/p/1.html'>蚝农清晨开市</a><span title='2022-05-31 10:00'>4年前</span></li>",
            "蚝农清晨开市",
            _DAY,
        ),
        (
            "<li><h3><a href='/p/1.html'>蚝农清晨开市</a></h3><p>2020年1月1日起，蚝市开张。</p><i>2022-05-31</i></li>",
            "蚝农清晨开市",
            _DAY,
        ),
        (
            "<li><h3><a href='/p/1.html'>蚝农清晨开市</a></h3><p>2020年1月1日起，蚝市天天开。</p></li>",
            "蚝农清晨开市",
            None,
        ),
        (
            "<li><h3><a href='/p/1.html'>蚝农清晨开市</a></h3><div>湛江日报 2022-05-31 评论(3)</div></li>",
            "蚝农清晨开市",
            _DAY,
        ),
        (
            "<li><a href='/p/1.html'>蚝农清晨开市</a><b>2022-06-02</b><b>2022-05-31</b></li>",
            "蚝农清晨开市",
            None,
        ),
        (
            "<li><a href='/p/1.html'>蚝农清晨开市</a><p>更新：2022-06-02</p><p>发布时间：2022-05-31</p></li>",
            "蚝农清晨开市",
            _DAY,
        ),
        ("<div><a href='/p/1.html'>蚝农清晨开市</a><span>2022-05-31</span></div>", "蚝农清晨开市", _DAY),
        (
            "<table><tr><td><a href='/p/1.html'>蚝农清晨开市</a></td><td>2022-05-31</td></tr></table>",
            "蚝农清晨开市",
            _DAY,
        ),
        (
            "<table><tr><td><a href='/p/1.html'>蚝农清晨开市</a></td>"
            "<td><a href='/p/3.html'>菠萝上市</a> 2022-05-31</td></tr></table>",
            "蚝农清晨开市",
            None,
        ),
    ],
)
def test_the_day_is_the_rows_and_never_the_headlines(row: str, headline: str, day: date | None) -> None:
    link = _first(row)
    assert (link.headline, link.day) == (headline, day)


@pytest.mark.parametrize(
    "told",
    [
        "<div>蚝农清晨开市</div><div>来源 04-27</div>",
        "<div>来源 04-27</div><div>蚝农清晨开市</div>",
        "<div>湛江日报 2026-04-27</div><p>蚝农清晨开市</p>",
        "<span>04-27</span>蚝农清晨开市",
        "蚝农清晨开市<br>04-27 10:20",
        "蚝农清晨开市<i>今天</i>",
        "<p>蚝农清晨开市</p><p>３天前</p>",
        "<b>蚝农</b>清晨开市<font>昨天 10:20</font>",
        "<h4>蚝农清晨开市</h4><p>赤坎的蚝市清晨开张，蚝农们挑着担子，从各个港口赶来。</p>",
        "<img src='a.jpg'><span>蚝农清晨开市</span><small>5分钟前</small>",
    ],
)
def test_what_stands_beside_the_headline_in_the_link_is_none_of_it(told: str) -> None:
    link = _first(f"<li><a href='/p/1.html'>{told}</a></li>")
    assert link.headline == "蚝农清晨开市"


@pytest.mark.parametrize(
    ("links", "headline"),
    [
        ("<a href='/p/1.html'>2022-05-31</a><a href='/p/1.html'>开市</a>", "开市"),
        ("<a href='/p/1.html'>开市</a><a href='/p/1.html'>[查看详细]</a>", "开市"),
        ("<a href='/p/1.html' title='蚝农清晨开市，菠萝午后上市'>蚝农清晨开…</a>", "蚝农清晨开市，菠萝午后上市"),
        ("<a href='/p/1.html' title='蚝农清晨开市'><span>时政</span><span>蚝农清晨开市</span></a>", "蚝农清晨开市"),
        ("<a href='/p/1.html' title='湛江'>湛江蚝农清晨开市</a>", "湛江蚝农清晨开市"),
        ("<a href='/p/1.html'>4月27日</a>", "4月27日"),
        ("<a href='/p/1.html'>2022-05-31</a>", "2022-05-31"),
    ],
)
def test_the_headline_of_several_links(links: str, headline: str) -> None:
    assert _first(f"<li>{links}</li>").headline == headline


@pytest.mark.parametrize(
    ("printed", "latest"),
    [
        ("04-27", date(2026, 4, 27)),
        ("12月24日", date(2025, 12, 24)),
        ("今天", date(2026, 11, 28)),
        ("昨天 10:20", date(2026, 11, 27)),
        ("3天前", date(2026, 11, 25)),
        ("5小时前", date(2026, 11, 28)),
        ("2022-05-31", _DAY),
        ("02-29", None),
        ("", None),
    ],
)
def test_a_short_date_bounds_the_day(printed: str, latest: date | None) -> None:
    link = _first(f"<li><a href='/p/1.html'>蚝农清晨开市</a><span>{printed}</span></li>")
    assert link.latest == latest
    assert link.day == (_DAY if printed == "2022-05-31" else None)


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("/p/\n1.html", "https://www.example/p/1.html"),
        ("\n   /p/1.html\t ", "https://www.example/p/1.html"),
        ("/p/1\r\n.html", "https://www.example/p/1.html"),
        ("　/p/1.html　", "https://www.example/p/1.html"),
        ("\\p\\1.html", "https://www.example/p/1.html"),
        ("https:\\\\www.example\\p\\1.html", "https://www.example/p/1.html"),
        ("../p/1.html#top", "https://www.example/p/1.html#top"),
    ],
)
def test_blanks_and_breaks_in_an_address_are_as_browsers_read_them(href: str, url: str) -> None:
    assert _first(f'<li><a href="{href}">蚝农清晨开市</a></li>').url == url


@pytest.mark.parametrize(
    "href",
    [
        "http://host:port/p/9.html",
        "http://www.example:99999/p/9.html",
        "http://[bad/p/9.html",
        "//[::1/p/9.html",
        "http://www.example]/p/9.html",
        "/p/%zz.html",
        "http://℀.example/p/9.html",
        "JAVASCRIPT:go('/p/9.html')",
        "http://",
    ],
)
def test_a_bad_link_loses_no_other(href: str) -> None:
    for around in ("<li>{}</li>", "<h3>热点新闻排行</h3><ol><li>{}</li></ol>"):
        bad = around.format(f'<a href="{href}">坏</a>')
        root = etree.HTML(f"<div>{bad}<ul><li><a href='/p/1.html'>蚝农清晨开市</a></li>{_OTHER}</ul></div>")
        links = article_links(root, _BASE, lambda url: url.startswith("https://www.example/"))
        assert [link.reference.number for link in links] == [1, 2]
