"""Captions: which paragraph beside a picture belongs to it."""

from __future__ import annotations

import pytest
from lxml import etree

from zhanjiang.pages.article.body import read_body
from zhanjiang.pages.reading.lines import read_lines

_P = "<p style='text-indent:2em'>湛江港昨日开通新航线，首航货轮满载启程。</p>"
_CENTRED = "<p style='text-align: center'>{}</p>"
_A, _B = (f"<p style='text-align: center'><img src=/{name}.jpg></p>" for name in "ab")


def _read(html: str) -> tuple[int, list[tuple[str, str | None]]]:
    body = read_body(read_lines(etree.HTML(f"<div>{html}</div>")), 0)
    return len(body.paragraphs), body.pictures


@pytest.mark.parametrize(
    ("html", "paragraphs", "captions"),
    [
        (_P + _A + _CENTRED.format("货轮启航") + _P, 2, ["货轮启航"]),
        (_P + _CENTRED.format("货轮启航") + _A + _P, 2, ["货轮启航"]),
        (_A + _CENTRED.format("其一") + _B + _CENTRED.format("其二") + _P, 1, ["其一", "其二"]),
        (_CENTRED.format("其一") + _A + _CENTRED.format("其二") + _B + _P, 1, ["其一", "其二"]),
        (_P + "<p><img src=/a.jpg></p><p>货轮启航。记者林小溪摄</p>" + _P, 2, ["货轮启航。记者林小溪摄"]),
        (_P + "<p><img src=/a.jpg></p><p>▲货轮启航</p>" + _P, 2, ["▲货轮启航"]),
        (_P + "<figure><img src=/a.jpg><figcaption>货轮启航</figcaption></figure>" + _P, 2, ["货轮启航"]),
        (_P + "<p><img src=/a.jpg><br>货轮启航</p>" + _P, 2, ["货轮启航"]),
        ("<ul><li><img src=/a.jpg data-caption='货轮启航'></li></ul>" + _P, 1, ["货轮启航"]),
        (_P + _A + "<p style='text-indent:2em'>港口一片繁忙。</p>", 2, [None]),
        (_P + _CENTRED.format("货轮启航") + _P, 3, []),
    ],
)
def test_captions(html: str, paragraphs: int, captions: list[str | None]) -> None:
    count, pictures = _read(html)
    assert (count, [caption for _, caption in pictures]) == (paragraphs, captions)


def test_two_captions_of_one_picture_are_joined() -> None:
    html = _P + _A + _CENTRED.format("货轮启航") + _CENTRED.format("通讯员供图") + _P
    assert _read(html)[1] == [("/a.jpg", "货轮启航 通讯员供图")]


def test_a_long_paragraph_is_no_caption() -> None:
    long = _CENTRED.format("湛江港昨日开通新航线" * 20)
    assert _read(_P + _A + long)[1] == [("/a.jpg", None)]


def test_most_text_of_a_page_is_no_caption_however_other_pages_set_theirs() -> None:
    """Where a site indents its paragraphs, plain ones may be captions, but not on a page that indents none."""
    told = [f"<p>渔民把{what}送到市场去，码头上的人都来帮忙，天亮前要卖完。</p>" for what in ("鱼", "虾", "蚝")]
    lines = read_lines(etree.HTML(f"<div>{told[0]}{told[1]}{_A}{_CENTRED.format('货轮启航')}{told[2]}</div>"))
    body = read_body(lines, 0, is_caption=lambda line: True)
    assert (len(body.paragraphs), body.pictures) == (3, [("/a.jpg", "货轮启航")])
