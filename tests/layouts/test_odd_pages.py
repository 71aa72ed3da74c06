"""Odd pages are outvoted when a layout is learned: none of them breaks the learning of the others."""

from __future__ import annotations

from time import process_time

import pytest
from lxml import html

from zhanjiang.items import Article
from zhanjiang.layouts.comparison import Difference, Shown, differences
from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.paths import Paths, conditions_of, elements_at
from zhanjiang.layouts.sample import sample
from zhanjiang.pages.article.page import ArticlePage

_PLACES = [f"{name}湾" for name in "赤霞坡麻海硇南调湖岭遂徐雷廉吴安草乌龙塘"]
_PAGE = (
    "<html><body><div class='bar'><a href='/'>首页</a> 湛江云媒</div>"
    "<div class='story'><h2 class='t'>{place}渡口复航</h2>"
    "<p class='by'>2024-05-{day:02} 10:{day:02}　来源：湛江日报</p><div class='words'><p>{place}渡口于本月{day}日复航，"
    "首班船载客{day}人，船工们忙到傍晚才歇。</p><p>{place}的老街坊说，水位正好，{day}年来头一回这么热闹，"
    "{place}的渔船也都靠过来看，码头上卖糖水的生意好了三成。</p></div></div></body></html>"
)


@pytest.mark.parametrize(
    ("usual", "odd"),
    [
        ("<h2 class='t'>{place}渡口复航</h2>", "<o:p><h2 class='t'>{place}渡口复航</h2></o:p>"),
        ("<h2 class='t'>{place}渡口复航</h2>", "<h2 class='t'><o:p>{place}渡口复航</o:p></h2>"),
        ("<div class='words'>", "<st1:place><div class='words'>"),
        ("class='by'", "class='by\\x01'"),
        ("class='by'", "id=\"''''\""),
        ("class='words'", "class=\"words a''''b\""),
        ("<div class='words'>", "<div class='words'><i class='x'></i>" + "<b class='x'>湛</b>" * 10_000),
        ("<div class='words'>", "<div>" * 240 + "<div class='words'>"),
    ],
)
def test_one_odd_page_does_not_stop_the_learning(usual: str, odd: str) -> None:
    odd = odd.replace("\\x01", "\x01")
    pages = [_PAGE if day > 1 else _PAGE.replace(usual, odd) for day in range(1, 21)]
    [layout] = learn(
        [
            sample(ArticlePage(page.format(place=place, day=day).encode(), f"https://www.example/p/{day}.html"))
            for day, (place, page) in enumerate(zip(_PLACES, pages, strict=True), 1)
        ]
    )
    assert "words" in layout.body
    assert layout.headline.endswith("]")


@pytest.mark.parametrize("name", ["a''''b", "a\x01b", "a'b", '"', "湛江"])
def test_every_path_to_an_element_of_an_odd_name_is_an_xpath(name: str) -> None:
    root = html.fromstring("<html><body><div><p>湛江</p></div></body></html>")
    paragraph = root.find(".//p")
    assert paragraph is not None
    try:
        paragraph.set("id", name)
    except ValueError:  # lxml sets no control character, but reads one
        root = html.fromstring(f"<html><body><div><p id='{name}'>湛江</p></div></body></html>")
        paragraph = root.find(".//p")
        assert paragraph is not None
    paths = [*Paths([conditions_of(paragraph)]).to(paragraph)]
    assert paths
    assert all(elements_at(path, root) == [paragraph] for path in paths)


def test_what_is_no_xpath_finds_nothing() -> None:
    root = html.fromstring("<html><body><o:p>湛江</o:p></body></html>")
    assert elements_at("/html/body/o:p[1]", root) == []
    assert elements_at("//p[", root) == []


class Page:
    """A page of one paragraph."""

    layout = ""

    def __init__(self, text: str) -> None:
        self.html = f"<html><body><p>{text}</p></body></html>"
        self.root = html.fromstring(self.html)


def test_a_paragraph_of_any_length_is_compared() -> None:
    long = "".join(chr(0x4E00 + at * 7919 % 20_000) for at in range(60_000))
    old, new = f"{long[:9000]}旧渡{long[9000:]}", f"{long[:9000]}新渡{long[9000:]}"
    shown = [Shown(Article(headline="渡口", text=text), [Page(text)]) for text in (old, new)]
    began = process_time()
    assert differences(*shown) == {Difference("text", "旧"), Difference("text", "新")}
    assert process_time() - began < 5
