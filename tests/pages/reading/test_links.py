"""Links to articles and listings, with what the row around them says."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import etree

from zhanjiang.pages.reading.links import ArticleLink, article_links, listing_links

_BASE = "https://www.example/shizheng/index.html"


def _links(html: str) -> list[ArticleLink]:
    return article_links(etree.HTML(html), _BASE, lambda url: url.startswith("https://www.example/"))


def test_a_row_gives_headline_and_day() -> None:
    [link] = _links("<ul><li><a href='/p/1.html'>春耕 开始</a><time>2022-05-31 21:58</time></li></ul>")
    assert (link.url, link.reference.number) == ("https://www.example/p/1.html", 1)
    assert (link.headline, link.day, link.in_box) == ("春耕 开始", date(2022, 5, 31), False)


@pytest.mark.parametrize(
    ("link", "headline"),
    [
        ("<a href='/p/1.html'><img src=a.jpg></a><a href='/p/1.html'>春耕开始</a>", "春耕开始"),
        ("<a href='/p/1.html' title='春耕开始'><img src=a.jpg></a>", "春耕开始"),
        ("<a href='/p/1.html'><h3>春耕开始</h3><p>昨日，湛江各地…</p></a>", "春耕开始"),
        ("<a href='/p/1.html'><img src=a.jpg></a>", None),
    ],
)
def test_headline(link: str, headline: str | None) -> None:
    assert [row.headline for row in _links(f"<ul><li>{link}</li></ul>")] == [headline]


@pytest.mark.parametrize("printed", ["2022-13-41", "昨日", ""])
def test_an_impossible_day_is_none(printed: str) -> None:
    assert [link.day for link in _links(f"<ul><li><a href='/p/1.html'>春耕</a>{printed}</li></ul>")] == [None]


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#top",
        "javascript:void(0)",
        "mailto:a@b.example",
        "/shizheng/",
        "//other.example/p/1.html",
        "http://[bad/p/1.html",
    ],
)
def test_what_is_no_link_to_an_article_of_the_portal(href: str) -> None:
    assert _links(f"<a href='{href}'>春耕</a>") == []


def test_rows_of_boxes_say_so_and_a_row_of_the_list_as_well_is_the_lists() -> None:
    ranks = "<li><a href='/p/1.html'>一一</a></li><li><a href='/p/2.html'>二二</a></li>"
    box = f"<div><h3>热点新闻排行</h3><ol>{ranks}</ol></div>"
    rows = {
        link.reference.number: link.in_box for link in _links(f"{box}<ul><li><a href='/p/2.html'>二二</a></li></ul>")
    }
    assert rows == {1: True, 2: False}


def test_pagers_of_links_and_of_options() -> None:
    root = etree.HTML(
        "<a href='index_2.html'>2</a><select><option value='index_3.html'>3</select><a href='/p/1.html'>x</a>"
    )
    pages = [(url, there.channel, there.page) for url, there in listing_links(root, _BASE, lambda url: True)]
    assert pages == [
        ("https://www.example/shizheng/index_2.html", "shizheng", 2),
        ("https://www.example/shizheng/index_3.html", "shizheng", 3),
    ]
