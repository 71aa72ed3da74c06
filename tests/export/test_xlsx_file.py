"""Excel: read back as it was, and nothing cut at Excel's limits."""

from __future__ import annotations

import errno
import io
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

import pytest
from openpyxl import load_workbook

from tests.export.made_up import RECORDS, unflattened
from zhanjiang.export import xlsx_file
from zhanjiang.export.xlsx_file import write_xlsx


def _sheets(records: list[dict[str, Any]], fields: tuple[str, ...] = ()) -> tuple[dict[str, list[Any]], str | None]:
    file = io.BytesIO()
    remark = write_xlsx(file, records, fields)
    book = load_workbook(io.BytesIO(file.getvalue()), read_only=True)
    sheets = {sheet.title: [*sheet.values] for sheet in book}
    book.close()
    return sheets, remark


def test_every_cell_is_read_back_and_none_is_a_formula() -> None:
    sheets, remark = _sheets(RECORDS)
    assert (remark, [*sheets]) == (None, ["articles"])
    header, *rows = sheets["articles"]
    assert [unflattened(dict(zip(header, row, strict=True))) for row in rows] == RECORDS


@pytest.mark.parametrize("text", ["港" * 70_000, "a" + "😀" * 40_000], ids=["plain", "in two halves each"])
def test_a_text_longer_than_a_cell_goes_on_on_another_sheet(text: str) -> None:
    records = [{**RECORDS[0], "text": text}, RECORDS[1]]
    sheets, remark = _sheets(records, ("id", "text"))
    assert remark and "'continued'" in remark
    assert [row[0] for row in sheets["articles"]] == ["id", "portal/2", "zjrb/2018-07-16/9"]
    pieces = [row for row in sheets["continued"][1:] if row[:3] == ("portal/2", 2, "text")]
    assert [row[3] for row in pieces] == list(range(2, len(pieces) + 2))
    assert sheets["articles"][1][1] + "".join(row[4] for row in pieces) == text


def test_a_sheet_that_is_full_is_followed_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "ROWS_MAX", 3)
    sheets, remark = _sheets([{"id": f"portal/{number}"} for number in range(5)], ("id",))
    assert remark and "3 sheets" in remark
    assert {name: [row[0] for row in rows] for name, rows in sheets.items()} == {
        "articles": ["id", "portal/0", "portal/1"],
        "articles 2": ["id", "portal/2", "portal/3"],
        "articles 3": ["id", "portal/4"],
    }


class _Full(io.BytesIO):
    """A file on a full disk."""

    def write(self, data: Any) -> int:
        """Refuse."""
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_disk_that_is_full_is_an_error_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match="No space left"):
        write_xlsx(cast("IO[bytes]", _Full()), RECORDS, ())
    assert [*tmp_path.iterdir()] == []


def test_a_store_that_fails_is_reported_as_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def failing() -> Iterator[dict[str, Any]]:
        """Fail at the second article."""
        yield RECORDS[0]
        raise LookupError("the store")

    with pytest.raises(LookupError, match="the store"):
        write_xlsx(io.BytesIO(), failing(), ())
    assert [*tmp_path.iterdir()] == []


def test_what_is_missing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_file, "find_spec", lambda name: None)
    assert xlsx_file.advice() == "Excel needs XlsxWriter: pip install XlsxWriter"
