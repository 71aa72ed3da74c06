"""One address that cannot be one loses nothing else of its page, on whichever kind of page it stands."""

from __future__ import annotations

import pytest

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.listing.boxes import BoxesPage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import read_more
from zhanjiang.pages.newspaper.edition import EditionPage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_BAD = ["http://[bad/p/8_2.html", "//[::1/content_9.htm", "http://host:port/p/8_2.html", "http://www.example]/p/9.html"]
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


@pytest.mark.parametrize("bad", _BAD)
def test_rows_of_an_interface_with_a_bad_address_are_read_on(bad: str) -> None:
    body = f'{{"data": [{{"url": "{bad}", "title": "坏"}}, {{"url": "/p/8.html", "title": "蚝农清晨开市"}}]}}'
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
