"""Keys of the full-text index, and texts that its tables could not take as they are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import select

from tests.store.test_search import _article, _ids
from zhanjiang.processors.folding import fold
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store import Store, articles, open_store, search, search_index
from zhanjiang.store.dialect import DIALECTS
from zhanjiang.store.search_index import day_of_key, keys_of_day
from zhanjiang.store.selection import ArticleFilter


@pytest.mark.parametrize("dialect", DIALECTS)
def test_later_days_have_higher_keys_and_none_those_below(dialect: str) -> None:
    days = [None, "1905-01-01", "2018-07-16", "2018-07-17T08:00:00+08:00", "2026-12-31", "9999-12-31"]
    ranges = [keys_of_day(day, dialect) for day in days]
    assert all(one.stop <= other.start for one, other in pairwise(ranges)) and ranges[-1].stop < 1 << 63
    assert keys_of_day("2018-07-17", dialect) == keys_of_day("2018-07-17T23:59:59+08:00", dialect)
    assert keys_of_day("no day", dialect) == keys_of_day(None, dialect)
    assert [day_of_key(keys.start, dialect) > 0 for keys in ranges] == [False, True, True, True, True, True]
    first, last, next_day = (day_of_key(key, dialect) for key in (ranges[2][0], ranges[2][-1], ranges[3][0]))
    assert first == last != next_day


def test_writers_of_postgresql_that_know_nothing_of_each_other_take_keys_of_their_own(
    postgresql_store_url: str,
) -> None:
    one, other = open_store(postgresql_store_url), open_store(postgresql_store_url)
    with one.transaction() as first, other.transaction() as second:
        for number in range(1, 40):
            connection = (first, second)[number % 2]
            articles.save(connection, replace(_article(number), published_at="2022-05-01", text=f"第{number}号文。"))
    for number in range(1, 40):
        assert _ids(one, f"第{number}号文") == [f"portal/{number}"]
    one.close()
    other.close()


def test_more_articles_of_a_day_than_it_has_keys_are_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_A_DAY", {"sqlite": 2, "postgresql": 1 << 45})
    with store.transaction() as connection:
        for number in range(1, 6):
            articles.save(connection, replace(_article(number), published_at="2022-05-01", text="同日之文。"))
        keys = connection.execute(select(articles.articles.c.search_key)).scalars().all()
    assert len({*keys}) == 5
    for wanted in (None, ArticleFilter(since="2022-05-01"), ArticleFilter(until="2022-05-01")):
        assert {*_ids(store, "同日", wanted)} == {f"portal/{number}" for number in range(1, 6)}
    assert _ids(store, "同日", ArticleFilter(since="2022-05-02")) == []


def test_a_text_of_very_many_different_characters_is_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_MOST_BYTES", 2000)
    long = "".join(map(chr, range(0x4E00, 0x5400)))
    with store.transaction() as connection:
        articles.save(connection, _article(1, text=long))
        articles.save(connection, _article(2, text=long[::-1], headline=long))
        articles.save(connection, _article(3, text="一丁万"))
    run = long[700:706]
    assert _ids(store, run) == ["portal/2", "portal/1"]
    assert _ids(store, run[::-1]) == ["portal/2"]
    assert _ids(store, "一丁") == ["portal/2", "portal/3", "portal/1"]
    with store.transaction() as connection:
        articles.save(connection, _article(1, text="短", revision=2))
    assert _ids(store, run) == ["portal/2"]


def test_any_character_is_found_and_none_changes_a_query(store: Store) -> None:
    odd = [*"éeıß𠮷かが😀🎉'\\%_*:ꀀꀁ&|!()^", "\u0301", "\ufffd"]
    with store.transaction() as connection:
        for number, character in enumerate(odd, 1):
            articles.save(connection, _article(number, text=f"字{character}符{character}{character}", headline=None))
    for number, character in enumerate(odd, 1):
        for run in (f"字{character}", f"{character}符", f"字{character}符{character}"):
            assert _ids(store, f'"{run}"') == [f"portal/{number}"], run
    with store.reading() as connection:
        for number, character in enumerate(odd, 1):
            found = search.find(connection, SearchQuery((fold(character),)))
            assert f"portal/{number}" in [hit.id for hit in found], character
