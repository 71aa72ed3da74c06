"""Atom and JSON Feed, as readers of feeds take them."""

from __future__ import annotations

import io
import json
from typing import Any

import feedparser
import pytest

from tests.export.made_up import RECORDS
from zhanjiang.export.atom import write_atom
from zhanjiang.export.json_feed import write_json_feed

_HOME = "https://www.example/?a=1&b=2"
_HTML = (
    "<p>第一段，&lt;b&gt;不是标记&lt;/b&gt; &amp; 其他。</p><p>-5℃ 😀</p>"
    '<figure><img alt="港区" src="https://img.example/1.jpg"/><figcaption>港区</figcaption></figure>'
    '<figure><img alt="" src="https://img.example/2.jpg"/></figure>'
)


def _atom(records: list[dict[str, Any]]) -> Any:
    file = io.BytesIO()
    write_atom(file, records, _HOME)
    read = feedparser.parse(file.getvalue(), sanitize_html=False)
    assert not read.bozo, read.bozo_exception
    return read


def test_atom_is_read_by_feedparser() -> None:
    read = _atom(RECORDS)
    assert (read.version, read.feed.link, read.feed.author) == ("atom10", _HOME, "湛江云媒")
    assert read.feed.updated == "2026-11-24T01:36:24Z"
    one, newspaper, link = read.entries
    assert (one.id, one.link) == ("tag:gdzjdaily.com.cn,2020:portal/2", "https://www.example/p/2.html")
    assert one.title == "=SUM(A1:A9)“引号”, 逗号"
    assert [author.name for author in one.authors] == ["温可", "林宇云"]
    assert [tag.term for tag in one.tags] == ["shizheng"]
    assert one.content[0].value.replace(" />", "/>") == _HTML
    assert (one.published, one.updated) == ("2022-05-31T21:58:00+08:00", "2026-11-24T01:36:24Z")
    assert (newspaper.published, newspaper.updated) == ("2018-07-16T00:00:00+08:00", "2018-07-15T16:00:00Z")
    assert link.title == "portal/9" and "published" not in link and link.updated


def test_json_feed_says_the_same() -> None:
    file = io.BytesIO()
    write_json_feed(file, RECORDS, _HOME)
    feed = json.loads(file.getvalue())
    assert (feed["version"], feed["home_page_url"]) == ("https://jsonfeed.org/version/1.1", _HOME)
    assert feed["items"][0] == {
        "id": "tag:gdzjdaily.com.cn,2020:portal/2",
        "url": "https://www.example/p/2.html",
        "title": "=SUM(A1:A9)“引号”, 逗号",
        "content_html": _HTML,
        "date_published": "2022-05-31T21:58:00+08:00",
        "date_modified": "2026-11-24T01:36:24Z",
        "authors": [{"name": "温可"}, {"name": "林宇云"}],
        "tags": ["shizheng"],
    }
    assert all({"id", "url", "content_html"} <= item.keys() for item in feed["items"])


def test_a_feed_without_articles_is_a_feed() -> None:
    assert _atom([]).entries == []


@pytest.mark.parametrize("field", ["headline", "channel", "text"])
def test_what_xml_cannot_hold_breaks_no_feed(field: str) -> None:
    assert len(_atom([{**RECORDS[0], field: "甲\x08]]>\x1b"}]).entries) == 1


def test_what_is_missing_or_odd_breaks_no_feed() -> None:
    odd = {"published_at": "31 May", "url": None, "authors": [{"role": "文", "name": None}], "fetched_at": None}
    [entry] = _atom([{**RECORDS[0], **odd, "images": [{"url": None, "caption": None}]}]).entries
    assert (entry.updated, "published" in entry, "authors" in entry) == ("1970-01-01T00:00:00Z", False, False)
