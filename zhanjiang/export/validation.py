"""Lines of JSON, from wherever they come, held against the schema of an article."""

from __future__ import annotations

import gzip
import io
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final, NamedTuple, cast

import orjson

from zhanjiang.console.input_file import STANDARD_INPUT

_GZIP: Final = b"\x1f\x8b"
_LINE_MAX: Final = 64 * 1024 * 1024
"""Bytes of a line; a longer one is no article, and is read no further."""


class Mistake(NamedTuple):
    """What is wrong in a line: its number from 1, the path within it (``$.authors[0].name``), and the reason."""

    line: int
    path: str
    reason: str


@contextmanager
def open_lines(name: str) -> Iterator[IO[bytes]]:
    """Open a file of lines, compressed by gzip or not, or standard input (``-``). Raises OSError."""
    with ExitStack() as stack:
        source = sys.stdin.buffer if name == STANDARD_INPUT else stack.enter_context(Path(name).open("rb"))
        beginning = cast("io.BufferedReader", source).peek(2)
        if beginning.startswith(_GZIP):
            source = cast("IO[bytes]", stack.enter_context(gzip.GzipFile(fileobj=source)))
        yield source


def check_lines(lines: IO[bytes], check: Callable[[Any], Iterable[tuple[str, str]]]) -> Iterator[list[Mistake]]:
    """Yield the mistakes of each line, [] for a good one; what cannot be read on ends with a mistake of its own."""
    number = 0
    while True:
        number += 1
        try:
            line = lines.readline(_LINE_MAX + 1)
        except (EOFError, OSError, zlib.error) as error:
            yield [Mistake(number, "$", f"the file cannot be read on: {error}")]
            return
        if not line:
            return
        if len(line) > _LINE_MAX:
            yield [Mistake(number, "$", f"the line is longer than {_LINE_MAX >> 20} MB: what follows is not read")]
            return
        yield [Mistake(number, path, reason) for path, reason in _mistakes(line, check)]


def _mistakes(line: bytes, check: Callable[[Any], Iterable[tuple[str, str]]]) -> Iterable[tuple[str, str]]:
    try:
        record = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        return [("$", f"no JSON: {error.msg}, at character {error.pos + 1}" if line.strip() else "the line is empty")]
    return check(record)
