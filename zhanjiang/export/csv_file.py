"""Items as rows of CSV, which spreadsheets open: no cell of theirs may be a formula that a page has written."""

from __future__ import annotations

import codecs
import csv
import errno
import io
import os
import stat
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import is_dataclass
from pathlib import Path
from typing import IO, Any, Final

from scrapy import Field
from scrapy.exporters import CsvItemExporter

from zhanjiang.export.rows import Cell, columns, named_columns, plain, row_of

_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The signs that begin a formula, also full-width, as some spreadsheets take them."""

BYTE_ORDER_MARK: Final = b"\xef\xbb\xbf"
"""Spreadsheets take a file that does not begin with it for one in the encoding of the machine."""

_GZIP: Final = b"\x1f\x8b"
_HEADER_MAX: Final = 8192
"""Bytes at a file's beginning that its header is within."""


def as_cell(value: Any) -> Any:
    """A value as a cell: a text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> as_cell('=HYPERLINK("http://a.example")'), as_cell("\\t@港口"), as_cell("湛江=港"), as_cell(-5), as_cell(True)
    ('\\'=HYPERLINK("http://a.example")', "'\\t@港口", '湛江=港', -5, 'true')
    """
    if isinstance(value, str):
        # A letter or a digit, as nearly every text begins, is neither a sign nor a blank before one.
        is_guarded = not value[:1].isalnum() and (
            value.startswith(("\t", "\r")) or value.lstrip().startswith(_BEGINS_FORMULA)
        )
        return f"'{value}" if is_guarded else value
    return str(value).lower() if isinstance(value, bool) else value


def _cells(row: Iterable[Cell]) -> list[Any]:
    return [cell if cell is None else as_cell(cell) for cell in row]


def write_csv(file: IO[bytes], records: Iterable[Mapping[str, Any]], fields: Sequence[str]) -> None:
    """Write articles as CSV in UTF-8 with a byte order mark, the names of the columns on top."""
    file.write(BYTE_ORDER_MARK)
    rows = csv.writer(_Encoded(file))
    rows.writerow(columns(fields=fields))
    rows.writerows(_cells(row_of(record, fields=fields)) for record in records)


class _Encoded:
    """A file that takes text. Unlike Python's own it neither buffers nor closes the file that it writes into."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def write(self, text: str) -> None:
        """Write a text in UTF-8."""
        self._file.write(text.encode())


class CellsExporter(CsvItemExporter):
    """Scrapy's exporter of CSV, whose items of ours are rows of ``rows``, and whose cells are no formulas.

    A file has one kind of row. What is appended to a file (``-o``) goes on below its columns.
    """

    def __init__(self, file: Any, **options: Any) -> None:
        """See Scrapy's. ``file`` is the feed's."""
        super().__init__(file, **options)
        self._file = file
        self._item: type | None = None

    def export_item(self, item: Any) -> None:
        """Write one item. Raises ValueError for one of another kind, and OSError where the file has other columns."""
        if not is_dataclass(item):
            super().export_item(item)
            return
        fields = tuple(self.fields_to_export or ())
        if self._item is None:
            self._begin(type(item))
        if type(item) is not self._item:
            raise ValueError(f"a CSV file has one kind of row, here {self._item}: give a feed item_classes of its own")
        self.csv_writer.writerow(_cells(row_of(plain(item), type(item), fields)))

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        """Make a cell of a field's value, as Scrapy does; only of items that are none of ours."""
        return as_cell(super().serialize_field(field, name, value))

    def _begin(self, item: type) -> None:
        """Write the names of the columns, or check that the file that is appended to has them."""
        names = named_columns(item, self.fields_to_export)
        encoding = "utf-8-sig" if codecs.lookup(self.encoding or "utf-8").name == "utf-8" else str(self.encoding)
        path = _appended_to(self._file)
        if path is None and self.include_headers_line:
            self._file.write(BYTE_ORDER_MARK if encoding == "utf-8-sig" else b"")
            self.csv_writer.writerow(names)
        elif path is not None and _header_of(path, encoding) != names:
            raise OSError(errno.EEXIST, "the file has other columns: choose another name, or overwrite it (-O)", path)
        self._item = item


def _appended_to(file: Any) -> str | None:
    """The name of a file on this machine that holds something already; None for any other, such as a pipe."""
    written = getattr(file, "file", file)  # below a compressor
    try:
        info = os.fstat(written.fileno())
    except (AttributeError, OSError, ValueError):
        return None
    is_named = isinstance(written.name, str) and Path(written.name).is_file()  # standard output is none
    return str(written.name) if is_named and stat.S_ISREG(info.st_mode) and info.st_size else None


def _header_of(path: str, encoding: str) -> list[str]:
    """The columns of a CSV file, compressed or not; [] for what is none."""
    try:
        with Path(path).open("rb") as file:
            beginning = file.read(_HEADER_MAX)
        if beginning.startswith(_GZIP):
            beginning = zlib.decompressobj(wbits=31).decompress(beginning)
        return next(csv.reader(io.StringIO(beginning.decode(encoding, "ignore"), newline="")), [])
    except (zlib.error, csv.Error):
        return []
