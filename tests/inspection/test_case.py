"""A case of an article of several pages holds them all, and is taken up as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.pages.article import test_page as test_article_fixtures
from zhanjiang.addresses.portal import Sites
from zhanjiang.inspection.case import make_case, next_address
from zhanjiang.inspection.page_file import PageFile, WrongOption
from zhanjiang.pages.base import UnreadablePage

_EIGHT = Path(__file__).parents[1] / "fixtures" / "ArticlePage" / "eight_pages"
_SITES = Sites("https://www.gdzjdaily.com.cn", "https://m.gdzjdaily.com.cn")
_FIRST = "https://www.gdzjdaily.com.cn/shizheng/p/2878241.html?v=1663507728281"


def _pages() -> list[PageFile]:
    """Collect the pages as the archive gives them: each by the address that the one before it links."""
    pages: list[PageFile] = []
    address: str | None = _FIRST
    while address:
        name = "page.html" if not pages else f"page_{len(pages) + 1}.html"
        pages.append(PageFile(address, (_EIGHT / name).read_bytes(), "", "2026-11-24T00:00:00Z"))
        address = next_address(pages[-1], _SITES)
    return pages


def test_all_pages_are_one_case(tmp_path: Path) -> None:
    pages = _pages()
    assert len(pages) == 8
    made = make_case(pages, _SITES)
    assert (made.folder, made.goes_on, made.empty) == ("ArticlePage", None, ["kicker", "subheadline"])
    case = made.write(tmp_path, "made")
    assert json.loads((case / "item.json").read_text("utf-8")) == json.loads((_EIGHT / "item.json").read_text("utf-8"))
    test_article_fixtures.test_page_gives_its_item(case)
    test_article_fixtures.test_pager_leads_from_each_page_to_the_next(case)


def test_a_part_of_an_article_says_where_it_goes_on() -> None:
    assert make_case(_pages()[:2], _SITES).goes_on == "https://www.gdzjdaily.com.cn/p/2878241_3.html"


def test_what_cannot_be_read_makes_no_case() -> None:
    with pytest.raises(UnreadablePage):
        make_case([PageFile(_FIRST, b"<html><body></body></html>", "", "")], _SITES)
    with pytest.raises(WrongOption):
        make_case([PageFile("https://other.example/", b"<html></html>", "", "")], _SITES)
