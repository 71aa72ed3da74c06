"""The records of a stream of which parts are none: each usable record, and a line for each of the other parts.

A record ends where its length says, if another begins there or the stream ends. Where neither is so, or the length is
missing, the next line that begins a record is looked for, so that one bad record costs none of the others. The stream
is read once, forward, and no more of it is in memory than one record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from zhanjiang.archive.head import RecordHead, read_head
from zhanjiang.archive.raw import LONGEST_FIELDS, MOST_BYTES, NoWarc, RawRecord

_MARK: Final = b"WARC/"
_BEGINNING: Final = re.compile(rb"(?:^|(?<=\n))WARC/\d\.\d+\r?\n")
_FIELDS_END: Final = re.compile(rb"\n\r?\n|\n(?=WARC/\d\.\d+\r?\n)")
_LONGEST_BEGINNING: Final = 16
_BETWEEN: Final = b"\r\n\0\xef\xbb\xbf \t"
_WINDOW: Final = 1 << 16
_LONGEST_RECORD: Final = MOST_BYTES + LONGEST_FIELDS


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stream that begins at ``offset``: a record, or why there is none (``reason``)."""

    offset: int
    record: RawRecord | None = None
    reason: str = ""


class _Ahead:
    """The bytes ahead in a stream that is read once; ``offset`` is where they begin in it."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self.held = bytearray()
        self.offset = 0
        self._read = read

    def fill(self, size: int) -> bool:
        """Hold so many bytes, or all that are left; say whether there are so many."""
        while len(self.held) < size and (block := self._read(max(size - len(self.held), _WINDOW))):
            self.held += block
        return len(self.held) >= size

    def pass_over(self, size: int) -> None:
        """Go on after so many of the bytes that are held."""
        del self.held[:size]
        self.offset += size

    def pass_to_beginning(self, start: int) -> None:
        """Go on where the next record begins after so many bytes, or at the stream's end."""
        while self.fill(start + _WINDOW) or len(self.held) > start:
            if (place := self._find(start)) >= 0:
                self.pass_over(place)
                return
            passed = max(len(self.held) - _LONGEST_BEGINNING, start)
            self.pass_over(passed - 1)  # a line is known by the end of the one before
            start = 1
            if not self.fill(_LONGEST_BEGINNING + 2):
                break
        self.pass_over(len(self.held))

    def _find(self, start: int) -> int:
        """Where the next record begins among the bytes that are held; -1 for nowhere."""
        while (start := self.held.find(_MARK, start)) >= 0 and not _BEGINNING.match(self.held, start):
            start += 1
        return start

    def pass_over_blanks(self) -> bool:
        """Go on after the space between two records; say whether anything is left."""
        while self.fill(1):
            blanks = len(self.held) - len(self.held.lstrip(_BETWEEN))
            self.pass_over(blanks)
            if self.held:
                return True
        return False


def pieces(read: Callable[[int], bytes]) -> Iterator[Piece]:
    """Yield the records of a stream, and a piece for each part that is none; ``read`` gives at most so many bytes."""
    ahead = _Ahead(read)
    while ahead.pass_over_blanks():
        yield _piece(ahead)


def raw_records(read: Callable[[int], bytes]) -> Iterator[RawRecord]:
    """Yield the records of a stream. Raises NoWarc at bytes that are no record."""
    for piece in pieces(read):
        if piece.record is None:
            raise NoWarc(piece.reason)
        yield piece.record


def _piece(ahead: _Ahead) -> Piece:
    """Read what begins here, and go on to where the next may begin."""
    begin = ahead.offset
    ahead.fill(_WINDOW)
    if not _BEGINNING.match(ahead.held):
        line = bytes(ahead.held[:60]).partition(b"\n")[0]
        shown = repr(line.decode("latin-1").strip())
        ahead.pass_to_beginning(1)
        return Piece(begin, reason=f"what stands there is no record ({shown})")
    fields, start = _fields(ahead)
    length = _length(fields) if fields else None
    if fields is None or length is None:
        ahead.pass_to_beginning(start)
        return Piece(begin, reason="a record without a length")
    if reason := _why_no_record(ahead, start, length):
        return Piece(begin, reason=reason)
    block = bytes(memoryview(ahead.held)[start : start + length])
    ahead.pass_over(start + length)
    return Piece(begin, RawRecord(fields, block))


def _fields(ahead: _Ahead) -> tuple[RecordHead | None, int]:
    """The fields of a record, and how many bytes they take; None where they have no end, or another record begins."""
    searched = 0
    while not (end := _FIELDS_END.search(ahead.held, searched)):
        searched = max(len(ahead.held) - _LONGEST_BEGINNING, 0)
        if searched > LONGEST_FIELDS:
            return None, 1
        if not ahead.fill(len(ahead.held) + 1):
            break
    if end and end[0] == b"\n":
        return None, 1
    return read_head(bytes(ahead.held[: end.end() if end else None]))


def _length(fields: RecordHead) -> int | None:
    written = fields.get("Content-Length").strip()
    return int(written) if written.isdecimal() and len(written) < 19 else None


def _why_no_record(ahead: _Ahead, start: int, length: int) -> str | None:
    """Why no record of this length begins here, and go on to the next; None if one does."""
    end, is_larger = start + length, length > _LONGEST_RECORD
    if not is_larger and ahead.fill(end) and _may_end(ahead, end):
        return None
    goal = ahead.offset + end
    ahead.pass_to_beginning(start)
    if ahead.offset < goal:
        return "its record is shorter than it says"
    return f"its record is larger than {_LONGEST_RECORD >> 20} MB" if is_larger else "its record is longer than it says"


def _may_end(ahead: _Ahead, size: int) -> bool:
    """Say whether a record may end after so many bytes: a line end follows, another record, or nothing."""
    ahead.fill(size + _LONGEST_BEGINNING)
    following = bytes(ahead.held[size : size + _LONGEST_BEGINNING])
    return not following or following[:1] in (b"\r", b"\n") or bool(_BEGINNING.match(following))
