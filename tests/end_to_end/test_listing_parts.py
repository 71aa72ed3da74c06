"""Listings whose further pages no known address leads to: months, archives, pagers and menus of other forms.

Each site has the articles 101 to 112; all are to be found, and a second crawl is to be quiet.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.end_to_end.listing_site import articles, document, rows
from tests.end_to_end.running import assert_clean, crawl
from tests.loopback import serving

_NUMBERS = range(101, 113)
_A, _B, _C = range(101, 105), range(105, 109), range(109, 113)
Pages = dict[str, str]


def _month_folders() -> Pages:
    months = "".join(f'<a href="/shizheng/{month}/">{month}</a>' for month in (202604, 202603))
    second = '<a href="/shizheng/202603/index_2.html">2</a>'
    return {
        "/shizheng/": rows(_A) + months,
        "/shizheng/202604/": rows([*_A, _B[0]]) + months,
        "/shizheng/202603/": rows(_B[1:]) + second,
        "/shizheng/202603/index_2.html": rows(_C) + '<a href="/shizheng/202603/">1</a>',
    }


def _months_in_a_choice() -> Pages:
    options = "".join(f'<option value="/shizheng/archive_2026{month}.html">{month}月' for month in ("04", "03"))
    return {
        "/shizheng/": f"{rows(_A)}<select onchange='go(this)'><option value=''>往期{options}</select>",
        "/shizheng/archive_202604.html": rows(_B),
        "/shizheng/archive_202603.html": rows(_C),
    }


def _previous_month() -> Pages:
    return {
        "/shizheng/": f'{rows(_A)}<a href="/shizheng/2026-03/">上一月</a>',
        "/shizheng/2026-03/": f'{rows(_B)}<a href="/shizheng/2026-02/">上一月</a>',
        "/shizheng/2026-02/": f'<p>本月无</p><a href="/shizheng/2026-01/">上一月</a>{rows([])}',
        "/shizheng/2026-01/": rows(_C),
    }


def _calendar() -> Pages:
    days = "".join(f'<td><a href="/shizheng/202604{day:02}/">{day}</a></td>' for day in range(1, 4))
    table = f"<table><tr>{days}</tr></table>"
    return {
        "/shizheng/": table,
        "/shizheng/20260401/": rows(_A) + table,
        "/shizheng/20260402/": rows(_B) + table,
        "/shizheng/20260403/": rows(_C) + table,
    }


def _archive_apart() -> Pages:
    return {
        "/shizheng/": f'{rows(_A)}<a href="/archive/2026-04/">2026年4月</a><a href="/archive/2026-03/">2026年3月</a>',
        "/archive/2026-04/": rows(_B),
        "/archive/2026-03/": rows(_C),
    }


def _more_page() -> Pages:
    return {
        "/shizheng/": f'{rows(_A)}<a href="more.shtml">更多&gt;&gt;</a>',
        "/shizheng/more.shtml": f'{rows([*_A, *_B])}<a href="more_2.shtml">下一页</a>',
        "/shizheng/more_2.shtml": f'{rows(_C)}<a href="more.shtml">上一页</a>',
    }


def _list_of_numbers() -> Pages:
    def pager(here: int) -> str:
        return "".join(f'<a href="/list_7_{n}.html">{n}</a>' if n != here else f"<b>{n}</b>" for n in (1, 2, 3))

    return {
        "/shizheng/": rows(_A) + "".join(f'<a href="/list_7_{n}.html">{n}</a>' for n in (1, 2, 3)),
        "/list_7_1.html": rows(_A) + pager(1),
        "/list_7_2.html": rows(_B) + pager(2),
        "/list_7_3.html": rows(_C) + pager(3),
    }


def _scripted_addresses() -> Pages:
    return {
        "/shizheng/": f"""{rows(_A)}<span onclick="location.href='/shizheng/p2/'">下一页</span>""",
        "/shizheng/p2/": f"{rows(_B)}<a href=\"javascript:window.open('/shizheng/p3/')\">3</a>",
        "/shizheng/p3/": f'{rows(_C)}<a href="javascript:;">下一页</a>',
    }


def _button_with_an_address() -> Pages:
    return {
        "/shizheng/": f'{rows(_A)}<div class="b" data-url="/shizheng/rest?start=8">加载更多</div>',
        "/shizheng/rest?start=8": json.dumps({"html": rows(_B), "next": "/shizheng/rest?start=16"}),
        "/shizheng/rest?start=16": json.dumps({"html": rows(_C), "next": None, "hasMore": False}),
    }


def _link_in_the_head() -> Pages:
    return {
        "/shizheng/": f'<link rel="next" href="/shizheng/older/2">{rows(_A)}',
        "/shizheng/older/2": f'<link rel="next" href="/shizheng/older/3">{rows(_B)}',
        "/shizheng/older/3": rows(_C),
    }


def _subchannels() -> Pages:
    return {
        "/shizheng/": f'{rows(_A)}<a href="/shizheng/renshi/">人事</a><a href="/shizheng/baobei/list.html">报备</a>',
        "/shizheng/renshi/": rows(_B),
        "/shizheng/baobei/list.html": rows(_C),
    }


def _last_page_again_and_again() -> Pages:
    pages = {"/shizheng/": f'{rows(_A)}<a href="/shizheng/at/2">下一页</a>'}
    for page in range(2, 30):
        inside = rows(_B if page == 2 else _C)
        pages[f"/shizheng/at/{page}"] = f'{inside}<a href="/shizheng/at/{page + 1}">下一页</a>'
    return pages


_SITES = [
    _month_folders,
    _months_in_a_choice,
    _previous_month,
    _calendar,
    _archive_apart,
    _more_page,
    _list_of_numbers,
    _scripted_addresses,
    _button_with_an_address,
    _link_in_the_head,
    _subchannels,
    _last_page_again_and_again,
]


def _served(pages: Pages, menu: str | None = None) -> dict[str, bytes]:
    answers = {
        path: inside.encode() if inside.startswith(("{", "[")) else document(inside, *([menu] if menu else []))
        for path, inside in pages.items()
    }
    return {"/": document("", *([menu] if menu else [])), **articles(_NUMBERS), **answers}


@pytest.mark.parametrize("site", _SITES)
def test_every_part_of_a_listing_is_walked(tmp_path: Path, site: Callable[[], Pages]) -> None:
    asked: list[str] = []
    pages = site()
    with serving(_served(pages), asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
        assert_clean(crawled)
        assert crawled.feed.keys() == {f"portal/{number}" for number in _NUMBERS}
        assert len(asked) == len({*asked})
        assert len([path for path in asked if not path.startswith("/p/")]) <= min(len(pages), 4) + 3
        if site is not _archive_apart:
            assert {item["channel"] for item in crawled.lines} == {"shizheng"}
        again = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
    assert_clean(again)
    assert again.lines == []


_MENUS = [
    ("/list/shizheng.html", "/list/shizheng_{}.html"),
    ("/node_12.htm", "/node_12_{}.htm"),
    ("/c/12/", "/c/12/{}.html"),
    ("/list.php?id=12", "/list.php?id=12&page={}"),
    ("/list/12.html", "/list/12/{}.html"),
    ("/zhengwu/", "/zhengwu/list/12/{}/"),
]


@pytest.mark.parametrize(("first", "address"), _MENUS)
def test_a_menu_of_whatever_addresses_is_walked(tmp_path: Path, first: str, address: str) -> None:
    other = first.replace("12", "13").replace("shizheng", "shehui").replace("zhengwu", "shehui")
    menu = f'<nav><a href="/">首页</a><a href="{first}">时政</a><a href="{other}">社会</a></nav>'
    foot = '<div><a href="/contact.html">联系我们</a></div>'
    pages = {
        first: f'{rows(_A)}<a href="{address.format(2)}">下一页</a>{foot}',
        address.format(2): f'{rows(_B)}<a href="{first}">1</a><b>2</b>{foot}',
        other: rows(_C) + foot,
        "/": f"{rows([101])}{foot}",
    }
    asked: list[str] = []
    with serving(_served(pages, menu), asked) as portal:
        crawled = crawl(tmp_path, {"PORTAL_URL": portal}, COMMENTS_ENABLED="False")
        assert_clean(crawled)
        assert crawled.feed.keys() == {f"portal/{number}" for number in _NUMBERS}
        assert all(item["channel"] for item in crawled.lines)
        assert sorted(path for path in asked if not path.startswith("/p/")) == sorted([*pages, "/robots.txt"])
        del asked[:]
        assert crawl(tmp_path, {"PORTAL_URL": portal}).lines == []
    assert sorted(asked) == sorted(["/", "/robots.txt", first, other])
