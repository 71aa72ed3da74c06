"""Keys of the full-text index, and texts that its tables could not take as they are."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import select

from tests.store.test_search import _article, _ids
from zhanjiang.processors.folding import fold
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store import Store, articles, search, search_index
from zhanjiang.store.search_index import day_of_key, keys_of_day
from zhanjiang.store.selection import ArticleFilter


def test_later_days_have_higher_keys_and_none_those_below() -> None:
    days = [None, "1905-01-01", "2018-07-16", "2018-07-17T08:00:00+08:00", "2026-12-31", "9999-12-31"]
    ranges = [keys_of_day(day) for day in days]
    assert all(one.stop <= other.start for one, other in pairwise(ranges))
    assert keys_of_day("2018-07-17") == keys_of_day("2018-07-17T23:59:59+08:00")
    assert keys_of_day("no day") == keys_of_day(None)
    assert [day_of_key(keys.start) > 0 for keys in ranges] == [False, True, True, True, True, True]
    assert day_of_key(ranges[2].start) == day_of_key(ranges[2][-1]) != day_of_key(ranges[3].start)


def test_more_articles_of_a_day_than_it_has_keys_are_found(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "_A_DAY", 2)
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
