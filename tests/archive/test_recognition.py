"""Pages named by their addresses, as a crawl names them."""

from __future__ import annotations

from typing import Any

import pytest

from zhanjiang.addresses.newspapers import NewspaperSites
from zhanjiang.addresses.portal import Sites
from zhanjiang.archive.recognition import Recogniser

_OURS = Recogniser(
    Sites("https://www.example", "https://m.example"), NewspaperSites("http://szb.example", "http://paper.example", "")
)
_ARTICLE = {"page": "/p/7.html", "kind": "article", "article": "portal/7"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.example/", {"page": "/", "kind": "frontpage"}),
        ("https://www.example/index.html", {"page": "/", "kind": "frontpage"}),
        ("https://www.example/p/7.html", _ARTICLE),
        ("https://m.example/shizheng/p/7.html", _ARTICLE | {"channel": "shizheng"}),
        ("https://www.example/p/7_3.html", _ARTICLE | {"is_further": True}),
    ],
)
def test_a_page_of_the_portal(url: str, expected: dict[str, Any]) -> None:
    assert _OURS.recognise(url) == expected


def test_a_listing_has_its_channel() -> None:
    recognised = _OURS.recognise("https://www.example/shizheng/index_2.html")
    assert (recognised["kind"], recognised["channel"]) == ("listing", "shizheng")
    assert "article" not in recognised


def test_a_page_of_a_mirror_is_named_by_its_whole_address() -> None:
    first = "http://mirror.example/shizheng/p/7.html"
    expected = {"page": first, "kind": "article", "article": "portal/7"}
    assert _OURS.recognise(first) == expected
    assert _OURS.recognise("http://mirror.example/shizheng/p/7_2.html") == expected | {"is_further": True}


@pytest.mark.parametrize("host", ["szb.example", "elsewhere.example"])
def test_a_page_of_the_newspapers(host: str) -> None:
    folder = f"http://{host}/zjrb/html/2018-07/17"
    article = {"page": "/zjrb/2018-07-17/2108598", "kind": "article", "article": "zjrb/2018-07-17/2108598"}
    assert _OURS.recognise(f"{folder}/content_2108598.htm") == article
    assert _OURS.recognise(f"{folder}/node_2.htm") == {"page": "/zjrb/2018-07-17", "kind": "day"}
    assert _OURS.recognise(f"{folder}/node_3.htm") == {"page": "/zjrb/2018-07-17/node_3", "kind": "newspaper_page"}


@pytest.mark.parametrize(
    "url",
    [
        "dns:www.example",
        "https://www.example/robots.txt",
        "http://elsewhere.example/",
        "http://elsewhere.example/shizheng/index_2.html",
        "https://www.example/picture/7.jpg",
    ],
)
def test_what_is_no_page_of_ours(url: str) -> None:
    assert _OURS.recognise(url) == {}
