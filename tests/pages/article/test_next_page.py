"""Where an article goes on: pagers among a page's lines, in its head, and in the data of its source."""

from __future__ import annotations

import html
import json

import pytest

from zhanjiang.pages.article.page import ArticlePage

_SITE = "https://www.gdzjdaily.com.cn"
_HEADLINE = "硇洲灯塔修缮完工"
_FIRST = ["硇洲岛上的灯塔昨日修缮完工，塔身用的仍是当年的石料。", "石匠说，每一块石头都按原来的编号放回原处。"]
_SECOND = ["灯塔将于下月起开放参观，每天限五百人。", "岛上的渔民说，夜里又能看见那束光了。"]
_NEXT = f"{_SITE}/p/2665093_2.html"


def _pager(page: int) -> str:
    other = 2 if page == 1 else 1
    following = '<a href="/p/2665093_2.html">下一页</a>' if page == 1 else '<a href="/p/2665093.html">上一页</a>'
    return (
        f"<p class=pg><b>{page}</b> <a href='/p/2665093{'_2' if other == 2 else ''}.html'>{other}</a> {following}</p>"
    )


def _in_state(page: int) -> str:
    content = "".join(f"<p>{text}</p>" for text in (_FIRST, _SECOND)[page - 1]) + _pager(page)
    others = [{"id": 7, "title": "别处的新闻", "more": "/p/7_2.html"}]
    state = {"page": {"article": {"id": 2665093, "title": _HEADLINE, "body": content}, "others": others}}
    return f"<div id=root></div><script>window.__STATE__ = {json.dumps(state, ensure_ascii=False)};</script>"


def _page(inside: str, page: int = 1, head: str = "") -> ArticlePage:
    source = f"<html><head><title>{_HEADLINE}_湛江云媒</title>{head}</head><body>{inside}</body></html>"
    return ArticlePage(source.encode(), f"{_SITE}/p/2665093{'_2' if page == 2 else ''}.html")


def test_a_pager_in_the_html_of_a_state_is_followed_and_is_no_text() -> None:
    first, second = _page(_in_state(1)), _page(_in_state(2), 2)
    assert (first.next_page, second.next_page) == (_NEXT, None)
    article = second.to_item([first])
    assert (article.pages, article.text) == (2, "\n\n".join(_FIRST + _SECOND))


@pytest.mark.parametrize(
    "inside",
    [
        f"<div data-story='{html.escape(json.dumps({'t': _HEADLINE, 'pager': _pager(1)}), quote=True)}'></div>",
        f"<template><div><p>{_FIRST[0]}</p>{_pager(1)}</div></template>",
        f"<script>var art = {{t: '{_HEADLINE}', next: '/p/2665093_2.html'}};</script>",
        f"<script>var art = {{t: '{_HEADLINE}', c: '{html.escape(_pager(1))}'}};</script>",
        f"<h1>{_HEADLINE}</h1><select><option value=2665093.html>1<option value=2665093_2.html>2</select>",
        f"<h1>{_HEADLINE}</h1>{_pager(1)}",
    ],
)
def test_a_pager_in_other_forms(inside: str) -> None:
    assert _page(inside).next_page == _NEXT


def test_the_head_names_the_next_page() -> None:
    assert _page(f"<h1>{_HEADLINE}</h1>", head='<link rel="next" href="/p/2665093_2.html">').next_page == _NEXT
    assert _page(f"<h1>{_HEADLINE}</h1>", head='<link rel="prefetch" href="/p/2665093_2.html">').next_page is None


@pytest.mark.parametrize("address", ["/p/2665093.html", "/p/2665093_3.html", "/p/12665093_2.html", "/p/2665093_2.htmx"])
def test_any_other_address_in_data_is_no_next_page(address: str) -> None:
    assert _page(f"<script>var art = {{t: '{_HEADLINE}', next: '{address}'}};</script>").next_page is None
