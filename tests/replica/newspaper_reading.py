"""Reads the newspapers' pages with selectors of its own, for the tests."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from parsel import Selector

from tests.replica.client import fetch

Truth = dict[str, Any]
_GREY = "color: #827E7B;"


def select(address: str, encoding: str = "utf-8") -> Selector:
    """Fetch a page that must be there."""
    reply = fetch(address)
    assert reply.status == 200, address
    return Selector(reply.body.decode(encoding))


def printed(page: Selector, path: str) -> list[str]:
    """Return the texts at a path, those without any left out."""
    texts = ("".join(found.xpath(".//text()").getall()).strip() for found in page.xpath(path))
    return [text for text in texts if text]


def head_in_blocks(page: Selector) -> tuple[str | None, str, list[str]]:
    """Return the kicker, the headline, and what stands between it and the body, in the template of blocks."""
    kicker = printed(page, "//div[@class='cont']/p[@class='yinti']")
    behind = printed(page, "//div[@class='cont']/h1/following-sibling::p")
    return (kicker[0] if kicker else None), printed(page, "//div[@class='cont']/h1")[0], behind


def head_in_tables(page: Selector) -> tuple[str | None, str, list[str]]:
    """Return the same of the template of tables, where kicker and decks are told apart by their place alone."""
    headline = "//td[@style='color: #0205FF;']"
    kicker = printed(page, f"{headline}/../preceding-sibling::tr/td[@style='{_GREY}']")
    behind = printed(page, f"{headline}/../following-sibling::tr/td[@style='{_GREY}']")
    return (kicker[0] if kicker else None), printed(page, headline)[0], behind


def areas(page: Selector, address: str) -> dict[str, list[list[float]]]:
    """Return the image map's polygons in per cent of the scan, by the address of the article."""
    scan = page.xpath("//img[@usemap='#pagepicmap']")
    width, height = (int(scan.attrib[side]) for side in ("width", "height"))
    found = {}
    for area in page.xpath("//map[@name='pagepicmap']/area[@shape='polygon']"):
        corners = [int(number) for number in area.attrib["coords"].split(",")]
        pairs = zip(corners[::2], corners[1::2], strict=True)
        found[urljoin(address, area.attrib["href"])] = [
            [round(100 * x / width, 2), round(100 * y / height, 2)] for x, y in pairs
        ]
    return found


def label(page: Selector) -> tuple[str, str]:
    """Return the number and the name of the page that an article or a page says it is."""
    reported = "".join(page.xpath("//b[@class='fisrt']//text() | //td[@class='px12']//text()").getall())
    match = re.fullmatch(r"第(A?\d\d)版：?(.+)", reported)
    assert match, reported
    return match[1], match[2]
