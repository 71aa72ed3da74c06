"""The comment box's numbers: read from the box in all its forms, never from the story."""

from __future__ import annotations

from unittest.mock import Mock

import pytest
from lxml import etree

from zhanjiang.pages.article import page
from zhanjiang.pages.article.comment_box import read_comment_box
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.lines import Line

_ADDRESS = "https://www.gdzjdaily.com.cn/p/2665093.html"
_STORY = (
    "<p>活动吸引近300人参与，收到500条评论，现场气氛热烈，市民纷纷前来。</p><p>目前已有300人参与活动，共收到500条评论。</p>"
    "<p>已有1.2万人参与，点击量破百万。</p>"
)
_SKINS = {
    "declared": "<div><h1 class=article-title>春耕开始</h1><div>2022-05-31 21:58 来源：湛江云媒</div>"
    "<div class=article-content>{story}</div></div>{box}",
    "undeclared": "<h2>春耕开始</h2><p>2022-05-31 21:58 来源：湛江云媒</p>{story}<p>编辑：林小溪</p>{box}",
    "box in the body": "<div><h1 class=article-title>春耕开始</h1><div>2022-05-31 21:58 来源：湛江云媒</div>"
    "<div class=article-content>{story}<div>{box}</div></div></div>",
}
_BOXES = [
    ("", None, None),
    ("<div>评论 0人参与,0条评论</div>", 0, 0),
    ("<p>评论一下</p><p>评论 <em>12</em>人参与,<em>3</em>条评论</p>", 12, 3),
    ("<p>评论一下 评论 12人参与，3条评论 还没有评论,快来抢沙发吧!</p>", 12, 3),
    ("<p>評論 1.2萬人參與，36條評論</p>", 12000, 36),
    ("<ul><li>评论</li><li>12</li><li>人参与</li><li>,</li><li>3</li><li>条评论</li></ul>", 12, 3),
    ("<a href='#c'>已有<b>12</b>人参与,点击查看更多精彩评论</a>", 12, None),
    ("<p>打开APP</p><p>3 条评论</p><p>来说两句吧。。。</p>", None, 3),
    ("<p>共3条评论</p>", None, 3),
    ("<p>12人参与</p><p>3条评论</p>", 12, 3),
    ("<h3>相关新闻</h3><p>千人徒步300人参与</p><p>评论 12人参与 3条评论</p>", 12, 3),
    ("<button>评论 12人参与,3条评论</button>", 12, 3),
    ("<div style='display:none'>已有12人参与,点击查看更多精彩评论</div>", 12, None),
]


@pytest.mark.parametrize("skin", _SKINS)
@pytest.mark.parametrize(("box", "participants", "count"), _BOXES, ids=[box or "no box" for box, *_ in _BOXES])
def test_numbers_are_those_of_the_box(skin: str, box: str, participants: int | None, count: int | None) -> None:
    body = f"<html><body>{_SKINS[skin].format(story=_STORY, box=box)}</body></html>"
    article = ArticlePage(body.encode(), _ADDRESS).to_item()
    assert (article.comment_participants, article.comment_count) == (participants, count)


def test_no_more_is_read_than_may_belong_to_the_box() -> None:
    element = etree.Element("p")
    blocks = iter(
        [[Line(text, element)] for text in ("港口", "评论 12人参与", "3条评论", "写得好。" * 15, "支持！" * 20, "顶")]
    )
    following = ([*block, Line("支持家乡！" * 8, element)] for block in blocks)
    assert read_comment_box(following, [], "评论") == "评论 12人参与 3条评论"
    assert [line.text for block in blocks for line in block] == ["支持！" * 20, "顶"]


def test_nothing_is_read_after_a_line_with_both_numbers() -> None:
    blocks = iter([[Line(text, etree.Element("p"))] for text in ("港口", "评论 12人参与,3条评论", "顶")])
    assert read_comment_box(blocks, [], "评论") == "评论 12人参与,3条评论"
    assert [line.text for block in blocks for line in block] == ["顶"]


@pytest.mark.parametrize("place", ["headline", "caption", "deck", "last line"])
def test_words_of_an_article_are_no_box(place: str) -> None:
    said = {"headline": "春耕开始", "caption": "", "deck": "", "last line": ""} | {place: "活动吸引近300人参与"}
    story = f"<p>湛江港昨日开通新航线，首航货轮满载启程。</p><p><img src=/a.jpg><br>{said['caption']}</p>"
    body = (
        f"<html><body><h1 class=article-title>{said['headline']}</h1><p>{said['deck']}</p>"
        f"<p>2022-05-31 21:58 来源：湛江云媒</p><div class=article-content>{story}<p>{said['last line']}</p></div>"
        "</body></html>"
    )
    article = ArticlePage(body.encode(), _ADDRESS).to_item()
    assert (article.comment_participants, article.comment_count) == (None, None)


def test_what_follows_an_article_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The credits may stand there, and the comment box."""
    read = Mock(wraps=page.blocks_after)
    monkeypatch.setattr(page, "blocks_after", read)
    box = "<p>编辑：林小溪</p><p>评论 12人参与,3条评论</p>"
    body = f"<html><body>{_SKINS['declared'].format(story=_STORY, box=box)}</body></html>"
    article = ArticlePage(body.encode(), _ADDRESS).to_item()
    assert ([person.name for person in article.credits], article.comment_count) == (["林小溪"], 3)
    assert read.call_count == 1
