"""CSV: cells that spreadsheets would take for formulas are texts; everything else is as it was."""

from __future__ import annotations

import csv
import gzip
import io
from pathlib import Path
from typing import Any

import pytest
from scrapy.extensions.postprocessing import GzipPlugin, PostProcessingManager

from tests.export.made_up import ARTICLES, RECORDS, unflattened
from zhanjiang.export.csv_file import BYTE_ORDER_MARK, CellsExporter, write_csv
from zhanjiang.items import Article, Comment


def _exported(*items: object, **options: Any) -> bytes:
    file = io.BytesIO()
    exporter = CellsExporter(file, **options)
    for item in items:
        exporter.export_item(item)
    exporter.finish_exporting()
    return file.getvalue()


def _rows(written: bytes) -> list[dict[str, str]]:
    assert written.startswith(BYTE_ORDER_MARK) and written.count(BYTE_ORDER_MARK) == 1
    return [*csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline=""))]


def _row(item: object) -> dict[str, str]:
    return _rows(_exported(item))[0]


@pytest.mark.parametrize("sign", [*"=+-@\t\r", "＝", "＠", " =", "\u3000="])
def test_a_cell_is_no_formula(sign: str) -> None:
    text = f"{sign}cmd|' /C calc'!A0"
    assert _row(Article(headline=text))["headline"] == f"'{text}"
    assert _row(Comment(author=text, likes=3)) | {} == {**_row(Comment()), "author": f"'{text}", "likes": "3"}


def test_other_cells_are_as_they_are() -> None:
    addresses = ["http://a.example/1", "http://a.example/2"]
    row = _row(Article(headline="湛江港=新航线", text="昨日。\n\n-5℃", addresses=addresses, comment_count=7))
    assert (row["headline"], row["text"], row["addresses"]) == ("湛江港=新航线", "昨日。\n\n-5℃", "\n".join(addresses))
    assert row["comment_count"] == "7"


def test_an_export_and_a_feed_have_the_same_rows() -> None:
    file = io.BytesIO()
    write_csv(file, RECORDS, ())
    assert file.getvalue() == _exported(*ARTICLES)
    rows = _rows(file.getvalue())
    assert rows[0]["headline"] == "'=SUM(A1:A9)“引号”, 逗号"
    rows[0]["headline"] = rows[0]["headline"][1:]
    assert [unflattened(row) for row in rows] == RECORDS


def test_fields_are_chosen_and_ordered() -> None:
    [row] = _rows(_exported(ARTICLES[0], fields_to_export=["authors", "id"]))
    assert row == {"authors_role": "文\n", "authors_name": "温可\n林宇云", "id": "portal/2"}


def test_fields_get_new_names_and_one_that_an_item_has_not_is_empty() -> None:
    [row] = _rows(_exported(ARTICLES[0], fields_to_export={"id": "number", "credits": "by", "rank": "rank"}))
    assert row == {"number": "portal/2", "by_role": "编辑", "by_name": "周子琪", "rank": ""}


def test_another_kind_of_item_is_refused_and_not_squeezed_into_the_columns() -> None:
    with pytest.raises(ValueError, match="one kind of row"):
        _exported(Article(), Comment())


@pytest.mark.parametrize("name", ["a.csv", "a.csv.gz"])
def test_what_is_appended_goes_on_below_the_columns(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    options = {"postprocessing": [GzipPlugin]} if name.endswith(".gz") else {}
    for article in ARTICLES:
        _append(path, article, options)
    written = gzip.decompress(path.read_bytes()) if options else path.read_bytes()
    assert [row["id"] for row in _rows(written)] == [article.id for article in ARTICLES]
    with pytest.raises(OSError, match="other columns"):
        _append(path, Comment(), options)


def _append(path: Path, item: object, options: dict[str, Any]) -> None:
    with path.open("ab") as file:
        output: Any = PostProcessingManager(options["postprocessing"], file, {}) if options else file
        exporter = CellsExporter(output)
        try:
            exporter.export_item(item)
        finally:
            exporter.finish_exporting()
            if options:
                output.close()
