"""What is compared, and that the pieces of a difference are whole, readable and short."""

from __future__ import annotations

import dataclasses
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhanjiang.items import Article, Image, Person
from zhanjiang.versions.differences import DiffPiece, changes, compare, compare_texts, compared_fields, shorten

_TEXTS = st.text(alphabet="湛江港口开渔，。\n", max_size=60)


def _told(pieces: list[DiffPiece]) -> str:
    signs = {"deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return "".join(signs.get(kind, "{}").format(text) for kind, text in pieces)


@settings(max_examples=150)
@given(_TEXTS, _TEXTS)
def test_the_pieces_hold_both_texts(earlier: str, later: str) -> None:
    pieces = compare_texts(earlier, later)
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == earlier
    assert "".join(piece.text for piece in pieces if piece.kind != "deleted") == later
    assert all(piece.text for piece in pieces)
    assert "".join(piece.text for piece in shorten(pieces, 3)) == "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("earlier", "later", "told"),
    [
        ("遂溪县举行青年比赛", "遂溪县举办青年技能比赛", "遂溪县举[-行-]{+办+}青年{+技能+}比赛"),
        ("", "海上看湛江", "{+海上看湛江+}"),
        ("𠮷野家开业", "𠮷田家开业", "𠮷[-野-]{+田+}家开业"),
    ],
)
def test_small_changes_are_told_by_characters(earlier: str, later: str, told: str) -> None:
    assert _told(compare_texts(earlier, later)) == told


def test_a_sentence_written_anew_does_not_fall_into_confetti() -> None:
    earlier = "受冷空气影响，本周后半段气温明显下降，请市民注意添衣保暖。"
    later = "麻章区图书馆新馆上周开放，读者可凭身份证免费借书，每次八册。"
    assert [piece.kind for piece in compare_texts(earlier, later)] == ["deleted", "inserted", "equal"]


def test_two_long_texts_with_nothing_in_common_are_compared_in_bounded_time() -> None:
    earlier = "".join(chr(0x4E00 + 7919 * index % 6000) for index in range(6000))
    later = "".join(chr(0x4E00 + 6007 * index % 6000) for index in range(6000))
    start = time.process_time()  # of this process alone, whatever else the machine does
    pieces = compare_texts(earlier, later)
    assert time.process_time() - start < 20
    assert "".join(piece.text for piece in pieces if piece.kind != "inserted") == earlier


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        *((field, {field: "新"}) for field in compared_fields("compared")[:6]),
        ("authors", {"authors": [Person("文", "庞小满")]}),
        ("text", {"text": "新"}),
        ("credits", {"credits": [Person("编辑", "庞小满")]}),
        ("images.caption", {"images": [Image(caption="新")]}),
        ("images.url", {"images": [Image(url="https://img.example/b.jpg")]}),
    ],
)
def test_every_field_of_the_content_is_compared(field: str, changed: dict[str, object]) -> None:
    later = dataclasses.replace(Article(), **changed)
    assert [difference.field for difference in compare(Article(), later)] == [field]


def test_what_changes_with_every_visit_and_the_hosts_of_pictures_are_not_compared() -> None:
    one = Article(comment_count=1, fetched_at="a", images=[Image(url="https://a.example/1.jpg")])
    two = Article(comment_count=2, fetched_at="b", images=[Image(url="http://b.example/1.jpg")])
    assert list(compare(one, two)) == []


def test_each_revision_is_compared_with_the_one_before(revisions: list[Article]) -> None:
    found = changes(revisions)
    assert [(change.earlier.revision, change.later.revision) for change in found] == [(1, 2), (2, 3)]
    fields = [[difference.field for difference in change.fields] for change in found]
    assert fields == [["headline", "text", "images.caption"], ["authors"]]
    assert changes(revisions[:1]) == []


def test_a_long_stretch_that_is_equal_is_shortened_on_both_sides() -> None:
    pieces = [DiffPiece("deleted", "甲"), DiffPiece("equal", "〇一二三四五六七八九"), DiffPiece("inserted", "乙")]
    assert [piece.text for piece in shorten(pieces, 2)] == ["甲", "〇一", "二三四五六七", "八九", "乙"]
    assert list(shorten(pieces, 4)) == pieces
