"""One address that cannot be one loses nothing else of its page, on whichever kind of page it stands."""

from __future__ import annotations

import json

import pytest

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.listing.boxes import BoxesPage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import MoreAnswer, read_more
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_HUGE = "9" * 5000
_BAD = [
    *("http://[bad/p/8_2.html", "//[::1/content_9.htm", "http://host:port/p/8_2.html", "http://www.example]/p/9.html"),
    *(
        f"/p/{_HUGE}.html",
        f"/p/8_{_HUGE}.html",
        f"/shizheng/index_{_HUGE}.html",
        f"/zjrb/html/2018-07/17/node_{_HUGE}.htm",
    ),
    *(
        "http://a..b/p/9.html",
        "http://user:secret@www.example/p/9.html",
        "/p/\x019.html",
        "/zjrb/html/20261399/node_2.htm",
    ),
    "/zjrb/html/2026-13/99/content_9.htm",
]
_STORY = "<p>赤坎的蚝市昨日清晨开张，蚝农挑着担子赶来。</p>" * 4
_ARTICLE = "<h1>赤坎蚝市清晨开张</h1><p>2022-05-31 21:58 来源：湛江日报</p>"


def _belongs(url: str) -> bool:
    return url.startswith("http://www.example/")


@pytest.mark.parametrize("bad", _BAD)
def test_an_article_with_a_bad_link_is_read_on(bad: str) -> None:
    link = f'<a href="{bad}">坏</a><a href="{bad}"><img src="/a/1.jpg"></a>'
    html = f"<html><body>{link}{_ARTICLE}{_STORY}{link}<a href='8_2.html'>2</a></body></html>"
    page = ArticlePage(html.encode(), "http://www.example/p/8.html")
    assert page.next_page == "http://www.example/p/8_2.html"
    assert "蚝农挑着担子赶来" in (page.to_item().text or "")


@pytest.mark.parametrize("bad", _BAD)
@pytest.mark.parametrize("base", ["", "<base href='http://www.example/'>"])
def test_a_listing_and_a_front_page_with_a_bad_link_are_read_on(bad: str, base: str) -> None:
    links = f'<a href="{bad}">坏</a><a href="/p/8.html">蚝农清晨开市</a><option value="{bad}">2</option>'
    html = f"<html><head>{base}</head><body>{links}<h4>湛图片</h4><ul><li>{links}</ul></body></html>".encode()
    for page in (ListingPage(html, "http://www.example/shizheng/"), FrontPage(html, "http://www.example/")):
        assert [link.reference.number for link in page.articles(_belongs)] == [8]
    assert "http://www.example/p/8.html" in [link.url for link in BoxesPage(html, "http://www.example/").picture_box()]


@pytest.mark.parametrize(
    "value", ['"\\ud800"', '"\\u0000"', _HUGE, "1e999", '"20261399"', '"²²²²²²²²²²"', "-1", f'"{_HUGE}"']
)
def test_rows_of_an_interface_with_an_impossible_value_are_read_on(value: str) -> None:
    names = ("url", "title", "id", "created", "time")
    odd = ", ".join(f'"{name}": {value}' for name in names)
    rows = f'[{{{odd}}}, {{"url": "/p/8.html", "title": "蚝农清晨开市", "created": {value}}}]'
    body = f'{{"total": {value}, "last_id": {value}, "data": {rows}}}'.encode()
    for query in ("page=2", "last_id=2", f"offset={_HUGE}"):
        answer = MoreAnswer(body, f"http://www.example/more?{query}", _belongs)
        assert [link.reference.number for link in answer.rows] == [8]
        assert answer.next is None or answer.next.startswith("http://www.example/more?")


@pytest.mark.parametrize("number", [_HUGE, "1e999", "-1", "99999999999999999999", "²"])
def test_impossible_numbers_on_a_page_cost_nothing_else_of_it(number: str) -> None:
    picture = f"<img src=/a/202205/1.jpg width={number} height='{number}px' style='width:{number}px'>"
    tail = f"<p>{number}人参与，{number}条评论</p><ul><li><a href=/p/9.html>开市</a><span>{number}天前</span></ul>"
    story = f"<font size={number} style='font-size:{number}px'>赤坎</font>{picture}{_STORY}"
    page = ArticlePage(f"<html><body>{_ARTICLE}{story}{tail}</body></html>".encode(), "http://www.example/p/8.html")
    assert "蚝农挑着担子赶来" in (page.to_item().text or "")
    listing = ListingPage(f"<html><body>{tail}</body></html>".encode(), "http://www.example/shizheng/")
    assert [link.reference.number for link in listing.articles(_belongs)] == [9]


@pytest.mark.parametrize("bad", _BAD)
def test_rows_of_an_interface_with_a_bad_address_are_read_on(bad: str) -> None:
    body = json.dumps({"data": [{"url": bad, "title": "坏"}, {"url": "/p/8.html", "title": "蚝农清晨开市"}]})
    links = read_more(body.encode(), "http://www.example/", _belongs)
    assert [link.reference.number for link in links] == [8]


@pytest.mark.parametrize("bad", _BAD)
def test_a_newspaper_with_a_bad_link_is_read_on(bad: str) -> None:
    url = "http://szb.example/zjrb/html/2018-07/17/"
    areas = f"<map name=m><area coords='1,1,9,9' href='{bad}'><area coords='1,1,9,9' href=content_7.htm></map>"
    picture = "<img src=/zjrb/res/1/20180717/1.jpg usemap=#m width=20 height=40>"
    day = f"<div>{picture}{areas}<ul><li><a href='{bad}'>坏</a><li><a href=content_7.htm>开市</a></ul></div>"
    page = EditionPage(f"<html><body>{day}</body></html>".encode(), f"{url}node_2.htm")
    assert [link.reference.id for link in page.articles] == ["zjrb/2018-07-17/7"]
    story = f"<a href='{bad}'><img src='/zjrb/res/1/20180717/2.jpg'></a>{_ARTICLE}<div id=ozoom>{_STORY}</div>"
    article = NewspaperArticlePage(f"<html><body>{story}</body></html>".encode(), f"{url}content_7.htm")
    assert "蚝农挑着担子赶来" in (article.to_item().text or "")
