"""Tables drawn on a terminal and in plain columns elsewhere, whatever stands in their cells."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from zhanjiang.processors.text import plain_line


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, nothing where it has no rows; numbers stand to the right."""
    rows = [list(map(plain_line, row)) for row in rows]
    if rows and sys.stdout.isatty():
        _draw(header, rows)
    elif rows:
        _print_columns(header, rows)


def _print_columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]
    numbers = _numbers(rows)
    for row in (header, *rows):
        cells = zip(row, widths, numbers, strict=True)
        print("  ".join(cell.rjust(width) if right else cell.ljust(width) for cell, width, right in cells).rstrip())


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
