"""Every saved listing and front page gives the links that stand beside it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from zhanjiang.pages.frontpage import FrontPage
from zhanjiang.pages.listing import ListingPage
from zhanjiang.urls import Sites

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_LISTINGS = sorted((_FIXTURES / "ListingPage").iterdir())
_FRONT_PAGES = sorted((_FIXTURES / "FrontPage").iterdir())


def _read(case: Path) -> tuple[bytes, dict[str, Any], Sites]:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    parts = urlsplit(expected["url"])
    portal = f"{parts.scheme}://{parts.netloc}"
    return (case / "page.html").read_bytes(), expected, Sites(portal, portal.replace("www.", "m."))


@pytest.mark.parametrize("case", _LISTINGS, ids=lambda case: case.name)
def test_listing_gives_its_rows_and_the_way_on(case: Path) -> None:
    body, expected, sites = _read(case)
    page = ListingPage(body, expected["url"])
    links = page.articles(sites.holds)
    rows = [[link.reference.number, link.headline] for link in links if not link.in_box]
    assert rows == [[int(number), headline] for number, headline in expected["rows"]]
    assert sorted(link.reference.number for link in links if link.in_box) == sorted(map(int, expected["boxed"]))
    assert page.next_page(sites.holds) == expected["next"]
    more = page.load_more()
    assert (f"?id={expected['load_more_id']}&" in (more or "")) == bool(expected["load_more_id"])
    assert bool(more) == bool(expected["load_more_id"])


@pytest.mark.parametrize("case", _FRONT_PAGES, ids=lambda case: case.name)
def test_front_page_gives_channels_and_articles(case: Path) -> None:
    body, expected, sites = _read(case)
    page = FrontPage(body, expected["url"])
    assert list(page.channels(sites.holds).values()) == [url for _, url in expected["channels"]]
    numbers = {link.reference.number for link in page.articles(sites.holds)}
    assert numbers == set(map(int, expected["articles"]))
