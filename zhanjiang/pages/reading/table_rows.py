"""Rows of a story's tables as lines of their own: a cell alone says nothing. What lays a page out stays as it is.

A table has rows of several short cells. One that holds another table, a picture, a link to another page, a part of the
article's head or a longer text lays the page out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from zhanjiang.pages.reading.elements import Element
from zhanjiang.pages.reading.lines import Line
from zhanjiang.pages.reading.link_rows import leads_to_file
from zhanjiang.processors.credits import read_credits
from zhanjiang.processors.text import clean_line

_CELLS: Final = ("td", "th")
_NEAR: Final = 2
_SOME: Final = 2
# Characters and lines of a cell.
_LONGEST: Final = 120
_MOST_LINES: Final = 3

_Row = dict[Element, list[int]]
"""The lines of each cell, by index."""


def is_row(line: Line) -> bool:
    """Say whether a line is the row of a table (``with_rows``)."""
    return line.element.tag == "tr" and not line.media


def with_rows(lines: Sequence[Line], start: int) -> list[Line]:
    """The lines with each row of a table from ``start`` on as one line, in place of its first cell's; no others move.

    >>> from lxml.html import fromstring
    >>> from zhanjiang.pages.reading.lines import read_lines
    >>> rows = "<tr><td>县区<td>得分</tr><tr><td>霞山<td>98</tr>"
    >>> [line.text for line in with_rows(read_lines(fromstring(f"<table>{rows}</table>")), 0)]
    ['县区 得分', '', '霞山 98', '']
    """
    shown = list(lines)
    if not any(map(_is_in_cell, lines[start:])):
        return shown
    for rows in _tables(lines, start):
        if _is_table(lines, rows):
            for row, cells in rows.items():
                first, *others = [at for places in cells.values() for at in places]
                text = _text(lines, row, cells)
                shown[first] = Line(text, row, spaced=text)
                for at in others:
                    shown[at] = replace(lines[at], text="", spaced="", _folded=None)
    return shown


def _is_in_cell(line: Line) -> bool:
    """Say whether a line stands in a cell, or right in a block there; cheap, where most pages have none."""
    element: Element | None = line.element
    for _ in range(_NEAR):
        if element is None or element.tag in _CELLS:
            break
        element = element.getparent()
    return element is not None and element.tag in _CELLS


def _tables(lines: Sequence[Line], start: int) -> list[dict[Element, _Row]]:
    """The rows of each table that holds no other and no line before ``start``, with their lines."""
    root = lines[-1].element.getroottree().getroot()
    innermost = [table for table in root.iter("table") if next(table.iterdescendants("table"), None) is None]
    places = {
        element: (at, cell)
        for at, table in enumerate(innermost)
        for cell in table.iter(*_CELLS)
        for element in cell.iter()
    }
    found: list[dict[Element, _Row]] = [{} for _ in innermost]
    begun: set[int] = set()
    for index, line in enumerate(lines):
        at, cell = places.get(line.element, (-1, line.element))
        row = cell.getparent()
        if at < 0 or index < start or row is None:
            begun.add(at)
        else:
            found[at].setdefault(row, {}).setdefault(cell, []).append(index)
    return [rows for at, rows in enumerate(found) if at not in begun]


def _is_table(lines: Sequence[Line], rows: Mapping[Element, _Row]) -> bool:
    """Say whether rows are a table's, and no credits set below each other."""
    if sum(len(cells) >= _SOME for cells in rows.values()) < _SOME:
        return False
    texts = [[[lines[at] for at in places] for places in cells.values()] for cells in rows.values()]
    if not all(_is_short(cell) for cells in texts for cell in cells):
        return False
    credits = [read_credits(" ".join(line.text for cell in cells for line in cell)) is not None for cells in texts]
    return sum(credits) * 2 < len(credits)


def _is_short(cell: Sequence[Line]) -> bool:
    """Say whether the lines of a cell can be a value: few, short, and no picture or way to another page."""
    if len(cell) > _MOST_LINES or sum(len(line.text) for line in cell) > _LONGEST:
        return False
    return not any(line.media or (line.is_link and not leads_to_file(line)) for line in cell)


def _text(lines: Sequence[Line], row: Element, cells: _Row) -> str:
    """The texts of a row's cells."""
    texts = (" ".join(lines[at].text for at in cells.get(cell, ())) for cell in row.iterchildren("td", "th"))
    return clean_line(" ".join(texts))
