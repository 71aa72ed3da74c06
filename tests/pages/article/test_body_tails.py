"""What stands at the ends of a body: bars of tools, copyright lines, credits after them."""

from __future__ import annotations

import pytest

from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage

_FIRST = "清晨六点，第一班渡船从渡口缓缓开出，船上坐满了赶早市的街坊。"
_LAST = "据介绍，渡口重开后每日往返二十四班，票价仍是两元，老人免费。"
_CREDITS = "<p>编辑：林小溪</p>"


def _plain(body: str) -> str:
    return (
        "<html><head><title>渡口复航</title></head><body><div class='x'><h1>渡口复航</h1>"
        f"<div>2024-05-01 10:20 来源：湛江日报</div><div class='y'>{body}</div></div></body></html>"
    )


def _stock(body: str) -> str:
    return (
        "<html><head><title>渡口复航</title></head><body><article class='article'>"
        "<h1 class='article-title'>渡口复航</h1>"
        f"<time class='date'>2024-05-01 10:20 来源：湛江日报</time><div class='article-content'>{body}</div></article>"
        "</body></html>"
    )


def _read(html: str) -> Article:
    return ArticlePage(html.encode(), "https://www.gdzjdaily.com.cn/p/2665093.html").to_item()


@pytest.mark.parametrize("page", [_plain, _stock])
@pytest.mark.parametrize(
    "bar", ["返回首页", "回到顶部", "关闭窗口", "【打印】【关闭】", "已有 12 人点赞", "▼点击阅读原文", "打赏"]
)
def test_a_bar_of_tools_is_no_text(page: object, bar: str) -> None:
    assert callable(page)
    article = _read(page(f"<p>{_FIRST}</p><p>{_LAST}</p>{_CREDITS}<p>{bar}</p>"))
    assert article.text == f"{_FIRST}\n\n{_LAST}"
    assert [person.name for person in article.credits] == ["林小溪"]


@pytest.mark.parametrize("page", [_plain, _stock])
def test_a_fraction_alone_is_text(page: object) -> None:
    assert callable(page)
    assert _read(page(f"<p>{_FIRST}</p><p>2/5</p><p>{_LAST}</p>{_CREDITS}")).text == f"{_FIRST}\n\n2/5\n\n{_LAST}"


@pytest.mark.parametrize("page", [_plain, _stock])
def test_a_copyright_line_above_a_story_ends_nothing(page: object) -> None:
    assert callable(page)
    notice = "Copyright © 2024 湛江日报 未经授权不得转载"
    article = _read(page(f"<p>{notice}</p><p>{_FIRST}</p><p>{_LAST}</p>{_CREDITS}"))
    assert (article.text or "").endswith(f"{_FIRST}\n\n{_LAST}")


def test_credits_after_a_bar_in_the_storys_block_are_read() -> None:
    article = _read(_plain(f"<p>{_FIRST}</p><p>{_LAST}</p><p>返回首页</p>{_CREDITS}"))
    assert [person.name for person in article.credits] == ["林小溪"]
    assert article.text == f"{_FIRST}\n\n{_LAST}"


def test_a_traditional_credit_makes_a_caption() -> None:
    picture = "<p><img src='/a/202405/1.jpg'></p><p>渡船靠岸。記者林小溪攝</p>"
    article = _read(_plain(f"<p>{_FIRST}</p>{picture}<p>{_LAST}</p>{_CREDITS}"))
    assert [image.caption for image in article.images] == ["渡船靠岸。記者林小溪攝"]
