"""The body of an article, and what stands among its paragraphs."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.items import Person
from zhanjiang.pages.article.body import Body, read_body
from zhanjiang.pages.reading.lines import read_lines

_FIRST, _SECOND = "湛江港昨日开通新航线，首航货轮满载启程。", "港口一片繁忙。"


def _read(html: str, within: str = "") -> Body:
    root = etree.HTML(f"<div>{html}</div>")
    [element] = root.xpath(within) if within else [None]
    return read_body(read_lines(root), 0, element)


@pytest.mark.parametrize(
    "between",
    [
        *("<p>分享到：</p>", "<p>未经授权不得转载</p>", "<p>1 2 3 下一页</p>", "<p>图片</p>", "<p>展开详细</p>"),
        "<div><h3>相关新闻</h3><p><a href='/p/2.html'>插秧</a></p><p><a href='/p/3.html'>早稻</a></p></div>",
        "<p><img src=/a/ewm.jpg alt=二维码></p><p>扫一扫关注我们</p>",
        "<p><img src=/a/0123.jpg></p><p>扫描二维码关注湛江云媒</p>",
        "<ul><li><a href='/p/2.html'>插秧忙</a></li></ul>",
    ],
)
def test_what_is_no_part_of_the_story_is_left_out(between: str) -> None:
    body = _read(f"<p>{_FIRST}</p>{between}<p>{_SECOND}</p>")
    assert (body.paragraphs, body.pictures) == ([_FIRST, _SECOND], [])


@pytest.mark.parametrize("end", ["评论一下", "湛图片", "热点新闻排行", "版权所有", "上一篇：早稻"])
def test_the_article_ends_where_the_page_goes_on(end: str) -> None:
    body = _read(f"<p>{_FIRST}</p><p>{end}</p><p>{_SECOND}</p>")
    assert (body.paragraphs, body.end) == ([_FIRST], 1)


def test_without_an_end_it_goes_to_the_last_line() -> None:
    assert _read(f"<p>{_FIRST}</p><p>{_SECOND}</p>").end == 2


@pytest.mark.parametrize(
    "credits",
    [
        "<p>编辑：林小溪</p><p>值班主任：周大海</p>",
        "<p>编辑：林小溪 值班主任：周大海</p>",
        "<table><tr><td>编辑：</td><td>林小溪</td></tr><tr><td>值班主任：</td><td>周大海</td></tr></table>",
        "<p>活动持续到周日。（编辑/林小溪 值班主任/周大海）</p>",
    ],
)
def test_credits_end_the_story(credits: str) -> None:
    body = _read(f"<p>{_FIRST}</p>{credits}<p>{_SECOND}</p>")
    assert body.credits == [Person("编辑", "林小溪"), Person("值班主任", "周大海")]
    assert _SECOND not in body.paragraphs


def test_labels_after_the_text() -> None:
    body = _read(f"<p>{_FIRST}</p><p>作者：记者林小溪</p><p>来源：湛江云媒</p>")
    assert (body.paragraphs, body.info.byline, body.info.source) == ([_FIRST], "记者林小溪", "湛江云媒")


def test_a_body_printed_twice_counts_once() -> None:
    once = f"<p>{_FIRST}</p><p>{_SECOND}</p>"
    assert _read(once + once).paragraphs == [_FIRST, _SECOND]


def test_a_picture_shown_twice_counts_once() -> None:
    thumbnails = "<p><img src=/a/1.jpg></p><p><img src=/a/2.jpg></p>"
    assert [address for address, _ in _read(thumbnails + thumbnails).pictures] == ["/a/1.jpg", "/a/2.jpg"]


def test_only_what_is_in_the_declared_element_counts_but_credits() -> None:
    html = f"<p>{_SECOND}</p><section><p>{_FIRST}</p></section><p>{_SECOND}</p><p>编辑：林小溪</p>"
    body = _read(html, "//section")
    assert (body.paragraphs, body.credits) == ([_FIRST], [Person("编辑", "林小溪")])


def test_indents_that_a_mirror_lost_and_the_button_that_unfolds() -> None:
    assert _read(f"<p>????{_FIRST}…展开详细</p>").paragraphs == [_FIRST]


def test_players_are_counted() -> None:
    assert _read(f"<video src=a.mp4></video><p>{_FIRST}</p><iframe src=/video/b></iframe>").players == 2


@pytest.mark.parametrize(
    "summary",
    [
        f"摘要：{_FIRST}{_SECOND}",
        f"【核心提示】{_FIRST}{_SECOND}…",
        f"{_FIRST}{_SECOND}货轮将在十天后",
        f"摘要 {_FIRST}{_SECOND}货轮将在……",
    ],
)
def test_a_summary_that_is_the_storys_beginning_is_left_out(summary: str) -> None:
    story = f"<p>{_FIRST}</p><p><img src=/a/1.jpg></p><p>{_SECOND}货轮将在十天后抵达。</p>"
    body = _read(f"<p>{summary}</p>{story}")
    assert body.paragraphs == [_FIRST, f"{_SECOND}货轮将在十天后抵达。"]
    assert [address for address, _ in body.pictures] == ["/a/1.jpg"]


@pytest.mark.parametrize(
    "first",
    [
        f"摘要：{_FIRST}港口外的渔民也来送行。",
        "首航货轮满载启程。",
        f"昨夜今晨{_FIRST}{_SECOND}",
        _FIRST[:12],
    ],
)
def test_a_first_paragraph_that_says_anything_else_stays(first: str) -> None:
    assert _read(f"<p>{first}</p><p>{_FIRST}</p><p>{_SECOND}</p>").paragraphs == [first, _FIRST, _SECOND]


@pytest.mark.parametrize(
    ("pager", "is_text"),
    [
        ("页码：1 <a href='/p/7_2.html'>2</a> <a href='/p/7_3.html'>3</a>", False),
        ("分页: <a href='/p/7.html'>[1]</a> 2", True),
        ("<a href='/p/7.html'>1</a>|<a href='/p/7_2.html'>2</a>", False),
        ("热线：<a href='tel:3381234'>0759-3381234</a>", True),
        ("比分：<a href='/p/9.html'>1-2</a>", True),
        ("页码：1 2 3", True),
    ],
)
def test_a_pager_in_the_body_is_no_text_but_a_telephone_is(pager: str, is_text: bool) -> None:
    body = _read(f"<section><p>{_FIRST}</p><p>{pager}</p><p>{_SECOND}</p></section>", "//section")
    assert (len(body.paragraphs) == 3) is is_text
