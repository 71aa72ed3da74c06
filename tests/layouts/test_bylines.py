"""Where bylines stand that no label names: learned from their roles, or from the names alone."""

from __future__ import annotations

import pytest

from zhanjiang.items import Article
from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.sample import sample
from zhanjiang.pages.article.page import ArticlePage

_PLACES = [f"{name}湾" for name in "赤霞坡麻海硇南调湖岭遂徐雷廉吴安草乌龙塘"]
_NAMES = ("林凯", "周大海", "陈一舟", "黄小琴", "许平")
_SOURCES = ("湛江晚报", "湛江日报")
_PAGE = (
    "<html><body><div class='bar'><a href='/'>首页</a> 湛江云媒</div><div class='story'>"
    "<h2 class='t'>{place}渡口复航</h2>"
    "<div class='by'><span class='d'>2024-05-{day:02} 10:{day:02}</span> <span class='s'>{source}</span> {by}</div>"
    "<div class='words'><p>{place}渡口于本月{day}日复航，首班船载客{day}人，船工们忙到傍晚才歇。</p>"
    "<p>{place}的老街坊说，水位正好，{day}年来头一回这么热闹，{place}的渔船也都靠过来看，码头上卖糖水的生意好了三成。</p>"
    "</div></div></body></html>"
)


def _read(by: str) -> list[Article]:
    """The articles of a site as the layout reads them that was learned from it; ``by`` is how each prints its maker."""
    pages = []
    for day, place in enumerate(_PLACES, 1):
        name = by.format(name=_NAMES[day % len(_NAMES)])
        printed = _PAGE.format(place=place, day=day, source=_SOURCES[day % 2], by=name)
        pages.append(ArticlePage(printed.encode(), f"https://www.example/p/{day}.html"))
    [layout] = learn([sample(page) for page in pages])
    articles = []
    for page in pages:
        fresh = ArticlePage(page.raw, page.url)
        fresh.learned = [layout]
        articles.append(fresh.to_item())
    return articles


@pytest.mark.parametrize(
    "by",
    [
        "<span class='a'><i class='fa fa-user'></i>{name}</span>",
        "<span class='a'><i class='icon'><!-- user --></i> {name}</span>",
        "<em>{name}</em>",
    ],
)
def test_a_name_alone_in_every_info_line_is_the_byline(by: str) -> None:
    articles = _read(by)
    assert [article.byline for article in articles] == [_NAMES[day % len(_NAMES)] for day in range(1, 21)]
    assert {article.source for article in articles} == {*_SOURCES}


def test_a_role_in_an_element_of_its_own_stays_with_the_name() -> None:
    articles = _read("<span class='a'>记者 <b>{name}</b></span>")
    assert {(article.authors[0].role, article.authors[0].name) for article in articles} == {
        ("记者", name) for name in _NAMES
    }


@pytest.mark.parametrize(
    "by",
    [
        "<span class='l'>责任编辑</span> <span class='a'>{name}</span>",
        "<span class='l'>编辑：</span><span class='a'>{name}</span>",
        "<a class='a' href='/wenming/'>文明</a>",
        "<span class='a'>安平</span>",
    ],
)
def test_an_editor_and_what_is_the_same_on_all_pages_are_none(by: str) -> None:
    assert {article.byline for article in _read(by)} == {None}
