"""The marks that mirrors print for lost indents, on pages whose text they damaged and on pages they did not."""

from __future__ import annotations

import pytest
from opencc import OpenCC

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.replica.damage import damage

_READINGS = {"來": "lái", "發": "fā", "報": "bào", "數": "shù", "調": "diào", "轉": "zhuǎn", "結": "jié", "應": "yīng"}
_READINGS |= {"強": "qiáng", "規": "guī", "種": "zhòng", "長": "zhǎng", "動": "dòng", "請": "qǐng", "頁": "yè"}
_PARAGRAPHS = [
    *("湛江日报社今天来人调查，请大家数一数。", "（一）扩大规模化种植，强化应用，发展农业。", "2022年，渔港开始动工。"),
    *("A座的数据结转完毕。", "“十四五”期间保证长期发展。"),
]


def _page(indent: str) -> str:
    body = "".join(f"<p>{indent}{paragraph}</p>" for paragraph in _PARAGRAPHS)
    info = "<p>2020-05-31 21:58 来源：湛江日报</p>"
    return f"<html><head><title>渔港</title></head><body><h1>渔港</h1>{info}<div>{body}</div></body></html>"


def _text(html: str) -> list[str]:
    article = ArticlePage(html.encode(), "http://mirror.example/p/2665093.html").to_item()
    assert article.repair is None or article.repair.proved
    return (OpenCC("t2s").convert(article.text) if article.text else "").split("\n\n")


@pytest.mark.parametrize("marks", ["????", "????????", "??", "? ? "])
def test_on_an_undamaged_page_they_are_no_text(marks: str) -> None:
    assert _text(_page(marks)) == _PARAGRAPHS


@pytest.mark.parametrize("width", [4, 8])
@pytest.mark.parametrize("half_width", [False, True])
def test_on_a_damaged_page_no_character_is_made_of_them(width: int, half_width: bool) -> None:
    shown = damage(OpenCC("s2t").convert(_page("\xa0" * width)), _READINGS, half_width)
    assert "?" * width in shown
    text = [paragraph.replace(",", "，").replace("(一)", "（一）") for paragraph in _text(shown)]
    assert text == _PARAGRAPHS


def test_question_marks_that_ask_stay() -> None:
    html = _page("").replace(_PARAGRAPHS[0], "??!谁来了")
    assert _text(html)[0] == "??!谁来了"
