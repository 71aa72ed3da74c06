"""A layout is learned from a site's own pages: where its parts stand, and what is furniture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from tests.unseen.portals import SKINS
from tests.unseen.report import Site, text_of
from tests.unseen.reporter import write_site
from zhanjiang.layouts.learning import FEWEST_PAGES, clusters, learn
from zhanjiang.layouts.sample import Sample, sample
from zhanjiang.pages.article.page import ArticlePage
from zhanjiang.pages.reading.learned import LearnedLayout, locate_learned

_SKINS = ("party_paper", "gateway", "tables", "city_paper")


def _pages(skin: str, site: Site | None = None) -> Iterator[ArticlePage]:
    """The first page of each article of a portal."""
    site = site or write_site(SKINS[skin].house)
    served = SKINS[skin].pages(site)
    for report in site.reports:
        answer = served[f"/p/{report.number}.html"]
        body = answer[2] if isinstance(answer, tuple) else answer
        assert isinstance(body, bytes)
        yield ArticlePage(body, f"https://www.example/p/{report.number}.html", fetched_at="2026-11-28T00:00:00Z")


def _samples(skin: str) -> list[Sample]:
    return [sample(page) for page in _pages(skin)]


@pytest.fixture(scope="module", params=_SKINS)
def learned(request: pytest.FixtureRequest) -> tuple[str, LearnedLayout]:
    """A skin, and the one layout that its pages have."""
    [layout] = learn(_samples(request.param))
    return request.param, replace(layout, name="learned 1")


def test_nearly_all_pages_agree_on_headline_and_body(learned: tuple[str, LearnedLayout]) -> None:
    _, layout = learned
    assert layout.shares["headline"] >= 0.9
    assert layout.shares["body"] >= 0.9
    assert layout.pages == 40
    assert layout.since == "2026-11-28T00:00:00Z"


def test_it_reads_the_stories_of_its_pages_exactly(learned: tuple[str, LearnedLayout]) -> None:
    skin, layout = learned
    site = write_site(SKINS[skin].house)
    right = [
        _reads(page, layout) == "".join(text_of(report.parts).split())
        for page, report in zip(_pages(skin), site.reports, strict=True)
        if len(report.pages) == 1
    ]
    assert len(right) > 25
    assert sum(right) >= 0.9 * len(right)


def _reads(page: ArticlePage, layout: LearnedLayout) -> str:
    """The text without blanks: how the cells of tables are parted is left open."""
    page.learned = [layout]
    article = page.to_item()
    assert (article.extracted_by or {})["headline"] == "learned"
    return "".join((article.text or "").split())


def test_it_knows_its_own_pages_alone(learned: tuple[str, LearnedLayout]) -> None:
    skin, layout = learned
    for other in _SKINS:
        fits = [locate_learned(page.root, [layout]) is not None for page in _pages(other)]
        assert all(fits) if other == skin else not any(fits)


def test_pages_are_grouped_by_their_markup() -> None:
    both = [one for pair in zip(_samples("gateway"), _samples("city_paper"), strict=True) for one in pair]
    assert [len(group) for group in clusters(both)] == [40, 40]
    assert len(learn(both)) == 2


def test_too_few_pages_teach_nothing() -> None:
    few: Sequence[Sample] = _samples("gateway")[: FEWEST_PAGES - 1]
    assert learn(few) == []
    assert learn(few, fewest=len(few))
