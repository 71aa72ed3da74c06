"""A layout learned from pages whose bodies hold the readers' comments as well reads the stories alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhanjiang.layouts.learning import learn
from zhanjiang.layouts.sample import sample
from zhanjiang.pages.article.page import ArticlePage

_NAMES = ("海边的风", "湛江小虾", "赤坎老街坊", "一叶轻舟", "老船长")
_PLACES = [f"{name}湾" for name in "赤霞坡麻海硇南调湖岭遂徐雷廉吴安草乌龙塘角北桥石"]
_FORMS = {
    "lines": "<p>{name}：{place}变化真大，第{at}次来了</p>",
    "blocks": "<div class='it'><div class='u'>{name}</div><div class='c'>{place}变化真大，第{at}次来了</div></div>",
    "times": "<div class='it'><div>{name} 2024-06-{at:02} 09:13</div><p>{place}变化真大，第{at}次来了</p></div>",
    "named buttons": "<li class='it'>{name}：{place}变化真大，第{at}次来了 <i>赞({at})</i></li>",
    "buttons": "<li>{name}：{place}变化真大，第{at}次来了 <i>赞({at})</i></li>",
}


def _story(at: int) -> list[str]:
    place = _PLACES[at]
    return [
        f"{place}的渔港昨日开港，第一批渔船{at}时归来，鱼贩子在码头等着过秤。",
        f"{place}的街坊一早就来了，买鱼的队伍排到桥头，有{at * 3}人还带着孩子。",
        f"船工说，{place}的水温比往年高{at % 5 + 1}度，鱼群来得早，个头也大一些。",
    ]


def _page(at: int, form: str, heading: str, fewest: int = 2, listed: str = "") -> ArticlePage:
    place = _PLACES[at]
    said = "".join(_FORMS[form].format(name=name, place=place, at=at % 28 + 1) for name in _NAMES[: at % 4 + fewest])
    story = "".join(f"<p>{paragraph}</p>" for paragraph in _story(at)) + listed
    html = (
        f"<html><head><title>{place}渔港开港</title></head><body><div class='top'>湛江云媒</div><div class='wrap'>"
        f"<h2 class='t'>{place}渔港开港</h2><p class='by'>2024-05-{at % 28 + 1:02} 10:20 来源：湛江日报</p>"
        f"<div class='words'>{story}{heading}{said}</div></div><div class='ft'>返回首页</div></body></html>"
    )
    return ArticlePage(html.encode(), f"https://www.example/p/{at}.html", fetched_at="2026-11-28T00:00:00Z")


@pytest.mark.parametrize("heading", ["<p>网友评论</p>", "<strong>热门评论</strong>", "<div>评论（5）</div>"])
@pytest.mark.parametrize("form", _FORMS)
def test_comments_in_all_bodies_are_no_text(form: str, heading: str) -> None:
    [layout] = learn([sample(_page(at, form, heading)) for at in range(24)])
    for at in range(24):
        page = _page(at, form, heading)
        page.learned = [replace(layout, name="learned 1")]
        article = page.to_item()
        assert (article.extracted_by or {})["text"] == "learned"
        assert (article.text or "").split("\n\n") == _story(at)


@pytest.mark.parametrize("form", ["named buttons", "buttons"])
def test_where_comments_stand_on_many_pages_tells_a_single_one_but_no_list_of_a_story(form: str) -> None:
    [layout] = learn([sample(_page(at, form, "", fewest=1)) for at in range(24)])
    for at in range(24):
        page = _page(at, form, "", fewest=1, listed="<ul><li>附近的渔港有三处</li></ul>")
        page.learned = [replace(layout, name="learned 1")]
        lines = (page.to_item().text or "").split("\n\n")
        is_single = at % 4 == 0
        assert lines[:4] == [*_story(at), "附近的渔港有三处"]
        assert len(lines[4:]) == (is_single and form == "buttons")
