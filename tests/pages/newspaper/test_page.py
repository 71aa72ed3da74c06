"""Every saved page in ``tests/fixtures/NewspaperArticlePage`` gives the item that stands beside it, field by field."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.pages.base import UnreadablePage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage, newspaper_page_type

_CASES = sorted((Path(__file__).parents[2] / "fixtures" / "NewspaperArticlePage").iterdir())


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_page_gives_its_item(case: Path) -> None:
    meta = json.loads((case / "meta.json").read_text("utf-8"))
    reference = read_newspaper(meta["url"])
    assert reference
    given = {"fetched_at": meta.get("fetched_at", "2026-01-01T00:00:00Z"), "content_type": meta.get("content_type")}
    page = newspaper_page_type(reference)((case / "page.html").read_bytes(), meta["url"], **given)
    expected: dict[str, Any] = json.loads((case / "item.json").read_text("utf-8"))
    item = asdict(page.to_item())
    item["images"] = [{"url": image["url"], "caption": image["caption"]} for image in item["images"]]
    assert {name: item[name] for name in expected} == expected


def test_there_are_fixtures() -> None:
    assert len(_CASES) >= 12


def test_a_page_without_a_headline_is_told() -> None:
    page = NewspaperArticlePage(b"<html><body></body></html>", "http://szb.example/zjrb/html/2018-07/17/content_1.htm")
    with pytest.raises(UnreadablePage, match="no headline"):
        page.to_item()


def test_a_page_that_says_that_it_is_gone() -> None:
    told = "<html><body><p>您访问的页面不存在或已删除</p></body></html>".encode()
    assert NewspaperArticlePage(told, "http://szb.example/zjrb/html/2018-07/17/content_1.htm").is_gone


@pytest.mark.parametrize(
    ("body", "doubts"),
    [
        ("<p>渡口昨日开放，三十艘渔船先后靠岸卸货。</p>", []),
        ('<p><img src="1.jpg" data-caption="渡口昨日开放。周大海 摄"></p>', []),
        ('<p><img src="1.jpg"></p>', ["no_text"]),
    ],
)
def test_a_picture_without_text_or_caption_is_doubtful(body: str, doubts: list[str]) -> None:
    html = f"<html><body><founder-title>渡口开放</founder-title><founder-content>{body}</founder-content></body></html>"
    page = NewspaperArticlePage(html.encode(), "http://szb.example/zjrb/html/2018-07/17/content_1.htm")
    page.to_item()
    assert [*page.doubts] == doubts
