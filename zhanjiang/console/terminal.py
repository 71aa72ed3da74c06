"""What an output shows: whether it obeys control sequences and has colours, how wide it is, and a text on it."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import accumulate
from typing import IO, Final, TextIO
from unicodedata import category, east_asian_width

_WITHOUT_CONTROL: Final = ("dumb", "unknown")
"""Values of ``TERM`` of terminals that print control sequences as they stand."""
_COLUMNS: Final = 80
_CODES: Final = {"bold": 1, "dim": 2, "underline": 4, "strike": 9, "red": 31, "green": 32, "yellow": 33}


def is_terminal(output: IO[str]) -> bool:
    """Say whether an output is a terminal; what standard output is with ``LOG_STDOUT`` cannot be asked, and is none."""
    return bool(getattr(output, "isatty", bool)())


def is_steerable(output: IO[str]) -> bool:
    """Say whether an output is a terminal that obeys control sequences."""
    return is_terminal(output) and os.environ.get("TERM") not in _WITHOUT_CONTROL


def has_colours(output: IO[str]) -> bool:
    """Say whether an output gets colours, by the same rules as Python's own messages.

    ``NO_COLOR`` forbids them; ``FORCE_COLOR`` asks for them where no terminal is, as for ``less -R``.
    """
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or is_steerable(output)


def width_of(output: IO[str]) -> int:
    """How many columns an output has: ``COLUMNS``, else as many as the terminal itself says."""
    with suppress(ValueError):  # not set, or no number
        if (columns := int(os.environ.get("COLUMNS", ""))) > 0:
            return columns
    with suppress(OSError):  # no terminal
        return os.get_terminal_size(output.fileno()).columns or _COLUMNS
    return _COLUMNS


def text_columns(output: IO[str]) -> int:
    """How many columns running text takes: 80, or those of a terminal that has fewer."""
    return min(_COLUMNS, width_of(output)) if is_terminal(output) else _COLUMNS


def text_width(text: str, ambiguous: int = 1) -> int:
    """How many columns a text takes: a Chinese character two, a combining mark none.

    What is narrow on some terminals and wide on others, as “ is, takes ``ambiguous``.

    >>> text_width("湛江A"), text_width("e\\u0301"), text_width("“好”"), text_width("“好”", ambiguous=2)
    (5, 1, 4, 6)
    """
    if text.isascii():
        return len(text)
    widths = {"W": 2, "F": 2, "A": ambiguous}
    return sum(
        0 if category(character) in ("Mn", "Me", "Cf") else widths.get(east_asian_width(character), 1)
        for character in text
    )


def cut(text: str, width: int) -> str:
    """A text that takes at most so many columns.

    >>> cut("湛江港开航", 10), cut("湛江港开航", 8)
    ('湛江港开航', '湛江港…')
    """
    if text_width(text) <= width:
        return text
    taken = accumulate(map(text_width, text))
    return text[: sum(columns < width for columns in taken)] + "…"


def writable(text: str, output: TextIO) -> str:
    """A text as an output can write it: an escape stands for a character that its encoding has not."""
    encoding = output.encoding or "utf-8"
    return text.encode(encoding, "backslashreplace").decode(encoding)


def styled(text: str, style: str) -> str:
    """A text in a style, such as ``bold red``; each line by itself, as pagers need it.

    >>> styled("港\\n口", "bold red"), styled("港", "")
    ('\\x1b[1;31m港\\x1b[0m\\n\\x1b[1;31m口\\x1b[0m', '港')
    """
    codes = ";".join(map(str, sorted(_CODES[word] for word in style.split())))
    return "\n".join(f"\x1b[{codes}m{line}\x1b[0m" if codes and line else line for line in text.split("\n"))
