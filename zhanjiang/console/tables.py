"""Tables in plain columns, whatever stands in their cells; on a terminal none is wider than that."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, TextIO

from zhanjiang.console.terminal import has_colours, is_terminal, styled, text_width, width_of, writable
from zhanjiang.console.wrapping import wrap
from zhanjiang.processors.text import plain_line

_GAP: Final = "  "
_READABLE: Final = 8
"""Columns of a terminal: text in less is no text any more."""


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]], output: TextIO | None = None) -> None:
    """Print a table, nothing where it has no rows; numbers stand to the right.

    On a terminal a rule stands below the header, and a cell that is too wide is folded. Where the columns cannot stand
    beside one another, each row is printed as a list of its cells.
    """
    output = output or sys.stdout
    rows = [[writable(plain_line(cell), output) for cell in row] for row in rows]
    widths = [max(map(text_width, column)) for column in zip(header, *rows, strict=True)]
    room = width_of(output) - len(_GAP) * (len(widths) - 1)
    if not rows:
        return
    if not is_terminal(output):
        _print_columns(header, rows, widths, output)
    elif sum(min(width, _READABLE) for width in widths) <= room:
        _print_columns(header, rows, _narrowed(widths, room), output)
    else:
        _print_lists(header, rows, output)


def _print_columns(header: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int], output: TextIO) -> None:
    numbers = _numbers(rows)
    for line in _lines(header, widths, numbers):
        print(styled(line, "bold") if has_colours(output) else line, file=output)
    if is_terminal(output):
        print(_GAP.join("-" * width for width in widths), file=output)
    for row in rows:
        print(*_lines(row, widths, numbers), sep="\n", file=output)


def _print_lists(header: Sequence[str], rows: Sequence[Sequence[str]], output: TextIO) -> None:
    names = max(map(text_width, header))
    widths = (names, width_of(output) - names - len(_GAP))
    for row in rows:
        for pair in zip(header, row, strict=True):
            print(*_lines(pair, widths, (False, False)), sep="\n", file=output)
        print(file=output)


def _narrowed(widths: Sequence[int], room: int) -> list[int]:
    """Widths that fit: the widest columns give what is too much."""
    widths = list(widths)
    while sum(widths) > room:
        widths[widths.index(max(widths))] -= 1
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], numbers: Sequence[bool]) -> Iterator[str]:
    """The lines of a row: more than one where a cell is wider than its column."""
    cells = [wrap(cell, w) if text_width(cell) > w else [cell] for cell, w in zip(row, widths, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (_padded(*part) for part in zip(parts, widths, numbers, strict=True))
        yield _GAP.join(padded).rstrip()


def _padded(cell: str, width: int, is_number: bool) -> str:
    blanks = " " * (width - text_width(cell))
    return blanks + cell if is_number else cell + blanks


def _numbers(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Say of each column whether it holds numbers, where it holds anything."""
    return [all(cell.isdecimal() for cell in column if cell not in ("", "-")) for column in zip(*rows, strict=True)]
