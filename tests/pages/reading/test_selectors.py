"""Declared marks hold for a time of fetching, as layouts do (``tests/pages/article/test_dated_layouts.py``)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree
from lxml.etree import XPath

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.base import Page
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pages.reading.selectors import ARTICLE_MARKS, NEWSPAPER_MARKS, Layout, Mark, MarkedPart, locate

_ARTICLE = "https://www.gdzjdaily.com.cn/p/1.html"
_FOLDER = "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/"
_TEXT = "湛江港昨日开通新航线，首航货轮满载启程。"
_VIDEO = f"<div class=video-title><h1>春耕开始</h1></div><p>2022-05-31 21:58 来源：湛江云媒</p><p>{_TEXT}</p>"
_LABEL = "<b class=fisrt>06<strong>副刊</strong></b><a href=content_1.htm>春耕</a>"
_KICKER = (
    f"<div><i><p style='color: #827E7B'>农事新篇</p></i></div>{'<hr>' * 9}<div><div><div><div><div><h1>春耕开始</h1>"
)
_KICKER += f"</div></div></div></div></div><div id=ozoom><p>{_TEXT}</p></div>"
_PICTURE = "<table bgcolor=#D8D9BD><tr><td><img src=/a.jpg></td></tr></table>"
_PICTURE += f"<div><h1>春耕开始</h1></div><div id=ozoom><p>{_TEXT}</p></div>"


def _pictures(page: Page) -> bool:
    assert isinstance(page, NewspaperArticlePage)
    return bool(page.to_item().images)


_CASES: list[tuple[MarkedPart, type[Page], str, str, Callable[..., bool]]] = [
    ("video title", ArticlePage, _ARTICLE, _VIDEO, lambda page: page.to_item().kind == "video"),
    ("page label", EditionPage, f"{_FOLDER}node_7.htm", _LABEL, lambda page: page.to_item().name == "副刊"),
    (
        "kicker",
        NewspaperArticlePage,
        f"{_FOLDER}content_1.htm",
        _KICKER,
        lambda page: page.to_item().kicker is not None,
    ),
    ("pictures", NewspaperArticlePage, f"{_FOLDER}content_1.htm", _PICTURE, _pictures),
]


@pytest.mark.parametrize(("part", "page_type", "url", "body", "shows"), _CASES, ids=[case[0] for case in _CASES])
def test_a_mark_counts_while_it_holds(
    part: MarkedPart, page_type: type[Page], url: str, body: str, shows: Callable[..., bool]
) -> None:
    results = []
    for at in ("2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"):
        page = page_type(f"<html><body>{body}</body></html>".encode(), url, fetched_at=at)
        page.marks = [replace(mark, until="2026-01-01") for mark in page.marks]
        results.append(shows(page))
    assert results == [True, False]


def test_a_new_mark_beside_the_old_one() -> None:
    old, *others = [mark for mark in NEWSPAPER_MARKS if mark.part == "page label"]
    assert not others
    new = Mark(
        "first template, spelt right", b"first", part="page label", path=XPath("//b[@class='first']"), since="2026"
    )
    marks = [new, replace(old, until="2026")]
    texts = []
    for at in ("2025-06", "2026-06", ""):
        page = Page(b"<b class=first>07</b><b class=fisrt>06</b>", _ARTICLE, fetched_at=at)
        page.marks = marks
        texts.append([element.text for element in page.marked("page label")])
    assert texts == [["06"], ["07"], ["07", "06"]]


def test_no_two_marks_of_a_page_have_one_name() -> None:
    for marks in (ARTICLE_MARKS, NEWSPAPER_MARKS):
        assert len({mark.name for mark in marks}) == len(marks)


def test_a_layout_that_finds_two_bodies_is_none() -> None:
    layout = Layout("twice", b"", XPath("//h1"), XPath("//div"))
    one, two = (etree.HTML(f"<h1>春耕</h1>{'<div>湛江</div>' * count}") for count in (1, 2))
    assert locate(one, b"", "", [layout]) and not locate(two, b"", "", [layout])


def test_the_scope_is_the_innermost_element_around_headline_and_body() -> None:
    layout = Layout("one", b"", XPath("//h1"), XPath("//div[@id='zoom']"))
    root = etree.HTML("<ul></ul><section><p><h1>春耕</h1></p><div id=zoom>湛江</div></section>")
    located = locate(root, b"", "", [layout])
    assert located and located.scope.tag == "section"
