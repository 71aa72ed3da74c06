"""CSV: cells that spreadsheets would take for formulas are texts; everything else is as it was."""

from __future__ import annotations

import csv
import io

import pytest

from zhanjiang.export.csv_file import CellsExporter
from zhanjiang.items import Article, Comment


def _row(item: object) -> dict[str, str]:
    file = io.BytesIO()
    exporter = CellsExporter(file)
    exporter.export_item(item)
    exporter.finish_exporting()
    return next(csv.DictReader(io.StringIO(file.getvalue().decode(), newline="")))


@pytest.mark.parametrize("sign", [*"=+-@\t\r", "＝", "＠", " =", "\u3000="])
def test_a_cell_is_no_formula(sign: str) -> None:
    text = f"{sign}cmd|' /C calc'!A0"
    assert _row(Article(headline=text))["headline"] == f"'{text}"
    assert _row(Comment(author=text, likes=3)) | {} == {**_row(Comment()), "author": f"'{text}", "likes": "3"}


def test_other_cells_are_as_they_are() -> None:
    addresses = ["http://a.example/1", "http://a.example/2"]
    row = _row(Article(headline="湛江港=新航线", text="昨日。\n\n-5℃", addresses=addresses, comment_count=7))
    assert (row["headline"], row["text"], row["addresses"]) == ("湛江港=新航线", "昨日。\n\n-5℃", ",".join(addresses))
    assert row["comment_count"] == "7"
