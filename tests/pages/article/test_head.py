"""The top of an article among the lines of a page, whatever its tags and classes."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.pages.article.head import Head, read_head
from zhanjiang.pages.reading.lines import read_lines

_INFO = "<p>2022-05-31 21:58 来源：湛江云媒 作者：记者林小溪</p>"
_BODY = "<div><p>湛江港昨日开通新航线，首航货轮满载启程，港口一片繁忙。</p></div>"


def _read(html: str, *titles: str, declared: str = "") -> Head:
    root = etree.HTML(f"<div>{html}</div>")
    [element] = root.xpath(declared) if declared else [None]
    return read_head(read_lines(root), list(titles), element)


@pytest.mark.parametrize(
    ("html", "titles", "declared", "headline", "rule"),
    [
        ("<h1>春耕开始</h1>", ["春耕开始_湛江云媒"], "", "春耕开始", "label"),
        ("<h3>登录湛江云媒账号</h3><p>春耕开始</p>", ["湛江云媒 - 春耕开始"], "", "春耕开始", "label"),
        ("<p>报小拍｜春耕!</p>", ["报小拍 | 春耕！-湛江日报"], "", "报小拍｜春耕!", "label"),
        ("<p>农事新篇</p><h2>春耕开始</h2>", [], "", "春耕开始", "label"),
        ("<p>农事新篇</p><p><font size=5>春耕开始</font></p>", [], "", "春耕开始", "label"),
        ("<h1>湛江云媒</h1><h2 id=t>春耕开始</h2>", [], "//*[@id='t']", "春耕开始", "selector"),
    ],
)
def test_headline(html: str, titles: list[str], declared: str, headline: str, rule: str) -> None:
    head = _read(html + _INFO + _BODY, *titles, declared=declared)
    assert (head.headline, head.headline_rule) == (headline, rule)


def test_kicker_above_and_deck_below() -> None:
    head = _read(f"<div><p>农事新篇</p><h1>春耕开始</h1><p>——湛江农事观察</p></div>{_INFO}{_BODY}", "春耕开始")
    assert (head.kicker, head.headline, head.subheadline) == ("农事新篇", "春耕开始", "——湛江农事观察")


def test_the_name_of_a_channel_is_no_kicker() -> None:
    assert _read(f"<div><p>湛江新闻</p><h1>春耕开始</h1></div>{_INFO}{_BODY}", "春耕开始").kicker is None


@pytest.mark.parametrize(
    "info",
    [
        _INFO,
        "<ul><li>2022-05-31 21:58</li><li>来源：湛江云媒</li><li>作者：记者林小溪</li></ul>",
        "<table><tr><td>来源：湛江云媒</td><td>作者：记者林小溪</td><td>2022-05-31 21:58</td></tr></table>",
        "<p><span>2022-05-31 21:58</span> <span>来源:湛江云媒</span> <span>作者:记者林小溪</span></p>",
    ],
)
def test_the_info_line_in_one_element_or_many(info: str) -> None:
    head = _read(f"<h1>春耕开始</h1>{info}{_BODY}", "春耕开始")
    assert (head.info.source, head.info.byline) == ("湛江云媒", "记者林小溪")
    assert head.info.date and head.info.date.startswith("2022-05-31")


def test_the_end_is_the_first_line_of_the_body() -> None:
    root = etree.HTML(f"<div><h1>春耕开始</h1>{_INFO}{_BODY}</div>")
    lines = read_lines(root)
    assert lines[read_head(lines, ["春耕开始"]).end].text.startswith("湛江港昨日")


def test_a_date_in_a_row_of_a_list_is_no_info_line() -> None:
    rows = "".join(f"<li><a href='/p/{number}.html'>插秧</a> 2022-05-3{number}</li>" for number in (0, 1))
    assert _read(f"<ul>{rows}</ul>").info.date is None


def test_a_page_without_an_article_has_neither_headline_nor_date() -> None:
    head = _read("<p>您访问的页面不存在或已删除</p>")
    assert (head.headline, head.info.date, head.end) == (None, None, 0)
