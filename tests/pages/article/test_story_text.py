"""A body that only says who made it has no text, whatever its markup and whichever rule reads it."""

from __future__ import annotations

import pytest

from zhanjiang.pages.article import story_text
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.story_text import story_of
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_TITLE = "乾塘渔港添新码头三十艘渔船靠岸"
_BODIES = (
    *("<p>（记者 林小溪）</p>", "<p>责任编辑：周大海</p>", "<div>本报记者 林小溪 通讯员 周大海</div>"),
    *("<p>（记者 林小溪）</p><p>编辑：周大海</p>", "<p>文/图 记者 林小溪</p>", "<p>(来源：湛江日报)</p>"),
    *(
        "<p>本报讯（记者 林小溪）</p>",
        "<p>(记者林小溪/文 周大海/图)</p>",
        "<p>编辑 周大海<br>校对 林小溪</p>",
        "<p>（完）</p>",
    ),
)


@pytest.mark.parametrize("body", _BODIES)
@pytest.mark.parametrize(
    "frame", ["<div class=detail><h1>{}</h1><div>{}</div><div>{}</div></div>", "<h1>{}</h1><p>{}</p>{}"]
)
def test_credits_alone_are_no_text(body: str, frame: str) -> None:
    shown = frame.format(_TITLE, "2022-05-31 21:58 来源：湛江日报", body)
    html = f"<html><head><title>{_TITLE}</title></head><body>{shown}</body></html>"
    page = ArticlePage(html.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html")
    article = page.to_item()
    assert (article.headline, article.text, list(page.doubts)) == (_TITLE, None, ["no_text"])


def test_credits_alone_are_no_text_in_the_newspaper() -> None:
    body = f"<body><h1>{_TITLE}</h1><div id=ozoom><p>（记者 林小溪）</p></div></body>"
    html = f"<html><head><title>{_TITLE}</title></head>{body}</html>"
    page = NewspaperArticlePage(html.encode(), "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_2108598.htm")
    assert page.to_item().text is None


@pytest.mark.parametrize(
    "paragraphs",
    [
        ["昨日，湛江港开通一条新航线。", "（记者 林小溪）"],
        ["2022年5月31日，湛江港开通一条新航线"],
        ["高山", "流水"],
        ["林小溪", "周大海", "陈一"],
        ["时间：6月1日", "地点：赤坎老街"],
        ["□林小溪", *(f"□周大{name}" for name in "海山河川江湖洋湾")],
    ],
)
def test_what_is_there_to_read_stays(paragraphs: list[str]) -> None:
    assert story_of(paragraphs) == paragraphs


def test_two_paragraphs_settle_what_is_a_story(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    ask = story_text._is_about_a_story
    monkeypatch.setattr(story_text, "_is_about_a_story", lambda text: asked.append(text) or ask(text))
    story = [
        "（记者 林小溪）",
        "渔港的新码头昨日启用。",
        "渔民说，今后卸鱼不必再等潮水，鱼货当天就能运到市区。",
        "编辑：周大海",
    ]
    assert story_of(story) == story
    assert asked == [story[2], story[1]]
