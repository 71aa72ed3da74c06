"""A mapped file of runs of one to four characters, each with a number: looked up on demand and never parsed.

A run is a history of no to three characters and one that follows it. The file is a trie of histories: each has its
entries, which are the characters that follow with their numbers, and a back-off number of its own. The histories that
go on from it by one character follow each other. A checksum tells a file that was changed from a whole one.
"""

import mmap
import os
import struct
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

LONGEST: Final = 4
"""The length of the longest runs, in characters."""
_CHECKSUM: Final = struct.Struct("<I")
"""The CRC-32 of all that follows it."""
_COUNTS: Final = struct.Struct("<II")
"""How many histories and how many entries a level has."""
_BLOCK: Final = 2**16
"""How many bytes are read at once for the checksum, so that they need not all be in memory."""


class Format(NamedTuple):
    """A kind of file: its first eight bytes, the type of its numbers as in `struct`, and what helps if it is broken."""

    magic: bytes
    number: str
    remedy: str


class Level:
    """The histories of one length: their last characters, back-off numbers, and where entries and children begin.

    `parents`: whether longer histories go on from them.
    """

    def __init__(self, data: memoryview, start: int, number: str, *, parents: bool) -> None:
        """Map the level that begins at `start`; struct.error, TypeError or ValueError where it is cut short."""
        histories, entries = _COUNTS.unpack_from(data, start)
        self.end = start + _COUNTS.size
        self._data = data
        self.last = self._array(histories, "H")
        self.backoffs = self._array(histories, "B")
        self.starts = self._array(histories + 1, "I")
        self.children = self._array(histories + 1 if parents else 0, "I")
        self.codes = self._array(entries, "H")
        self.values = self._array(entries, number)

    def _array(self, count: int, kind: str) -> memoryview:
        start = self.end
        self.end += count * struct.calcsize(kind)
        return self._data[start : self.end].cast("B").cast(kind)  # type: ignore[call-overload, no-any-return]

    def followers(self, history: int) -> tuple[str, memoryview]:
        """The characters that follow a history, and their numbers."""
        start, end = self.starts[history], self.starts[history + 1]
        return str(self.codes[start:end], "utf-16-le"), self.values[start:end]

    def value(self, history: int, character: str) -> int | None:
        """The number of one character that follows a history."""
        code, end = ord(character), self.starts[history + 1]
        at = bisect_left(self.codes, code, self.starts[history], end)
        return self.values[at] if at < end and self.codes[at] == code else None


class Trie:
    """The runs of a file. `levels`: the histories of no, one, two and three characters."""

    def __init__(self, path: Path, kind: Format) -> None:
        """Map the file; ValueError where it is missing, of another kind, cut short or changed."""
        try:
            self.levels = _mapped(path, kind)
        except (OSError, ValueError, TypeError, struct.error) as error:
            raise ValueError(f"{path} cannot be read ({error}): {kind.remedy}") from error
        self._first = {chr(code): number for number, code in enumerate(self.levels[1].last)}

    def number(self, history: str) -> int | None:
        """Where a history stands among those of its length."""
        if not history:
            return 0
        number = self._first.get(history[0])
        for depth in range(1, len(history)):
            if number is None:
                return None
            level, children, code = self.levels[depth + 1], self.levels[depth].children, ord(history[depth])
            end = children[number + 1]
            number = bisect_left(level.last, code, children[number], end)
            if number == end or level.last[number] != code:
                return None
        return number


def _mapped(path: Path, kind: Format) -> list[Level]:
    """The levels of a file, which must fill it to its last byte."""
    with path.open("rb") as file:
        start = len(kind.magic) + _CHECKSUM.size
        head = file.read(start)
        if not head.startswith(kind.magic):
            raise ValueError(f"it does not begin with {kind.magic.decode().strip()!r}")
        checksum = 0
        while block := file.read(_BLOCK):
            checksum = zlib.crc32(block, checksum)
        if head[len(kind.magic) :] != _CHECKSUM.pack(checksum):
            raise ValueError("its checksum is wrong: it was cut short or changed")
        data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    levels: list[Level] = []
    for number in range(LONGEST):
        levels.append(Level(data, start, kind.number, parents=number + 1 < LONGEST))
        start = levels[-1].end
    return levels


def write_trie(path: Path, kind: Format, runs: Mapping[str, int], backoffs: Mapping[str, int]) -> None:
    """Write runs with their numbers, and histories with theirs (0 where absent); the file appears complete."""
    content = b"".join(_content(kind.number, runs, backoffs))
    partial = path.with_name(f"{path.name}.{os.getpid()}")
    partial.write_bytes(b"".join([kind.magic, _CHECKSUM.pack(zlib.crc32(content)), content]))
    partial.replace(path)


def _content(number: str, runs: Mapping[str, int], backoffs: Mapping[str, int]) -> Iterator[bytes]:
    histories = {run[:end] for run in (*runs, *(f"{history}\0" for history in backoffs)) for end in range(len(run))}
    for length in range(LONGEST):
        level = sorted(history for history in histories if len(history) == length)
        entries = sorted(run for run in runs if len(run) == length + 1)
        of_history = Counter(run[:-1] for run in entries)
        children = Counter(history[:-1] for history in histories if len(history) == length + 1)
        yield _COUNTS.pack(len(level), len(entries))
        yield struct.pack(f"<{len(level)}H", *(ord(history[-1:] or "\0") for history in level))
        yield bytes(backoffs.get(history, 0) for history in level)
        yield _starts(of_history[history] for history in level)
        yield _starts(children[history] for history in level) if length + 1 < LONGEST else b""
        yield "".join(run[-1] for run in entries).encode("utf-16-le")
        yield struct.pack(f"<{len(entries)}{number}", *map(runs.__getitem__, entries))


def _starts(counts: Iterable[int]) -> bytes:
    """Where each begins, given how many each has, and where the last one ends."""
    starts = [0]
    for count in counts:
        starts.append(starts[-1] + count)
    return struct.pack(f"<{len(starts)}I", *starts)
