"""Layouts hold for a time of fetching: each page is read by the rules of its own, and by labels outside of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pytest
from lxml.etree import XPath

from tests.end_to_end.running import told
from tests.replica.client import fetch
from zhanjiang.items import Article
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.newspaper.page import NewspaperArticlePage
from zhanjiang.pages.reading.selectors import ARTICLE_LAYOUTS, NEWSPAPER_LAYOUTS, Layout
from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.replica.presentation import SKINS

_DECLARED = {layout.name: layout for layout in ARTICLE_LAYOUTS}
_TABLE = Layout("table", b'id="zoom"', XPath("//td[@class='bt']"), XPath("//div[@id='zoom']"))
_LINE = Layout("line", b'id="conCon"', XPath("//div[@class='tit']/h2"), XPath("//div[@id='conCon']"))
# A layout for each skin, and the year in which it holds.
_BY_SKIN = {
    "table": replace(_TABLE, until="2026-01-01"),
    "line": replace(_LINE, since="2026-01-01", until="2027-01-01"),
    "rich": replace(_DECLARED["details"], since="2027-01-01", until="2028-01-01"),
    "labelled": replace(_DECLARED["grid"], since="2028-01-01", until="2029-01-01"),
    "stock": replace(_DECLARED["stock"], since="2029-01-01"),
}
_TIMES = dict(zip(_BY_SKIN, (f"{year}-06-01T00:00:00Z" for year in range(2025, 2030)), strict=True))
_NEWSPAPER_PAGE = Path(__file__).parents[2] / "fixtures" / "NewspaperArticlePage" / "01_first_template" / "page.html"
Printed = tuple[bytes, dict[str, Any]]


@pytest.fixture(scope="module", params=SKINS)
def printed(request: pytest.FixtureRequest) -> Iterator[tuple[str, list[Printed]]]:
    """A skin, and some of its pages with what is true of them."""
    with running_replica(ReplicaOptions(articles=40, seed=23, skin=request.param)) as replica:
        chosen = [truth for truth in replica.truth() if truth["kind"] == "article" and truth["pages"] == 1][:8]
        assert len(chosen) == 8
        yield request.param, [(fetch(truth["url"]).body, truth) for truth in chosen]


def _page(body: bytes, truth: dict[str, Any], at: str, layouts: Sequence[Layout]) -> ArticlePage:
    page = ArticlePage(body, truth["url"], fetched_at=at)
    page.layouts = layouts
    return page


def _read(body: bytes, truth: dict[str, Any], at: str, layouts: Sequence[Layout]) -> Article:
    return _page(body, truth, at, layouts).to_item()


def _assert_true(article: Article, truth: dict[str, Any]) -> None:
    of_the_page = {name: truth[name] for name in truth.keys() - {"id", "url", "channel", "duplicate_of", "script"}}
    assert told(asdict(article), of_the_page) == of_the_page


def test_a_skins_page_is_read_by_the_layout_of_its_time_and_by_none_of_another(
    printed: tuple[str, list[Printed]],
) -> None:
    skin, pages = printed
    for body, truth in pages:
        for at_skin, at in _TIMES.items():
            article = _read(body, truth, at, tuple(_BY_SKIN.values()))
            rule = "selector" if at_skin == skin else "label"
            assert article.extracted_by
            assert {article.extracted_by[name] for name in ("headline", "text")} == {rule}, (skin, at)
            _assert_true(article, truth)


def test_a_layout_begins_with_its_first_moment_and_is_over_with_its_last(printed: tuple[str, list[Printed]]) -> None:
    skin, [(body, truth), *_] = printed
    layout = replace(_BY_SKIN[skin], since="2026-03-01T12:00:00Z", until="2026-09-01")
    rules = {
        at: (_read(body, truth, at, [layout]).extracted_by or {})["headline"]
        for at in ("2026-03-01T11:59:59Z", "2026-03-01T12:00:00Z", "2026-08-31T23:59:59Z", "2026-09-01T00:00:00Z", "")
    }
    assert list(rules.values()) == ["label", "selector", "selector", "label", "selector"]


def test_two_layouts_with_one_marker_are_told_apart_by_the_time(printed: tuple[str, list[Printed]]) -> None:
    skin, [(body, truth), *_] = printed
    new = _BY_SKIN[skin]
    # The older one knows the log-in dialog for a headline, which no page of its time has.
    old = replace(new, name="older", headline=XPath("//*[@id='login']/h3"), since="", until="2026-01-01")
    layouts = (old, replace(new, since="2026-01-01", until=""))
    before, after = (_page(body, truth, at, layouts) for at in ("2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z"))
    assert (before.layout, after.layout) == ("older", new.name)
    assert before.head.headline_rule == after.head.headline_rule == "selector"
    assert (before.head.headline, after.head.headline) == ("登录湛江云媒账号", truth["headline"])
    # The page's own title contradicts the older one: a second opinion gives the headline.
    assert before.to_item().headline == after.to_item().headline == truth["headline"]


@pytest.mark.parametrize("part", ["headline", "body"])
def test_a_newspapers_layouts_are_dated_each_for_itself(part: str) -> None:
    layouts = [replace(one, until="2024-01-01") if getattr(one, part) else one for one in NEWSPAPER_LAYOUTS]
    field = "text" if part == "body" else part
    rules = {}
    for at in ("2023-12-31T23:59:59Z", "2024-01-01T00:00:00Z"):
        page = NewspaperArticlePage(
            _NEWSPAPER_PAGE.read_bytes(), "http://szb.example/zjrb/html/2018-07/17/content_1.htm", fetched_at=at
        )
        page.layouts = layouts
        rules[at] = page.to_item().extracted_by or {}
    before, after = rules.values()
    assert (before[field], after[field]) == ("selector", "label")
    assert {name for name in ("headline", "text") if before[name] != after[name]} == {field}


def test_no_two_declared_layouts_have_one_name() -> None:
    for layouts in (ARTICLE_LAYOUTS, NEWSPAPER_LAYOUTS):
        assert len({layout.name for layout in layouts}) == len(layouts)
