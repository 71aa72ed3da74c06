"""A page that is another article's by its own word is doubtful; one that is merely odd is not."""

from __future__ import annotations

import json

import pytest

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_URL = "https://www.gdzjdaily.com.cn/p/2665093.html"
_TITLE = "乾塘渔港添新码头三十艘渔船靠岸"
_STORY = "<p>昨日上午，乾塘渔港的新码头启用，三十艘渔船先后靠岸卸货。</p><p>渔民说，今后卸鱼不必再等潮水。</p>"
_OTHER = "https://www.gdzjdaily.com.cn/shehui/p/2665094.html"


def _page(head: str = "", foot: str = "") -> bytes:
    top = f"<html><head><meta charset='utf-8'><title>{_TITLE}</title>{head}</head><body><h1>{_TITLE}</h1>"
    return f"{top}<p>2022-05-31 21:58 来源：湛江日报</p>{_STORY}{foot}</body></html>".encode()


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (f'<link href="{_OTHER}" rel="Canonical">', ""),
        (f'<meta property="og:url" content="{_OTHER}">', ""),
        ('<meta name="contentid" content="2665094">', ""),
        ("<script>var shareVariable = {sid:'10001', aid:'1', cid:'2665094'};</script>", ""),
        ("", '<input type="hidden" name="article_id" value="2665094">'),
        ("", "<input type=hidden name=id value=2665094>"),
        (f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", "url": _OTHER})}</script>', ""),
    ],
)
def test_a_page_that_names_another_article_is_doubtful(head: str, foot: str) -> None:
    page = ArticlePage(_page(head, foot), _URL)
    article = page.to_item()
    assert (article.headline, page.doubts) == (_TITLE, ["other_article"])
    own = ArticlePage(_page(head, foot), _URL.replace("2665093", "2665094"))
    own.to_item()
    assert not own.doubts


@pytest.mark.parametrize(
    ("head", "foot"),
    [
        (f'<link rel="canonical" href="{_OTHER}"><script>var cid = \'2665093\';</script>', ""),
        ('<link rel="canonical" href="https://www.gdzjdaily.com.cn/index.html">', ""),
        ('<link rel="canonical" href="javascript:alert(1)"><script type="application/ld+json">[[1, {</script>', ""),
        ("<script>var newsId = 1234567890, siteid = 2665094;</script>", ""),
        ("", '<a href="/p/2665094.html">上一篇</a><div data-id="2665094"></div>'),
    ],
)
def test_what_names_no_other_article_is_no_doubt(head: str, foot: str) -> None:
    page = ArticlePage(_page(head, foot), _URL)
    page.to_item()
    assert not page.doubts


@pytest.mark.parametrize(("number", "doubts"), [(2665093, []), (2665092, ["other_article"])])
def test_the_number_of_the_data_that_are_the_article_counts(number: int, doubts: list[str]) -> None:
    news = {"id": 2665093, "title": _TITLE, "content": _STORY, "ptime": 1654005480}
    state = json.dumps({"news": news}, ensure_ascii=False)
    html = f"<html><head><title>{_TITLE}</title></head><body><div></div><script>window.s={state}</script></body></html>"
    page = ArticlePage(html.encode(), f"https://www.gdzjdaily.com.cn/p/{number}.html")
    page.to_item()
    assert list(page.doubts) == doubts


def test_a_page_of_the_newspaper_has_a_word_too() -> None:
    address = "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/content_{}.htm"
    head = f'<link rel="canonical" href="{address.format(2108599)}">'
    for number, doubts in ((2108598, ["other_article"]), (2108599, [])):
        page = NewspaperArticlePage(_page(head), address.format(number))
        page.to_item()
        assert list(page.doubts) == doubts
