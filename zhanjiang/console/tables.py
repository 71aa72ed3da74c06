"""Tables drawn on a terminal and in plain columns elsewhere; and lines that nothing breaks."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def plain_line(text: str) -> str:
    """Return a text without what could break its line or steer a terminal: pages and servers say what they like.

    >>> plain_line("failed  http://a.example/p/1.html  \\x1b[2J")
    'failed  http://a.example/p/1.html   [2J'
    """
    return "".join(character if character.isprintable() else " " for character in text)


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, nothing where it has no rows; numbers stand to the right."""
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
