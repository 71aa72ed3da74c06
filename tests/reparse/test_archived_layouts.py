"""Layouts are learned from the archive: of pages that no declared layout reads, once there are enough of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.archive.building import kept, write
from zhanjiang.crawl.learned_layouts import layouts_in_use
from zhanjiang.crawl.visit_reader import VisitReader
from zhanjiang.pages.reading.learned import LearnedLayout
from zhanjiang.reparse.archived_layouts import learn_from_archive, settled
from zhanjiang.store import Store, captures, layouts, open_store
from zhanjiang.textrepair import RepairConfig

_PLACES = [f"{name}湾" for name in "赤霞坡麻海硇南调湖岭遂徐雷廉吴安草乌龙塘"]
_PAGE = (
    "<html><body><div class='bar'><a href='/'>首页</a> 湛江云媒</div>"
    "<div class='story'><h2 class='t'>{place}渡口复航</h2>"
    "<p class='by'>2024-05-{day:02} 10:{day:02}　来源：湛江日报</p><div class='words'><p>{place}渡口于本月{day}日复航，"
    "首班船载客{day}人，船工们忙到傍晚才歇。</p><p>{place}的老街坊说，水位正好，{day}年来头一回这么热闹，"
    "{place}的渔船也都靠过来看，码头上卖糖水的生意好了三成。</p></div>"
    "<p class='ed'>编辑：{place}生</p></div><div class='foot'>分享到微博</div></body></html>"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store and an archive of twenty articles in one markup."""
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    pages = []
    for day, place in enumerate(_PLACES, 1):
        metadata = {"run": 1, "page": f"/p/{day}.html", "kind": "article", "article": f"portal/{day}"}
        body = _PAGE.format(place=place, day=day).encode()
        pages.append(kept(f"https://www.example/p/{day}.html", body, metadata=metadata))
    with opened.transaction() as connection:
        captures.add(connection, write(tmp_path / "archive", *pages))
    yield opened
    opened.close()


def _learn(store: Store, folder: Path, fewest: int = 20) -> list[LearnedLayout]:
    return learn_from_archive(store, VisitReader(folder / "archive", RepairConfig()), fewest)


def test_a_layout_is_learned_and_stored_under_a_name(store: Store, tmp_path: Path) -> None:
    [layout] = _learn(store, tmp_path)
    assert (layout.name, layout.pages) == ("learned 1", 20)
    assert "words" in layout.body and layout.shares["body"] == 1.0
    with store.reading() as connection:
        assert layouts_in_use(connection) == [layout]
        assert layouts.stored(connection)[0].run is None


def test_learned_again_it_keeps_its_name(store: Store, tmp_path: Path) -> None:
    assert _learn(store, tmp_path) == _learn(store, tmp_path)


def test_too_few_pages_teach_nothing(store: Store, tmp_path: Path) -> None:
    assert _learn(store, tmp_path, fewest=21) == []


@pytest.mark.parametrize(("pages", "is_settled"), [(59, False), (60, True)])
def test_enough_pages_of_the_archive_settle_a_layout(pages: int, is_settled: bool) -> None:
    assert settled(LearnedLayout(pages=pages)).is_settled is is_settled
