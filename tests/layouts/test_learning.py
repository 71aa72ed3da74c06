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


def test_templates_that_share_their_surroundings_are_told_apart() -> None:
    around = "".join(f"<div class='menu-{letter}'>栏目{letter}</div>" for letter in "abcdefghijklmnop")
    heads = (
        "<div class='t1'><h2 class='h1'>{0}</h2><p class='i1'>2024-05-{1:02} 10:20</p></div><div class='b1'>{2}</div>",
        "<table class='t2'><tr><td class='h2'>{0}</td></tr><tr><td class='i2'>2024-05-{1:02} 10:20</td></tr>"
        "<tr><td class='b2'>{2}</td></tr></table>",
    )
    samples = []
    for at in range(48):
        headline, town = f"{chr(0x4E00 + 30 * at)}港昨日开港", chr(0x5E00 + 30 * at)
        story = f"<p>{town}镇的第一批渔船昨日归来，鱼贩子在码头等着过秤，街坊一早就来排队。</p>"
        story += f"<p>{town}镇的船工说，今年的收成比去年好，卖到天黑才回去，路上还在算账，明天要起得更早。</p>"
        inside = heads[at % 2].format(headline, at % 28 + 1, story)
        html = f"<html><head><title>{headline}</title></head><body>{around}{inside}</body></html>"
        samples.append(sample(ArticlePage(html.encode(), f"https://www.example/p/{at}.html")))
    assert [len(group) for group in clusters(samples)] == [48]
    assert sorted(layout.body for layout in learn(samples)) == [
        "//div[contains(concat(' ', normalize-space(@class), ' '), ' b1 ')]",
        "//td[contains(concat(' ', normalize-space(@class), ' '), ' b2 ')]",
    ]
