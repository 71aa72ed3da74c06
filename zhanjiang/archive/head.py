"""The head of a WARC record or of an HTTP message, read and written as warcio does, which judges it in the tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import takewhile


@dataclass(slots=True)
class RecordHead:
    """A head: the first word of its first line, the rest of it (none in a WARC record), and its fields in order."""

    protocol: str
    status: str
    fields: list[tuple[str, str]]

    def __bool__(self) -> bool:
        """Say whether there is more than a protocol."""
        return bool(self.status or self.fields)

    @property
    def code(self) -> str:
        """The first word of ``status``, which in a sound answer is three digits."""
        return self.status.split(" ", 1)[0]

    def get(self, name: str) -> str:
        """The first value of a field, whatever the case of its name; empty if there is none."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), "")

    def replace(self, name: str, value: str) -> None:
        """Give a field another value, the last one if it stands there several times, or add it."""
        for place, (key, _) in reversed([*enumerate(self.fields)]):
            if key.lower() == name.lower():
                self.fields[place] = (key, value)
                return
        self.fields.append((name, value))

    def text(self) -> str:
        """The head as text, each line with its end, without the empty line."""
        first = " ".join(filter(None, (self.protocol, self.status)))
        lines = [*([first] if first else []), *map(": ".join, self.fields)]
        return "".join(f"{line}\r\n" for line in lines)

    def to_bytes(self) -> bytes:
        """The head as UTF-8, with the empty line that ends it."""
        return self.text().encode() + b"\r\n"


def read_head(given: bytes) -> tuple[RecordHead | None, int]:
    """Read the head with which some bytes begin; return it, None of no bytes, and how many bytes it takes.

    An empty line ends it. A line that begins with a blank continues the one before; one without a colon is no field.
    """
    stream = BytesIO(given)
    lines = takewhile(bool, map(_line, stream))
    protocol, _, status = next(lines, "").partition(" ")
    fields = [*_fields(lines)] if protocol or status else []
    return RecordHead(protocol, status.strip(), fields) if given else None, stream.tell()


def _fields(lines: Iterator[str]) -> Iterator[tuple[str, str]]:
    parts: list[list[str]] = []
    for line in lines:
        if parts and line.startswith((" ", "\t")):
            parts[-1][2] += line
        else:
            name, colon, value = line.partition(":")
            parts.append([name.rstrip(" \t"), colon, value.lstrip()])
    return ((name, value) for name, colon, value in parts if colon)


def _line(given: bytes) -> str:
    """A line as text without the blanks at its end: UTF-8, or Latin-1, which gives a character to any byte."""
    try:
        return given.decode().rstrip()
    except UnicodeDecodeError:
        return given.decode("latin-1").rstrip()
