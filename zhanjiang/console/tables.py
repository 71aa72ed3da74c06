"""Tables in plain columns, whatever stands in their cells; on a terminal none is wider than that."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import compress, zip_longest
from typing import Final, TextIO

from zhanjiang.console.terminal import has_colours, is_terminal, styled, text_width, width_of, writable
from zhanjiang.console.wrapping import widest_unit, wrap
from zhanjiang.processors.text import plain_line

_GAP, _NARROW_GAP = "  ", " "
_NOTHING: Final = ("", "-")
_READABLE: Final = 8
"""Columns of a terminal: text in less is no text any more."""
_WHOLE: Final = 20
"""Columns up to which a word, a number or a date is not broken; an address may be."""


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], output: TextIO | None = None) -> None:
    """Print a table, nothing where it has no rows; numbers stand to the right.

    On a terminal a rule stands below the header, and a cell that is too wide is folded, but no date or word is broken.
    Where that leaves no room for all columns, the gaps become narrow, then those columns go in which nothing stands; in
    the end each row is printed as a list of its cells.
    """
    output = output or sys.stdout
    rows = [[writable(plain_line(cell), output) for cell in row] for row in rows]
    if not rows:
        return
    if not is_terminal(output):
        _print_columns(header, rows, _widths(header, rows), _GAP, output)
        return
    width = width_of(output)
    for names, cells in ((header, rows), _without_empty(header, rows)):
        widths, least = _widths(names, cells), _least_widths(names, cells)
        for gap in (_GAP, _NARROW_GAP):
            room = width - len(gap) * (len(widths) - 1)
            if names and sum(least) <= room:
                _print_columns(names, cells, _narrowed(widths, least, room), gap, output)
                return
    _print_lists(header, rows, output)


def _widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns' widths in which no cell is folded."""
    return [max(map(text_width, column)) for column in zip(header, *rows, strict=True)]


def _least_widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    """The columns' widths in which text can be read, and no part is broken that is not too long to stay whole."""
    return [
        max(
            min(max(map(text_width, column)), _READABLE),
            *(widest_unit(cell, _WHOLE) for cell in (name, *column)),
        )
        for name, *column in zip(header, *rows, strict=True)
    ]


def _without_empty(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """The table without the columns in which nothing stands."""
    filled = [any(cell not in _NOTHING for cell in column) for column in zip(*rows, strict=True)]
    return [*compress(header, filled)], [[*compress(row, filled)] for row in rows]


def _print_columns(
    header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], gap: str, output: TextIO
) -> None:
    numbers = _numbers(rows)
    for line in _lines(header, widths, numbers, gap):
        print(styled(line, "bold") if has_colours(output) else line, file=output)
    if is_terminal(output):
        print(gap.join("-" * width for width in widths), file=output)
    for row in rows:
        print(*_lines(row, widths, numbers, gap), sep="\n", file=output)


def _print_lists(header: Sequence[str], rows: Sequence[Sequence[str]], output: TextIO) -> None:
    names = max(map(text_width, header))
    pairs = [(name, cell) for row in rows for name, cell in zip(header, row, strict=True)]
    least, of_cells = _least_widths(("", ""), pairs)
    room = width_of(output) - len(_GAP)
    names = min(names, max(least, room - of_cells))
    widths = (names, room - names)
    for row in rows:
        for pair in zip(header, row, strict=True):
            print(*_lines(pair, widths, (False, False)), sep="\n", file=output)
        print(file=output)


def _narrowed(widths: Sequence[int], least: Sequence[int], room: int) -> list[int]:
    """Widths that fit: the widest of the columns that are not at their least give what is too much."""
    widths = list(widths)
    while sum(widths) > room:
        _, widest = max((width, column) for column, width in enumerate(widths) if width > least[column])
        widths[widest] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], numbers: Sequence[bool], gap: str = _GAP) -> Iterator[str]:
    """The lines of a row: more than one where a cell is wider than its column."""
    cells = [wrap(cell, w) if text_width(cell) > w else [cell] for cell, w in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (_padded(*part) for part in zip(parts, widths, numbers, strict=True))
        yield gap.join(padded).rstrip()


def _padded(cell: str, width: int, is_number: bool) -> str:
    blanks = " " * (width - text_width(cell))
    return blanks + cell if is_number else cell + blanks


def _numbers(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Say of each column whether it holds numbers, where it holds anything."""
    return [all(cell.isdecimal() for cell in column if cell not in _NOTHING) for column in zip(*rows, strict=True)]
