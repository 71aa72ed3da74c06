"""Tables drawn on a terminal and in plain columns elsewhere, whatever stands in their cells."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from unicodedata import east_asian_width

from zhanjiang.processors.text import plain_line


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, nothing where it has no rows; numbers stand to the right."""
    rows = [list(map(plain_line, row)) for row in rows]
    if rows and sys.stdout.isatty():
        _draw(header, rows)
    elif rows:
        _print_columns(header, rows)


def _print_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(_width, column)) for column in zip(header, *rows, strict=True)]
    numbers = _numbers(rows)
    for row in (header, *rows):
        cells = zip(row, widths, numbers, strict=True)
        print("  ".join(_padded(cell, width, to_the_right=right) for cell, width, right in cells).rstrip())


def _padded(cell: str, width: int, *, to_the_right: bool) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if to_the_right else cell + blanks


def _width(text: str) -> int:
    """How many columns a text takes on a terminal: Chinese characters take two."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def _draw(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # Only on a terminal: rich is slow to load.
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table()
    for name, is_number in zip(header, _numbers(rows), strict=True):
        table.add_column(name, justify="right" if is_number else "left", overflow="fold")
    for row in rows:
        table.add_row(*map(escape, row))
    Console().print(table)


def _numbers(rows: Sequence[Sequence[str]]) -> list[bool]:
    """Say of each column whether it holds numbers, where it holds anything."""
    return [all(cell.isdecimal() for cell in column if cell not in ("", "-")) for column in zip(*rows, strict=True)]
