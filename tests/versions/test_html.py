"""The HTML page: whole in itself, escaped, with every difference in it."""

from __future__ import annotations

import re

from parsel import Selector

from zhanjiang.items import Article
from zhanjiang.versions.differences import changes
from zhanjiang.versions.html import versions_page


def _page(revisions: list[Article]) -> str:
    return versions_page(revisions, changes(revisions))


def test_revisions_and_differences_are_on_the_page(revisions: list[Article]) -> None:
    page = Selector(_page(revisions))
    assert page.css("h1::text").get() == "硇洲渔港举办开渔活动"
    assert len(page.css("ol li")) == 3
    assert page.css("del::text").getall() == ["行", "一"]
    assert page.css("ins::text").getall() == ["办", "三", "温可立 摄", "、通讯员 庞小满"]
    assert page.css("dt::text").getall() == ["主题 ", "正文 ", "图片说明 ", "作者 "]


def test_omitted_stretches_are_folded_and_nothing_is_lost(revisions: list[Article]) -> None:
    text = Selector(_page(revisions)).xpath("//dd[preceding-sibling::dt[1][contains(., '正文')]]")[0]
    shown = "".join(text.xpath(".//text()[not(parent::summary) and not(parent::ins)]").getall())
    assert shown == revisions[0].text
    assert text.css("summary::text").getall() == ["…"]


def test_what_pages_say_is_escaped(revisions: list[Article]) -> None:
    revisions[1].headline = "<script>alert(1)</script>\"'&"
    revisions[2].url = "javascript:alert(1)"
    revisions[2].headline = "</title><img src=x onerror=alert(1)>"
    page = _page(revisions)
    assert "<script" not in page and "<img" not in page and "javascript:" not in page
    assert Selector(page).css("h1::text").get() == revisions[2].headline


def test_the_page_needs_nothing_beside_itself(revisions: list[Article]) -> None:
    page = _page(revisions)
    assert page.startswith("<!doctype html>")
    assert re.findall(r"<(?:script|link|img|iframe)\b|@import|url\(", page) == []
    assert re.findall(r'(?:src|href)="([^"]*)"', page) == ["https://www.example/p/2700001.html"]
    for part in (
        'charset="utf-8"',
        "width=device-width",
        "color-scheme: light dark",
        "PingFang SC",
        "Noto Sans CJK SC",
    ):
        assert part in page


def test_one_revision_says_so(revisions: list[Article]) -> None:
    page = _page(revisions[:1])
    assert "只有一个版本" in page and "<ins>" not in page


def test_revisions_that_differ_in_nothing_compared_say_so(revisions: list[Article]) -> None:
    same = Article(id="portal/2700001", revision=2, revision_cause="reparsed")
    assert "所比较的各项没有不同" in _page([Article(revision=1), same])
