"""A page whose story a script adds has no text but comments, teasers, a foot; above a story these take none of it."""

from __future__ import annotations

import pytest

from tests.pages.article.plain_page import HEADLINE, INFO
from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage

_SAID = (
    "写得真好，希望家乡越来越好，渡轮早日开到我们镇上去吧！",
    "我小时候就在码头边长大，看到这样的变化非常感慨，支持。",
    "什么时候周末也开一班呢，我们上班的人只有周末才有空。",
    "照片拍得真漂亮，下次带孩子一起去港口看看大船和灯塔。",
)
_COMMENTS = "".join(f"<li><b>海风</b> <time>2024-05-02 08:11</time><p>{text}</p></li>" for text in _SAID)
_FLAT_COMMENTS = "".join(f"<li>{text}</li>" for text in _SAID)
_TEASERS = "".join(f"<div><a href=/p/9{at}.html>渡口新闻</a><p>{text}</p></div>" for at, text in enumerate(_SAID))
_FOOT = "<div>湛江日报社版权所有 新闻热线：0759-0000000</div>"
_PICTURE = "<div><img src=/a/202405/1.jpg></div>"
_ROWS = (
    "<ul><li><a href=/p/1.html>渡口复航首日客流破万</a></li><li><a href=/p/2.html>老街骑楼修缮完工开放</a></li></ul>"
)
_BOXES = [
    f"<section><h3>网友评论（2）</h3><ul>{_COMMENTS}</ul></section>",
    f"<h3>评论</h3><ul>{_COMMENTS}</ul>",
    f"<div><div><h3>最新评论</h3></div><ul>{_FLAT_COMMENTS}</ul></div>",
    f"<div><div><b>全部评论</b></div><ul>{_COMMENTS}</ul></div>",
    f"<div><h3>推荐阅读</h3>{_TEASERS}</div>",
    f"<div><div><h3>推荐阅读</h3><a href=/x/>更多</a></div>{_TEASERS}</div>",
    f"<p>热门推荐</p>{_TEASERS}",
]


def _page(body: str) -> ArticlePage:
    html = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>{INFO}{body}{_FOOT}</body></html>"
    return ArticlePage(
        html.encode(), "http://www.gdzjdaily.com.cn/p/10001.html", content_type="text/html; charset=utf-8"
    )


def _read(body: str) -> Article:
    return _page(body).to_item()


@pytest.mark.parametrize("box", ["", *_BOXES])
def test_a_page_without_its_story_has_no_text(box: str) -> None:
    page = _page(f"<div id=app></div>{box}")
    assert (page.to_item().text, page.doubts) == (None, ["no_text"])


@pytest.mark.parametrize("box", _BOXES)
def test_a_page_of_pictures_alone_keeps_them(box: str) -> None:
    page = _page(_PICTURE + box + _BOXES[0])
    article = page.to_item()
    assert (article.text, len(article.images), page.doubts) == (None, 1, ["no_text"])


@pytest.mark.parametrize("count", [1, 4])
@pytest.mark.parametrize(
    "above",
    [
        f"<div><h3>网友评论</h3><ul>{_COMMENTS.replace('，', '、')}</ul></div>",
        f"<div><h3>热门推荐</h3>{_ROWS}</div>",
        f"<h3>相关新闻</h3>{_ROWS}",
        f"<h3>热门推荐</h3>{_ROWS}",
        "<div>评论(12)</div>",
        "<p><a href='#c'>网友评论</a></p>",
        "<h3>主办单位：湛江市图书馆</h3>",
        "<p>版权所有 未经授权不得转载</p>",
    ],
)
def test_what_stands_above_a_story_takes_none_of_it(above: str, count: int) -> None:
    story = "".join(f"<p>{text}</p>" for text in _SAID[:count])
    for body in (f"{above}<div>{story}</div>", f"<div>{above}{story}</div>"):
        text = _read(body).text or ""
        assert text.endswith("\n\n".join(_SAID[:count]))
        assert "海风" not in text


def test_the_numbers_of_a_comment_box_are_read_without_a_story() -> None:
    box = f"<section><h3>网友评论</h3><p>12人参与，4条评论</p><ul>{_COMMENTS}</ul></section>"
    article = _read(_PICTURE + box)
    assert (article.comment_participants, article.comment_count) == (12, 4)
