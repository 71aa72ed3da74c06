"""What only pages of one kind show, in several layouts; nothing is made of an article's plain page."""

from __future__ import annotations

import pytest

from zhanjiang.items import LiveEntry
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars

_URL = "https://www.gdzjdaily.com.cn/p/2665093.html"
_HEAD = """<html><head><title>龙舟赛开桨</title><script>var shareVariable = {aid:'%s'};</script></head><body>
<h1>龙舟赛开桨</h1><div>2022-05-31 21:58 来源：湛江云媒 作者：</div>"""
_FOOT = "<p>编辑：周子琪</p><div>评论一下</div><div>12:30 读者甲</div></body></html>"


def _read(body: str, kind: int) -> dict[str, object]:
    page = ArticlePage((_HEAD % kind + body + _FOOT).encode(), _URL, fetched_at="2022-06-01T00:00:00Z")
    article = page.to_item()
    article.id = "portal/2665093"
    told = read_particulars(page, article)
    if told is None:
        return {}
    assert (told.article, told.fetched_at) == ("portal/2665093", "2022-06-01T00:00:00Z")
    names = ("player", "poster", "target", "entries")
    return {name: value for name in names if (value := getattr(told, name))}


@pytest.mark.parametrize(
    ("body", "player", "poster"),
    [
        (
            '<div class="video-content"><iframe src="/video/player?id=7&amp;w=720"></iframe>'
            '<img class="poster" src="/a/p.jpg" style="display:none"></div>',
            "/video/player?id=7&w=720",
            "/a/p.jpg",
        ),
        ('<p><video poster="/a/p.jpg"><source src="/v/1.mp4"></video></p>', "/v/1.mp4", "/a/p.jpg"),
        ('<iframe src="/ad.html"></iframe><div><video data-src="/v/1.m3u8"></video></div>', "/v/1.m3u8", None),
        ("<div id=v></div><script>new P({url:'/v/1.mp4?t=3',cover:'/a/p.jpg'})</script>", "/v/1.mp4?t=3", "/a/p.jpg"),
        (
            "<video src='/v/1.mp4'></video><img class=poster src='data:,'><script>p={pic:'/a/p.jpg'}</script>",
            "/v/1.mp4",
            "/a/p.jpg",
        ),
        ('<div data-poster="/a/p.jpg"><embed src="/flash/player.swf"></div>', "/flash/player.swf", "/a/p.jpg"),
    ],
)
def test_a_video(body: str, player: str, poster: str | None) -> None:
    site = "https://www.gdzjdaily.com.cn"
    expected = {"player": site + player} | ({"poster": site + poster} if poster else {})
    assert _read(f"{body}<p>昨日，龙舟赛在赤坎江开桨。</p>", 4) == expected


@pytest.mark.parametrize(
    "body",
    [
        "<ul><li><time>2022-05-31 10:20</time><div>冲线！</div><div>湖光队第一。</div></li>"
        "<li><time>2022-05-31 10:05</time><div>开桨。</div></li></ul>",
        "<dl><dt>2022-05-31 10:20</dt><dd>冲线！</dd><dd>湖光队第一。</dd>"
        "<dt>2022-05-31 10:05</dt><dd>开桨。</dd></dl>",
        "<p>2022-05-31 10:20 冲线！</p><p>湖光队第一。</p><p>2022-05-31 10:05 开桨。</p>",
    ],
)
def test_a_live_page(body: str) -> None:
    entries = [LiveEntry("2022-05-31 10:20", "冲线！\n\n湖光队第一。"), LiveEntry("2022-05-31 10:05", "开桨。")]
    assert _read(f"<p>今天上午，跟着镜头看龙舟赛。</p>{body}", 11) == {"entries": entries}


def test_a_link() -> None:
    body = b"<html><head><script>location.href='//news.example/a.html'</script></head><body></body></html>"
    page = ArticlePage(body, _URL)
    told = read_particulars(page, page.to_item())
    assert told and told.target == "https://news.example/a.html"


def test_an_article_has_none() -> None:
    assert _read("<p>10:05 开桨。</p><p><iframe src=/video/player?id=7></iframe></p><p>10:20 冲线。</p>", 1) == {}
