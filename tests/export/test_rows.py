"""Flat rows: every item of a feed has columns, and an article can be read back from its row."""

from __future__ import annotations

import pytest

from tests.export.made_up import RECORDS, unflattened
from zhanjiang import items
from zhanjiang.export.rows import columns, plain, row_of


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record["id"])
def test_an_article_can_be_read_back_from_its_row(record: dict[str, object]) -> None:
    row = row_of(record)
    assert len(row) == len(columns())
    assert unflattened(dict(zip(columns(), row, strict=True))) == record


@pytest.mark.parametrize(
    "item",
    [
        items.Article(),
        items.Comment(text="好\n好", likes=3),
        items.Particulars(entries=[items.LiveEntry("10:20", "开始")]),
        items.RankingEntry(period="day", rank=1),
        items.PictureBoxEntry(position=1),
        items.NewspaperPage(paper="zjrb", articles=[items.ArticleArea("zjrb/2018-07-17/1", [[1.0, 2.0]])]),
    ],
    ids=lambda item: type(item).__name__,
)
def test_every_item_has_a_cell_for_each_column_and_none_is_an_object(item: object) -> None:
    row = row_of(plain(item), type(item))
    assert len(row) == len(columns(type(item))) == len(set(columns(type(item))))
    assert all(cell is None or isinstance(cell, str | int) for cell in row)


def test_a_line_break_within_a_caption_moves_no_other_line() -> None:
    record = {"images": [{"url": "a", "caption": "甲\n乙"}, {"url": "b", "caption": "丙"}]}
    row = row_of({"images": [{**image, "path": None, "sha256": None} for image in record["images"]]}, fields=["images"])
    assert row == ["a\nb", "甲 乙\n丙", None, None]
