"""The ways on from a page of a listing, by pagers and links of many forms."""

from __future__ import annotations

import pytest

from zhanjiang.pages.listing.listing import ListingPage
from zhanjiang.pages.listing.ways import Ways

_SITE = "https://www.example"
_ROWS = "<ul><li><a href='/p/101.html'>蚝农清晨开市</a></li><li><a href='/p/102.html'>菠萝午后上市</a></li></ul>"


def _ways(inside: str, url: str = "/c/12/", first: str = "/c/12/") -> Ways:
    menu = "<a href='/'>首页</a><a href='/c/13/'>社会</a><a href='/about/1.html'>关于</a>"
    page = ListingPage(f"<html><body>{menu}{_ROWS}{inside}</body></html>".encode(), f"{_SITE}{url}")
    return page.ways_on(f"{_SITE}{first}", lambda to: to.startswith(f"{_SITE}/"), {"/c/13/"})


@pytest.mark.parametrize(
    ("pager", "url", "following"),
    [
        ("<a href='2.html'>下一页</a><a href='9.html'>尾页</a>", "/c/12/", "/c/12/2.html"),
        ("<a href='/c/12/3'>下页&gt;&gt;</a>", "/c/12/2", "/c/12/3"),
        ("<a href='?p=3'>Next »</a>", "/c/12/?p=2", "/c/12/?p=3"),
        ("<a href='/c/12/'>1</a><b>2</b><a href='/c/12/3.html'>3</a>", "/c/12/2.html", "/c/12/3.html"),
        ("<a href='/c/12/'>1</a><a href='2.html'>2</a><a href='3.html'>3</a>", "/c/12/2.html", "/c/12/3.html"),
        ("<a href='/l_1.html'>1</a><a href='/l_2.html'>2</a>", "/c/12/", "/l_2.html"),
        ("<select><option value='/c/12/'>第1页<option value='/c/12/2'>第2页</select>", "/c/12/", "/c/12/2"),
        ("<button data-href='/c/12/2'>下一页</button>", "/c/12/", "/c/12/2"),
        ("<a href='javascript:void(0)' onclick=\"go('/c/12/2')\">后页</a>", "/c/12/", "/c/12/2"),
        ("<link rel=next href='/c/12/2'>", "/c/12/", "/c/12/2"),
        ("<a href='/c/12/'>1</a><a href='2.html'>2</a><b>3</b>", "/c/12/3.html", None),
        ("<a href='2.html'>上一页</a><a href='javascript:;'>下一页</a>", "/c/12/3.html", None),
        ("<a href='/c/13/'>›</a>", "/c/12/", None),
        ("<button data-url='/shizheng/page/2/'>加载更多</button>", "/shizheng/", "/shizheng/page/2/"),
        ("<button data-url='/shizheng/page/3/'>加载更多</button>", "/shizheng/page/2/", "/shizheng/page/3/"),
        ("<button data-url='/shehui/page/2/'>加载更多</button>", "/shizheng/", None),
        ("<button data-url='/shizheng/page/9/'>末</button>", "/shizheng/", None),
    ],
)
def test_the_next_page_is_what_the_pager_says(pager: str, url: str, following: str | None) -> None:
    assert _ways(pager, url).next == (f"{_SITE}{following}" if following else None)


@pytest.mark.parametrize(
    ("links", "parts"),
    [
        ("<a href='202604/'>4月</a><a href='/c/12/202603/'>3月</a>", ["/c/12/202604/", "/c/12/202603/"]),
        ("<a href='/archive/2026/04'>2026年4月</a>", ["/archive/2026/04"]),
        ("<a href='/c/12/renshi/'>人事任免</a>", ["/c/12/renshi/"]),
        ("<a href='/more.php?id=12'>更多&gt;&gt;</a>", ["/more.php?id=12"]),
        ("<a href='/old/12.html'>往期回顾</a>", ["/old/12.html"]),
        ("<option value='/c/12/2025/'>2025年", ["/c/12/2025/"]),
        ("<a href='/c/120/'>县区</a><a href='/zt/9/'>专题</a><a href='/a.pdf'>2026</a><a href='/szb/'>更多</a>", []),
        ("<a href='https://other.example/c/12/2/'>更多</a><a href='/p/103.html'>2026-04-01</a>", []),
        ("<a href='2.html'>2</a><a href='9.html'>末页</a><a href='2.html'>下一页</a>", []),
    ],
)
def test_parts_are_below_the_listing_or_say_that_they_are_more(links: str, parts: list[str]) -> None:
    assert [part.url for part in _ways(links).parts] == [f"{_SITE}{part}" for part in parts]


@pytest.mark.parametrize(
    ("pager", "is_blocked"),
    [
        ("<a href='javascript:turn(2)'>2</a>", True),
        ("<a href='#' onclick='turn(2)'>下一页</a>", True),
        ("<li data-page=2>2</li>", True),
        ("<select><option value=2>第2页</select>", True),
        ("<a href='javascript:;'>下一页</a>", False),
        ("<a href='#'>2</a>", False),
        ("<a href='/c/12/2'>2</a><a href='javascript:turn(3)'>3</a>", False),
        ("<span onclick='size(1)'>大</span>", False),
    ],
)
def test_a_pager_that_only_a_script_knows_is_reported(pager: str, is_blocked: bool) -> None:
    assert (_ways(pager).blocked is not None) == is_blocked
