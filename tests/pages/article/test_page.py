"""Every saved page in ``tests/fixtures/ArticlePage`` gives the item that stands beside it, field by field."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from zhanjiang.pages.article.page import ArticlePage

_CASES = sorted((Path(__file__).parents[2] / "fixtures" / "ArticlePage").iterdir())


def _pages(case: Path) -> list[ArticlePage]:
    meta = json.loads((case / "meta.json").read_text("utf-8"))
    url = meta["url"]
    files = sorted(case.glob("page_*.html"), key=lambda path: int(path.stem.split("_")[1]))
    further = meta.get("further") or [url.replace(".html", f"{path.stem[4:]}.html") for path in files]
    given = {"fetched_at": meta.get("fetched_at", "2026-01-01T00:00:00Z"), "content_type": meta.get("content_type")}
    pages = zip([case / "page.html", *files], [url, *further], strict=True)
    return [ArticlePage(path.read_bytes(), url, **given) for path, url in pages]


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_page_gives_its_item(case: Path) -> None:
    pages = _pages(case)
    expected: dict[str, Any] = json.loads((case / "item.json").read_text("utf-8"))
    item = asdict(pages[-1].to_item(pages[:-1]))
    item["images"] = [{"url": image["url"], "caption": image["caption"]} for image in item["images"]]
    expected["text"] = expected["text"] or None
    assert {name: item[name] for name in expected} == expected


@pytest.mark.parametrize(
    "case", [case for case in _CASES if (case / "page_2.html").exists()], ids=lambda case: case.name
)
def test_pager_leads_from_each_page_to_the_next(case: Path) -> None:
    pages = _pages(case)
    assert [page.next_page for page in pages] == [page.url for page in pages[1:]] + [None]


def test_there_are_fixtures() -> None:
    assert len(_CASES) >= 16
