"""How likely a character is after the one to three before it: n-grams, mapped from one file and never parsed.

The file is a trie of histories. A history of no to three characters has entries, which are characters with their
logarithms, and a back-off weight: a character that does not stand among the entries has that weight and its chance
after the shorter history. The histories that go on from it by one character follow each other. Logarithms are natural;
a byte holds one in steps of `_STEP`. `benchmarks/count_ngrams.py` makes the file.
"""

import math
import mmap
import struct
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

LONGEST: Final = 4
"""The length of the longest n-grams, in characters."""
_MAGIC: Final = b"ngrams1\n"
_COUNTS: Final = struct.Struct("<II")
"""How many histories and how many entries a level has."""
_STEP: Final = 1 / 14
"""What one step of a stored byte is worth: 256 of them reach down to -18, where the rarest characters are."""
_LOGARITHMS: Final = tuple(-byte * _STEP for byte in range(256))
_KEPT: Final = 2**14
"""How many rows and chains stay in memory, some 20 MB: a page uses a few thousand, many pages the same ones."""
_DOUBT: Final = 5.0
"""Learned counts of a history weigh as much as the file where they are this many times the kinds of characters. By
hand."""

Entries = Mapping[str, float]


class Followers(NamedTuple):
    """What follows a history: its back-off weight, and characters with their logarithms."""

    backoff: float
    entries: Entries


class Chain(NamedTuple):
    """The entries of a text's last characters, the longest history first, each with the weight it is reached by.

    `unknown`: the logarithm of a character that stands nowhere.
    """

    links: tuple[tuple[float, Entries], ...]
    unknown: float


class _Level:
    """The histories of one length: their last characters, back-off weights, and where entries and children begin.

    `parents`: whether longer histories go on from them.
    """

    def __init__(self, data: memoryview, start: int, *, parents: bool) -> None:
        histories, entries = _COUNTS.unpack_from(data, start)
        self._end = start + _COUNTS.size
        self._data = data
        self.last = self._array(histories, "H")
        self.backoffs = self._array(histories, "B")
        self.starts = self._array(histories + 1, "I")
        self.children = self._array(histories + 1 if parents else 0, "I")
        self.characters = self._array(2 * entries, "B")
        self.values = self._array(entries, "B")
        self.end = self._end

    def _array(self, count: int, kind: str) -> memoryview:
        start = self._end
        self._end += count * struct.calcsize(kind)
        return self._data[start : self._end].cast("B").cast(kind)  # type: ignore[call-overload, no-any-return]

    def row(self, number: int) -> Followers:
        """What follows a history."""
        start, end = self.starts[number], self.starts[number + 1]
        characters = bytes(self.characters[2 * start : 2 * end]).decode("utf-16-le")
        values = map(_LOGARITHMS.__getitem__, self.values[start:end])
        return Followers(_LOGARITHMS[self.backoffs[number]], dict(zip(characters, values, strict=True)))


def _mapped_levels(path: Path) -> list[_Level]:
    """The levels of a file, which must fill it to its last byte: one that was cut short would mislead in silence."""
    levels: list[_Level] = []
    try:
        with path.open("rb") as file:
            data = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        whole = bytes(data[: len(_MAGIC)]) == _MAGIC
        end = len(_MAGIC)
        while whole and len(levels) < LONGEST:
            levels.append(_Level(data, end, parents=len(levels) + 1 < LONGEST))
            end = levels[-1].end
            whole = end <= len(data)
    except (OSError, ValueError, TypeError, struct.error) as error:
        raise ValueError(f"{path} cannot be read ({error}): install the package again") from error
    if not whole or end != len(data):
        raise ValueError(f"{path} holds no whole set of n-grams: install the package again")
    return levels


