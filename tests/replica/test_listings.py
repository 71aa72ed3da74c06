"""Listings: whoever follows them finds every article, in every form of link, and one row twice."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import Any
from urllib.parse import urljoin

from tests.replica.client import fetch
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.story import CHANNELS

_ARTICLE = re.compile(r"/p/(\d+)\.html")


def _rows(address: str) -> list[str]:
    """Return the numbers of a listing page's headlines, as linked outside the furniture."""
    printed = fetch(address).text.partition("</div>\n<div class=")[2] or fetch(address).text
    linked = re.findall(r'<a href="([^"]*)"[^>]*>[^<]', printed)
    return [match[1] for link in linked if (match := _ARTICLE.search(link))]


def _walk(portal: str, channel: str) -> list[list[str]]:
    pages: list[list[str]] = []
    for page in count(1):
        address = f"{portal}/{channel}/index{f'_{page}' if page > 1 else ''}.html"
        if fetch(address).status == 404:
            return pages
        pages.append(_rows(address))
    raise AssertionError


def _load_more(portal: str, listing: str) -> list[list[dict[str, Any]]]:
    pages: list[list[dict[str, Any]]] = []
    for page in count(1):
        reply = fetch(f"{portal}/index/nei/content?id={listing}&page={page}&pagesize=15")
        rows = json.loads(reply.body)["data"]
        if not rows:
            return pages
        pages.append(rows)
    raise AssertionError


def test_listings_hold_every_article_newest_first(portal: str, truths: list[dict[str, Any]]) -> None:
    for channel in set(CHANNELS) - {"minsheng"}:
        expected = [truth["id"].removeprefix("portal/") for truth in truths if truth["channel"] == channel]
        pages = _walk(portal, channel)
        assert list(dict.fromkeys(number for page in pages for number in page)) == expected
        assert all(15 <= len(page) <= 21 for page in pages[:-1])
        if len(pages) > 1:
            assert pages[1][0] == pages[0][-1]


def test_the_load_more_channel_gives_its_rows_as_json(portal: str, truths: list[dict[str, Any]]) -> None:
    first = fetch(f"{portal}/minsheng/index.html")
    listing = re.search(r"var listid = (\d+);", first.text)
    assert listing and "index_2.html" not in first.text
    pages = _load_more(portal, listing[1])
    rows = [row for page in pages for row in page]
    expected = [truth["headline"] for truth in truths if truth["channel"] == "minsheng"]
    assert list(dict.fromkeys(row["title"] for row in rows)) == list(dict.fromkeys(expected))
    assert {type(row["created"]) for row in rows} == {int, str}
    assert {type(row["thumb"]) for row in rows} == {dict, list}
    assert pages[1][0]["title"] == pages[0][-1]["title"]


def test_links_come_in_mixed_forms_that_all_lead_to_the_article(portal: str) -> None:
    links = [link for channel in CHANNELS for link in fetch(f"{portal}/{channel}/index.html").links if "/p/" in link]
    host = portal.removeprefix("http:")
    forms = {
        "path": re.compile(r"/p/\d+\.html"),
        "channel": re.compile(r"/\w+/p/\d+\.html"),
        "no scheme": re.compile(rf"{re.escape(host)}/p/\d+\.html"),
        "absolute": re.compile(rf"{re.escape(portal)}/p/\d+\.html"),
        "two question marks": re.compile(r".*\?v=\d+\?v=\d+"),
    }
    for name, form in forms.items():
        matching = [link for link in links if form.fullmatch(link)]
        assert matching, name
        assert fetch(urljoin(f"{portal}/shehui/", matching[0])).status == 200


def test_the_front_page_leads_to_the_channels_and_the_newest(portal: str, truths: list[dict[str, Any]]) -> None:
    front = fetch(f"{portal}/")
    assert all(f"/{channel}/index.html" in front.links for channel in CHANNELS)
    assert all(truth["headline"] in front.text for truth in truths[:20])


def test_the_crawl_delay_is_in_robots_txt_only_when_requested(portal: str) -> None:
    assert "Crawl-delay" not in fetch(f"{portal}/robots.txt").text
    with running_replica(ReplicaOptions(articles=5, crawl_delay=0.5)) as running:
        assert "Crawl-delay: 0.5" in fetch(f"{running.addresses['PORTAL_URL']}/robots.txt").text
