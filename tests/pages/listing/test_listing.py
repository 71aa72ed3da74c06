"""Every saved listing and front page gives the links that stand beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest

from zhanjiang.addresses.portal import Sites
from zhanjiang.pages.base import Page
from zhanjiang.pages.listing.front import FrontPage
from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.more_answers import next_more

_FIXTURES = Path(__file__).parents[2] / "fixtures"
_LISTINGS = sorted((_FIXTURES / "ListingPage").iterdir())
_FRONT_PAGES = sorted((_FIXTURES / "FrontPage").iterdir())
_Page = TypeVar("_Page", bound=Page)


def _read(page_type: type[_Page], case: Path) -> tuple[_Page, dict[str, Any], Sites]:
    expected: dict[str, Any] = json.loads((case / "item.json").read_text("utf-8"))
    meta = json.loads((case / "meta.json").read_text("utf-8"))
    parts = urlsplit(meta["url"])
    portal = f"{parts.scheme}://{parts.netloc}"
    body = (case / "page.html").read_bytes()
    page = page_type(body, meta["url"], content_type=meta.get("content_type"), fetched_at=meta.get("fetched_at", ""))
    return page, expected, Sites(portal, portal.replace("www.", "m."))


@pytest.mark.parametrize("case", _LISTINGS, ids=lambda case: case.name)
def test_listing_gives_its_rows_and_the_way_on(case: Path) -> None:
    page, expected, sites = _read(ListingPage, case)
    links = page.articles(sites.holds)
    listed = [link for link in links if not link.in_box]
    rows = [[str(row.reference.number), row.headline, row.day and row.day.isoformat()] for row in listed]
    # Older cases say nothing of the days that rows print.
    assert [row[: len(told)] for row, told in zip(rows, expected["rows"], strict=True)] == expected["rows"]
    assert sorted(link.reference.number for link in links if link.in_box) == sorted(map(int, expected["boxed"]))
    assert page.next_page(sites.holds) == expected["next"]
    more = page.load_more
    assert (f"?id={expected['load_more_id']}&" in (more or "")) == bool(expected["load_more_id"])
    assert bool(more) == bool(expected["load_more_id"])


@pytest.mark.parametrize("case", _FRONT_PAGES, ids=lambda case: case.name)
def test_front_page_gives_channels_and_articles(case: Path) -> None:
    page, expected, sites = _read(FrontPage, case)
    assert list(page.channels(sites.holds).values()) == [url for _, url in expected["channels"]]
    numbers = {link.reference.number for link in page.articles(sites.holds)}
    assert numbers == set(map(int, expected["articles"]))


@pytest.mark.parametrize(
    ("url", "following"),
    [
        ("/index/nei/content?id=7&page=1&pagesize=15", "/index/nei/content?id=7&page=2&pagesize=15"),
        ("/index/nei/content?page=9&id=7", "/index/nei/content?page=10&id=7"),
        ("/index/nei/content?id=7", "/index/nei/content?id=7&page=2"),
    ],
)
def test_the_load_more_address_after_one(url: str, following: str) -> None:
    assert next_more(f"http://www.example{url}") == f"http://www.example{following}"


def test_beside_a_menu_of_known_addresses_no_other_links_are_listings() -> None:
    channels = "".join(f"<li><a href='/{name}/index.html'>{name}</a></li>" for name in ("shizheng", "shehui", "jingji"))
    topics = "".join(f"<li><a href='/topic/list.php?group={n}'>专题{n}</a></li>" for n in range(30))
    again = "<h3><a href='/shizheng/index.html'>时政</a></h3><p><a href='/p/101.html'>蚝农清晨开市</a></p>"
    in_menu = "<li><a href='/node_12.htm'>县区</a></li>"
    html = f"<div><ul>{channels}{in_menu}<ul>{topics}</ul></ul>{again}{again.replace('shizheng', 'shehui')}</div>"
    page = FrontPage(html.encode(), "https://www.example/")
    assert page.further_listings(lambda url: True) == ["https://www.example/node_12.htm"]


def test_a_page_of_one_script_lists_what_its_data_holds() -> None:
    state = '{"list": {"rows": [{"articleId": 2665101, "linkUrl": "/p/2665101.html", "title": "蚝农清晨开市"}]}}'
    html = f"<body><a href='/shizheng/'>时政</a><div id=app></div><script>window.__STATE__={state}</script></body>"
    page = ListingPage(html.encode(), "https://www.example/shizheng/")
    assert [(row.reference.number, row.headline) for row in page.articles(lambda url: True)] == [
        (2665101, "蚝农清晨开市")
    ]


@pytest.mark.parametrize(
    ("button", "is_there"),
    [
        ("<div role=button>点击加载更多</div>", True),
        ("<span>上拉加载更多</span>", True),
        ("<p>查看更多新闻 ∨</p>", True),
        ("<button>Load more</button>", True),
        ("<div>加载中...</div>", True),
        ("<a href='/tupian/'>查看更多</a>", False),
        ("<span data-url='/more?page=2'>加载更多</span>", False),
        ("<p>更多精彩，请下载客户端</p>", False),
    ],
)
def test_a_button_for_more_is_known_by_its_words(button: str, is_there: bool) -> None:
    page = ListingPage(f"<div><a href='/p/1.html'>开市</a>{button}</div>".encode(), "https://www.example/shizheng/")
    assert page.has_more_button == is_there