class Ngrams:
    """The n-grams of a file. Rows are read on demand and cached, since pages use few of them, again and again."""

    def __init__(self, path: Path, learned: Mapping[str, float] | None = None) -> None:
        """Map the file. ValueError where it is missing, none or cut short. `learned`: counts of runs."""
        self._levels = _mapped_levels(path)
        self._learned: dict[str, dict[str, float]] = {}
        for run, count in (learned or {}).items():
            if len(run) > 1:
                self._learned.setdefault(run[:-1], {})[run[-1]] = count
        self.row = lru_cache(_KEPT)(self._read_row)
        self.chain = lru_cache(_KEPT)(self._read_chain)
        self._none = self._levels[0].row(0)

    def _read_row(self, history: str) -> Followers | None:
        """What follows a history of up to three characters, or None where it is unknown."""
        number = self._number(history)
        row = None if number is None else self._levels[len(history)].row(number)
        counts = self._learned.get(history)
        return self._mixed(history, row or Followers(0.0, {}), counts) if counts else row

    def _number(self, history: str) -> int | None:
        """Where a history stands among those of its length."""
        number = 0
        for character, parents, level in zip(history, self._levels, self._levels[1:], strict=False):
            start, end = parents.children[number], parents.children[number + 1]
            number = bisect_left(level.last, ord(character), start, end)
            if number == end or level.last[number] != ord(character):
                return None
        return number

    def _mixed(self, history: str, row: Followers, counts: Mapping[str, float]) -> Followers:
        """The row with learned counts mixed in, which are trusted the less, the more kinds of characters they have."""
        total = sum(counts.values())
        doubt = _DOUBT * len(counts)
        kept = math.log(doubt / (total + doubt))
        entries = {character: logarithm + kept for character, logarithm in row.entries.items()}
        for character, count in counts.items():
            known = row.entries.get(character)
            if known is None:
                known = row.backoff + self.logarithm(history[1:], character)
            entries[character] = math.log((count + doubt * math.exp(known)) / (total + doubt))
        return Followers(row.backoff + kept, entries)

    def entries(self, history: str) -> Entries:
        """The characters that stand after a history, with their logarithms."""
        row = self.row(history)
        return row.entries if row else {}

    def _read_chain(self, before: str) -> Chain:
        """The entries of a text of at most three characters and of its ends."""
        links, weight = [], 0.0
        for start in range(len(before)):
            row = self.row(before[start:])
            if row:
                links.append((weight, row.entries))
                weight += row.backoff
        links.append((weight, self._none.entries))
        return Chain(tuple(links), weight + self._none.backoff)

    def logarithm(self, before: str, character: str) -> float:
        """The logarithm of the probability of a character after a text of at most three."""
        links, unknown = self.chain(before)
        for weight, entries in links:
            score = entries.get(character)
            if score is not None:
                return weight + score
        return unknown


def write_ngrams(path: Path, rows: Mapping[str, Followers]) -> None:
    """Write the rows of histories, of which each begins with another; the back-off of "" is an unknown character's."""
    path.write_bytes(b"".join([_MAGIC, *_levels(rows)]))


def _levels(rows: Mapping[str, Followers]) -> Iterator[bytes]:
    histories = sorted(rows)
    for length in range(LONGEST):
        level = [history for history in histories if len(history) == length]
        children = dict.fromkeys(level, 0)
        for history in histories:
            if len(history) == length + 1:
                children[history[:-1]] += 1
        ordered = [sorted(rows[history].entries.items()) for history in level]
        yield _COUNTS.pack(len(level), sum(map(len, ordered)))
        yield struct.pack(f"<{len(level)}H", *(ord(history[-1:] or "\0") for history in level))
        yield _bytes(rows[history].backoff for history in level)
        yield _starts(map(len, ordered))
        yield _starts(children.values()) if length + 1 < LONGEST else b""
        yield "".join(character for row in ordered for character, _ in row).encode("utf-16-le")
        yield _bytes(logarithm for row in ordered for _, logarithm in row)


def _starts(counts: Iterable[int]) -> bytes:
    """Where each begins, given how many each has, and where the last one ends."""
    starts = [0]
    for count in counts:
        starts.append(starts[-1] + count)
    return struct.pack(f"<{len(starts)}I", *starts)


def _bytes(logarithms: Iterable[float]) -> bytes:
    return bytes(min(max(round(-logarithm / _STEP), 0), 255) for logarithm in logarithms)
