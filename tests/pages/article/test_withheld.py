"""Pages that ask for a log-in, an app or payment: what they show is doubtful, and a story about such things is not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from zhanjiang.pages.article.page import ArticlePage

_TITLE = "湛江港新航线昨日开通"
_BEGINNING = "湛江港昨日开通新航线，首班船载着海鲜离港，港区一片繁忙，工人们说今年的货比往年多，码头上货柜整齐"
_STORY = "".join(f"<p>{_BEGINNING}，第{number}批等候装船。</p>" for number in range(1, 7))


def _doubts(story: str, *, title: str = _TITLE, described: str = "") -> Sequence[str]:
    description = f"<meta name='description' content='{described}'>" if described else ""
    html = (
        f"<html><head><title>{title}_湛江新闻</title>{description}</head><body><div><h1>{title}</h1>"
        f"<div>2026-10-07 10:20 来源：湛江日报</div><div class='text'>{story}</div></div></body></html>"
    )
    page = ArticlePage(html.encode(), "http://www.example.com/a/1.html")
    page.to_item()
    return page.doubts


@pytest.mark.parametrize(
    "asked",
    [
        "请登录后阅读全文。",
        "扫码下载APP查看全文。",
        "本文为付费内容，购买后可阅读全文。",
        "该文章仅限会员阅读，请先登录。",
        "打开湛江云媒客户端，查看完整报道。",
        "剩余80%内容需解锁后阅读。",
        "試讀結束，請登錄後閱讀全文。",
        "您没有权限阅读此文，请联系管理员。",
        "关注公众号后可阅读全文。",
    ],
)
@pytest.mark.parametrize("markup", ["<p>{}</p>", "<div><form><input type=password></form>{}</div>", "{}"])
def test_a_line_that_asks_is_no_story(asked: str, markup: str) -> None:
    assert set(_doubts(markup.format(asked))) & {"withheld", "no_text"}


@pytest.mark.parametrize("asked", ["扫码下载APP查看全文", "本文为付费内容", "登录后可见"])
def test_nor_is_one_without_a_full_stop(asked: str) -> None:
    assert set(_doubts(f"<p>{asked}</p>")) & {"withheld", "no_text"}


@pytest.mark.parametrize(
    "story",
    [
        f"<p>{_BEGINNING}……</p><p>请登录后阅读全文。</p>",
        f"<p>{_BEGINNING}…</p><a href='/login'>登录后阅读全文</a>",
        f"<p>{_BEGINNING}...</p><button>下载APP查看全文</button>",
        f"<p>{_BEGINNING}</p><div><a href='/login'>登录后阅读全文</a></div>",
        f"<p>{_BEGINNING}。</p><p>以下为付费内容，购买后阅读全文。</p>",
        f"{_STORY}<p>剩余80%内容，订阅后可阅读全文。</p>",
        f"{_STORY}<p>{_BEGINNING}……</p><p>下载APP查看全文。</p>",
    ],
)
def test_a_beginning_beside_a_line_that_asks_is_doubtful(story: str) -> None:
    assert "withheld" in _doubts(story)


def test_a_text_that_ends_where_its_description_goes_on_is_doubtful() -> None:
    described = f"{_BEGINNING}，预计本周内全部发往海口，市民可在网上订票。"
    assert _doubts(f"<p>{_BEGINNING[:19]}。</p>", described=described) == ["description"]
    assert _doubts(f"<p>{_BEGINNING}，预计本周内全部发往海口。</p>", described=described) == []


@pytest.mark.parametrize(
    ("title", "story"),
    [
        ("湛江云媒APP昨日上线", "<p>湛江云媒APP昨日上线，市民扫码下载后即可查看全文和视频。</p>"),
        ("登录粤省事即可办理社保", "<p>昨日起，市民登录粤省事小程序，即可查看全部社保记录。</p>"),
        ("湛江图书馆推出付费内容", "<p>湛江图书馆昨日推出付费内容，读者登录后可阅读全文。</p>"),
        ("中考成绩今日公布", "<p>考生可登录市教育局网站查询成绩。</p>"),
        ("海边的等待", "<p>春天来了，我们都在等待，等待那一朵花开……</p><p>花开的时候，海风吹过渔港，船都回来了……</p>"),
        (_TITLE, f"<p>{_BEGINNING}。</p>"),
        (_TITLE, f"<p>{_BEGINNING}。</p><a href='/app'>打开APP阅读全文</a>"),
        (_TITLE, f"<p>{_BEGINNING}。</p><div>登录后可发表评论</div>"),
        (_TITLE, f"{_STORY}<p>下载湛江云媒APP，查看更多精彩内容。</p>"),
        (_TITLE, f"{_STORY}<p>扫码下载APP查看全文。</p>"),
        (_TITLE, f"{_STORY}<a href='/login'>登录后阅读全文</a>"),
    ],
)
def test_a_story_about_such_things_or_beside_an_offer_is_not(title: str, story: str) -> None:
    assert _doubts(story, title=title) == []
