"""Pages whose ``<base href>`` moves what their links and pictures are relative to, and the largest page."""

from __future__ import annotations

import pytest

from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.article.particulars import read_particulars
from zhanjiang.pages.base import MOST_BYTES, Page, UnreadablePage
from zhanjiang.pages.listing.boxes import BoxesPage
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.newspaper.edition import EditionPage, newest_issue
from zhanjiang.pages.newspaper.page import NewspaperArticlePage

_OWN = "https://mirror.example/p/2665093.html"
_BASE = "https://www.gdzjdaily.com.cn/"
_STORY = "<h1>春耕开始</h1><p>2022-05-31 21:58 来源：湛江云媒</p><p>湛江港昨日开通新航线，首航货轮满载启程。</p>"


def _with_base(body: str, base: str = _BASE) -> bytes:
    return f'<html><head><base href="{base}"></head><body>{body}</body></html>'.encode()


def _belongs(url: str) -> bool:
    return url.startswith(_BASE)


@pytest.mark.parametrize(
    ("head", "base"),
    [
        ('<base href="https://a.example/x/">', "https://a.example/x/"),
        ("<BASE target=_blank HREF=//a.example/x/>", "https://a.example/x/"),
        ("<Base Href=//a.example/x/>", "https://a.example/x/"),
        ("<base href='/x/'><base href='/y/'>", "https://mirror.example/x/"),
        (f"<meta name=d content='{'长' * 5000}'><base href='/x/'>", "https://mirror.example/x/"),
        ("<base target=_blank>", _OWN),
        ("<base href=''>", _OWN),
        ("<base href='javascript:void(0)'>", _OWN),
        ("<base href='http://[bad/'>", _OWN),
        ("<!-- <base href='/x/'> -->", _OWN),
        ("<basefont size=3>", _OWN),
        ("", _OWN),
    ],
)
def test_base_url(head: str, base: str) -> None:
    assert Page(f"<html><head>{head}</head><body></body></html>".encode(), _OWN).base_url == base


def test_base_url_of_a_page_in_gb_18030() -> None:
    page = "<html><head><title>湛江新闻网昨日报道</title><base href='/x/'></head></html>".encode("gb18030")
    assert Page(page, _OWN).base_url == "https://mirror.example/x/"


def test_pictures_and_pager_of_an_article() -> None:
    pager = '<a href="p/2665093_2.html">2</a>'
    page = ArticlePage(_with_base(f"{_STORY}<p><img src='img/1.jpg'></p>{pager}"), _OWN)
    assert [image.url for image in page.to_item().images] == [f"{_BASE}img/1.jpg"]
    assert page.next_page == f"{_BASE}p/2665093_2.html"


def test_a_picture_that_leads_to_another_article_is_none_of_this_one() -> None:
    linked = "<p><a href='p/2665094.html'><img src='img/2.jpg'></a></p>"
    page = ArticlePage(_with_base(f"{_STORY}<p><img src='img/1.jpg'></p>{linked}"), _OWN)
    assert [image.url for image in page.to_item().images] == [f"{_BASE}img/1.jpg"]


def test_player_poster_and_target() -> None:
    player = "<video src='v/1.mp4' poster='v/1.jpg'></video>"
    page = ArticlePage(_with_base(f"<h1>春耕开始</h1><p>2022-05-31 21:58 来源：湛江云媒</p>{player}"), _OWN)
    particulars = read_particulars(page, page.to_item())
    assert particulars and (particulars.player, particulars.poster) == (f"{_BASE}v/1.mp4", f"{_BASE}v/1.jpg")
    stub = ArticlePage(_with_base("<script>location.href='zt/1/'</script>"), _OWN)
    leads = read_particulars(stub, stub.to_item())
    assert leads and leads.target == f"{_BASE}zt/1/"


def test_listings_and_front_pages() -> None:
    body = _with_base("<ul><li><a href='p/1.html'>春耕</a></li></ul><a href='shizheng/index_2.html'>2</a>")
    listing = ListingPage(body, f"{_BASE}shizheng/index.html")
    assert [link.url for link in listing.articles(_belongs)] == [f"{_BASE}p/1.html"]
    assert listing.next_page(_belongs) == f"{_BASE}shizheng/index_2.html"
    front = FrontPage(_with_base("<a href='p/1.html'>春耕</a><a href='shizheng/index.html'>时政</a>"), _OWN)
    assert [link.url for link in front.articles(_belongs)] == [f"{_BASE}p/1.html"]
    assert front.channels(_belongs) == {"shizheng": f"{_BASE}shizheng/index.html"}


def test_load_more_and_boxes() -> None:
    page = ListingPage(_with_base("<script>var listid = 7;</script>"), "https://mirror.example/shizheng/index.html")
    assert page.load_more == f"{_BASE}index/nei/content?id=7&page=1&pagesize=15"
    rows_of_box = "<li><a href='p/1.html'><img src='i/1.jpg'>春耕</a></li><li><a href='p/2.html'>插秧</a></li>"
    box = f"<h3>湛图片</h3><ul>{rows_of_box}</ul>"
    rows = BoxesPage(_with_base(box), _OWN).picture_box()
    assert [(row.url, row.image) for row in rows] == [
        (f"{_BASE}p/1.html", f"{_BASE}i/1.jpg"),
        (f"{_BASE}p/2.html", None),
    ]


def test_newspapers() -> None:
    folder = "http://szb.gdzjdaily.com.cn/zjrb/html/2018-07/17/"
    areas = (
        "<img usemap='#m' src='../../../page/1.jpg' width=200 height=400><map name=m>"
        "<area shape=polygon coords='20,40,100,40,100,90,20,90' href=content_7.htm></map><a href='7.pdf'>PDF</a>"
    )
    item = EditionPage(
        _with_base(areas, folder), "http://szb.gdzjdaily.com.cn/pc/zjrb/html/2018-07/17/node_2.htm"
    ).to_item()
    assert (item.scan, item.pdf) == ("http://szb.gdzjdaily.com.cn/zjrb/page/1.jpg", f"{folder}7.pdf")
    assert item.articles[0].area
    story = (
        "<h1>春耕开始</h1><div id=ozoom><p>湛江港昨日开通新航线，首航货轮满载启程。</p><p><img src='r/1.jpg'></p></div>"
    )
    page = NewspaperArticlePage(_with_base(story, "http://szb.gdzjdaily.com.cn/zjrb/"), f"{folder}content_7.htm")
    assert [image.url for image in page.to_item().images] == ["http://szb.gdzjdaily.com.cn/zjrb/r/1.jpg"]
    newest = newest_issue(_with_base("html/2018-07/17/node_2.htm", "/zjrb/").decode(), "http://szb.example/", "zjrb")
    assert newest and newest.url == "http://szb.example/zjrb/html/2018-07/17/node_2.htm"


@pytest.mark.parametrize(
    "head",
    [
        f"<base href={_BASE}>",
        f"<BASE target=_blank HREF='{_BASE}'>",
        f"<!-- <base href='/x/'> --><base target=_blank><base href = ' {_BASE} '>",
        f"<style>{'p{color:red}' * 500}</style><base href='{_BASE}'>",
    ],
)
def test_a_base_is_read_as_browsers_do(head: str) -> None:
    page = Page(f"<html><head>{head}</head><body></body></html>".encode(), _OWN)
    assert page.base_url == _BASE


def test_a_page_beyond_the_largest_is_not_read() -> None:
    with pytest.raises(UnreadablePage, match="larger than 8 MB"):
        Page(b" " * (MOST_BYTES + 1), _OWN)
