"""Every saved page of a newspaper's day gives the item that stands beside it, field by field."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from zhanjiang.pages.newspaper.edition import EditionPage

_CASES = sorted((Path(__file__).parents[2] / "fixtures" / "EditionPage").iterdir())


@pytest.mark.parametrize("case", _CASES, ids=lambda case: case.name)
def test_page_gives_its_item(case: Path) -> None:
    meta = json.loads((case / "meta.json").read_text("utf-8"))
    given = {"fetched_at": meta["fetched_at"], "content_type": meta["content_type"]}
    page = EditionPage((case / "page.html").read_bytes(), meta["url"], **given)
    assert asdict(page.to_item()) == json.loads((case / "item.json").read_text("utf-8"))


def test_there_are_fixtures() -> None:
    assert _CASES
