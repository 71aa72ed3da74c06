"""Whole crawls of portals in styles that nobody has shown to the crawler: what is learned, and what a redesign does."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.end_to_end.running import Crawled, Item, crawl, export
from tests.unseen.changing import REDESIGNS
from tests.unseen.comparison import FIELDS, differences
from tests.unseen.portals import SKINS, changing_portal, portal

_ENOUGH = 0.95
_NOT_SOAK = ("tables", "bureau")


def _skins() -> list[object]:
    return [skin if skin in _NOT_SOAK else pytest.param(skin, marks=pytest.mark.soak) for skin in SKINS]


def _crawl(folder: Path, address: str, **settings: str) -> Crawled:
    sites = dict.fromkeys(("PORTAL_URL", "PORTAL_IMAGE_URL", "PORTAL_MOBILE_URL"), address)
    return crawl(folder, sites, COMMENTS_ENABLED="False", **settings)


@pytest.mark.parametrize("skin", _skins())
def test_every_article_is_fetched_and_its_fields_are_right(skin: str, tmp_path: Path) -> None:
    with portal(skin) as (address, truths):
        crawled = _crawl(tmp_path, address)
    assert crawled.code == 0, crawled.log[-3000:]
    assert crawled.feed.keys() == {truth["id"] for truth in truths}
    wrong = list(differences(crawled.feed, truths))
    often = Counter(one.field for one in wrong)
    bad = {field for field in FIELDS if often[field] > (1 - _ENOUGH) * len(truths)}
    assert not bad, [one for one in wrong if one.field in bad]


def test_a_learned_layout_reads_the_feed_the_store_and_the_next_run(tmp_path: Path) -> None:
    with portal("city_paper") as (address, truths):
        first = _crawl(tmp_path, address)
        again = _crawl(tmp_path, address, REVISIT="all")
    assert {item["extracted_by"]["headline"] for item in first.lines if item["kind"] != "link"} == {"learned"}
    assert [name for (name,) in first.rows("SELECT name FROM layouts")] == ["learned 1"]
    assert {revision for (revision,) in first.rows("SELECT revision FROM articles")} == {1}
    assert _stored_texts(first) == {item["id"]: item["text"] for item in first.lines}
    assert (again.code, again.lines) == (0, []), again.log[-3000:]
    assert export(tmp_path).keys() == {truth["id"] for truth in truths}


def _stored_texts(crawled: Crawled) -> dict[str, str | None]:
    return dict(crawled.rows("SELECT id, text FROM articles"))


def test_small_runs_learn_together(tmp_path: Path) -> None:
    with portal("city_paper") as (address, truths):
        alone = [_crawl_some(tmp_path, address, truths[start : start + 8]) for start in (0, 8, 16)]
    learned = [_learned_in(crawled) for crawled in alone]
    assert learned == [0, 0, 8]
    assert alone[-1].rows("SELECT count(*) FROM layouts") == [(1,)]


def _crawl_some(folder: Path, address: str, truths: list[Item]) -> Crawled:
    numbers = ",".join(truth["id"].removeprefix("portal/") for truth in truths)
    return crawl(folder, {"PORTAL_URL": address}, f"ids={numbers}", COMMENTS_ENABLED="False")


def _learned_in(crawled: Crawled) -> int:
    return sum("learned" in item["extracted_by"].values() for item in crawled.lines)


def test_without_learning_or_an_archive_labels_read(tmp_path: Path) -> None:
    with portal("city_paper") as (address, truths):
        unlearned = _crawl(_folder(tmp_path / "a"), address, LAYOUTS_ENABLED="False")
        unarchived = _crawl(_folder(tmp_path / "b"), address, ARCHIVE_ENABLED="False")
    assert _learned_in(unlearned) == 0
    assert len(unlearned.lines) == len(unarchived.lines) == len(truths)
    # Nothing can be read again, but the pages that came after are read by the layout.
    assert 0 < _learned_in(unarchived) < len(truths)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [pytest.param(*pair, marks=pytest.mark.soak) if pair != REDESIGNS[-1] else pair for pair in REDESIGNS],
)
def test_a_redesign_is_no_edit(before: str, after: str, tmp_path: Path) -> None:
    with changing_portal(before, after) as changing:
        first = _crawl(tmp_path, changing.address)
        changing.redesign()
        second = _crawl(tmp_path, changing.address, REVISIT="all")
    assert first.code == 0, first.log[-3000:]
    false = second.feed.keys() - changing.edits.keys() - changing.added
    assert len(false) <= 2, false
    assert changing.edits.keys() <= second.feed.keys()
    assert changing.added <= second.feed.keys()
    edited = [truth for truth in changing.after if truth["id"] in changing.edits]
    wrong = {one.id for one in differences(second.feed, edited) if one.field in ("headline", "text", "credits")}
    assert len(wrong) <= 1, wrong
    assert second.code == 65, second.log[-3000:]
