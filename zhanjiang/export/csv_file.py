"""Items as rows of CSV, which spreadsheets open: no cell of theirs may be a formula that a page has written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from scrapy import Field
from scrapy.exporters import CsvItemExporter

_BEGINS_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The signs that begin a formula, also full-width, as some spreadsheets take them."""


def as_cell(value: Any) -> Any:
    """A value as a cell: a text that a spreadsheet would take for a formula gets an apostrophe before it.

    >>> as_cell('=HYPERLINK("http://a.example")'), as_cell("\\t@港口"), as_cell("湛江=港"), as_cell(-5)
    ('\\'=HYPERLINK("http://a.example")', "'\\t@港口", '湛江=港', -5)
    """
    if isinstance(value, str) and (value.startswith(("\t", "\r")) or value.lstrip().startswith(_BEGINS_FORMULA)):
        return f"'{value}"
    return value


class CellsExporter(CsvItemExporter):
    """Scrapy's exporter of CSV, whose cells are no formulas; JSON lines are the exact form of an item."""

    def serialize_field(self, field: Mapping[str, Any] | Field, name: str, value: Any) -> Any:
        """Make a cell of a field's value, as Scrapy does."""
        return as_cell(super().serialize_field(field, name, value))
