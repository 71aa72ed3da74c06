"""The records of a stream of which parts are none: each usable record, and a line for each of the other parts.

A record ends where its length says, if another begins there or the stream ends. Where neither is so, or the length is
missing, the next line that begins a record is looked for, so that one bad record costs none of the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from os import SEEK_END
from typing import BinaryIO, Final

from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

from zhanjiang.archive.members import RawRecord

_BEGINNING: Final = re.compile(rb"(?:^|(?<=\n))WARC/\d\.\d+\r?\n")
_LONGEST_BEGINNING: Final = 16
_BETWEEN: Final = b"\r\n\0\xef\xbb\xbf \t"
_WINDOW: Final = 1 << 20
_LONGEST_LINE: Final = 1 << 16
_FIELDS: Final = StatusAndHeadersParser([], verify=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a stream that begins at ``offset``: a record, or why there is none (``reason``)."""

    offset: int
    record: RawRecord | None = None
    reason: str = ""


def pieces(stream: BinaryIO) -> Iterator[Piece]:
    """Yield the records of a seekable stream from its beginning, and a piece for each part that is none."""
    size = stream.seek(0, SEEK_END)
    position = 0
    while (begin := _after_blanks(stream, position)) < size:
        piece, position = _piece(stream, begin, size)
        yield piece


def _piece(stream: BinaryIO, begin: int, size: int) -> tuple[Piece, int]:
    """Read what begins at an offset; return it, and where the next may begin."""
    stream.seek(begin)
    line = stream.readline(_LONGEST_LINE)
    if not _BEGINNING.match(line):
        shown = repr(line[:60].decode("latin-1").strip())
        return Piece(begin, reason=f"what stands there is no record ({shown})"), _next(stream, begin, size)
    fields = _FIELDS.parse(stream, line.decode("latin-1"))
    start = stream.tell()
    length = _length(fields)
    if length is None:
        return Piece(begin, reason="a record without a length"), _next(stream, start, size)
    block = stream.read(min(length, size - start))
    end = start + len(block)
    if len(block) == length and _is_end(stream, end, size):
        return Piece(begin, RawRecord(fields, block, is_whole=True)), end
    following = _next(stream, start, size)
    if following < end or len(block) < length:
        return Piece(begin, reason="its record is shorter than it says"), following
    return Piece(begin, reason="its record is longer than it says"), following


def _length(fields: StatusAndHeaders) -> int | None:
    written = (fields.get_header("Content-Length") or "").strip()
    return int(written) if written.isdecimal() and len(written) < 19 else None


def _is_end(stream: BinaryIO, offset: int, size: int) -> bool:
    """Say whether a record may end at an offset: what follows is a line end, another record, or nothing."""
    stream.seek(offset)
    following = stream.read(_LONGEST_BEGINNING)
    return offset >= size or following[:1] in (b"\r", b"\n") or bool(_BEGINNING.match(following))


def _after_blanks(stream: BinaryIO, offset: int) -> int:
    """The offset of the first byte from here that is more than the space between two records."""
    stream.seek(offset)
    while block := stream.read(_LONGEST_LINE):
        if bare := block.lstrip(_BETWEEN):
            return offset + len(block) - len(bare)
        offset += len(block)
    return offset


def _next(stream: BinaryIO, offset: int, size: int) -> int:
    """The offset of the next record that begins after an offset, or the stream's end."""
    offset += 1
    while offset < size:
        stream.seek(offset - 1)
        window = stream.read(_WINDOW)
        if match := _BEGINNING.search(window, 1):
            return offset - 1 + match.start()
        offset += max(len(window) - _LONGEST_BEGINNING, 1)
    return size
