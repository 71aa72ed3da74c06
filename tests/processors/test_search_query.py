"""Queries as they are typed, and where their words stand."""

from __future__ import annotations

import pytest

from zhanjiang.processors.search_query import SearchQuery, WrongQuery, shorten


@pytest.mark.parametrize(
    ("typed", "words", "excluded"),
    [
        ("湛江港", ("湛江港",), ()),
        ("  湛江　港務\t湛江 ", ("湛江", "港务"), ()),
        ('"New  航線" 港', ("new 航线", "港"), ()),
        ('港 -客運 -"旧 航线"', ("港",), ("客运", "旧 航线")),
        ("-客运 港", ("港",), ("客运",)),
        ("COVID-19", ("covid-19",), ()),
        ('"-19"', ("-19",), ()),
        ("“港”，", ("“港”,",), ()),
        ("港 ，", ("港", ","), ()),
        ('港"航 线"', ("港", "航 线"), ()),
        ('"港" " 湛江"', ("港", " 湛江"), ()),
        ('"  0\u3000" -"b "', (" 0 ",), ("b ",)),
        ("港\u200b口", ("港口",), ()),
    ],
)
def test_words_phrases_and_exclusions(typed: str, words: tuple[str, ...], excluded: tuple[str, ...]) -> None:
    assert SearchQuery.parse(typed) == SearchQuery(words, excluded)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ('"湛江', "quote is not closed"),
        ('湛江 港"', "quote is not closed"),
        ("-湛江", "all words are excluded"),
        ("", "nothing to search for"),
        (" \u3000", "nothing to search for"),
        ('港 ""', "has nothing in it"),
        ("港 - 口", "has nothing in it"),
        ('港 -""', "has nothing in it"),
        ('港 " "', "has nothing in it"),
    ],
)
def test_what_cannot_be_searched_is_one_line(typed: str, message: str) -> None:
    with pytest.raises(WrongQuery, match=message) as raised:
        SearchQuery.parse(typed)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("湛江", "湛江與湛江", ["湛江", "湛江"]),
        ("湛江 江港", "湛江港", ["湛江港"]),
        ("哈哈", "哈哈哈，哈", ["哈哈哈"]),
        ("港務", "港务局與港務", ["港务", "港務"]),
        ("12m2", "共１２㎡。", ["１２㎡"]),
        ("m", "５㎡", ["㎡"]),
        ("港 -口", "港口", ["港"]),
        ("港", "", []),
        ("江港", "湛江\n港", []),
    ],
)
def test_words_are_found_in_the_text_as_it_was_written(typed: str, text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in SearchQuery.parse(typed).spans(text)] == found


def test_a_long_text_is_cut_around_its_first_place_and_keeps_the_others() -> None:
    text = "一" * 50 + "湛江港" + "二" * 5 + "港" + "三" * 50 + "港"
    spans = SearchQuery.parse("港").spans(text)
    cut, kept = shorten(text, spans, 10)
    assert cut == f"…{'一' * 8}湛江港{'二' * 5}港{'三' * 4}…"
    assert [cut[start:end] for start, end in kept] == ["港", "港"]
    assert shorten("港口", [(0, 1)], 10) == ("港口", [(0, 1)])
    assert shorten("三" * 30, [], 10) == ("三" * 10 + "…", [])
