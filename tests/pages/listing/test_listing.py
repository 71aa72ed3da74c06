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
