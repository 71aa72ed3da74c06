"""The gzip members of a WARC file, each decompressed as it is read; reading continues after damage.

Each member of our files is one record. Files of others may be a single member, or not compressed at all. What a member
decompresses to is never in memory as a whole, nor on the disk: a small file may say that it is larger than both.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from zhanjiang.archive.raw import MOST_BYTES

_GZIP: Final = zlib.MAX_WBITS | 16
_MAGIC: Final = b"\x1f\x8b\x08"
_BEGINNING: Final = b"WARC/"
_PADDING: Final = b"\0\r\n"
_BLOCK: Final = 1 << 14
_FIRST_BYTES: Final = 512
_MOST_RATIO: Final = 100
"""How many times its size a member may decompress to, beyond one record's most: text is packed to a fifth."""


class Member:
    """A part of a file that is compressed by itself; a file without compression is one member.

    ``read`` gives its decompressed bytes, once. ``length`` is what it takes in the file, and ``damage`` the reason why
    it ends early, if it does: both are known once everything is read (``finish``).
    """

    def __init__(self, stream: BinaryIO, offset: int, *, is_compressed: bool = True) -> None:
        """Take a stream that nobody else moves while the member is read."""
        self.offset = offset
        self.is_compressed = is_compressed
        self.length = 0
        self.damage: str | None = None
        self._stream = stream
        self._inflater = zlib.decompressobj(_GZIP)
        self._given = 0
        stream.seek(offset)

    def read(self, size: int) -> bytes:
        """At most so many decompressed bytes; none at the end."""
        if not self.is_compressed:
            block = self._stream.read(size)
            self.length += len(block)
            return block
        while not self._inflater.eof and self.damage is None:
            if block := self._inflate(size):
                self._given += len(block)
                return block
        return b""

    def _inflate(self, size: int) -> bytes:
        """The next decompressed bytes, if there are any yet."""
        if self._given > MOST_BYTES * 2 + _MOST_RATIO * self.length:
            self.damage = f"it is {_MOST_RATIO} times its size decompressed, which no page is"
            return b""
        block = self._inflater.unconsumed_tail
        if not block:
            block = self._stream.read(_BLOCK)
            self.length += len(block)
        try:
            inflated = self._inflater.decompress(block, size)
        except zlib.error as error:
            self.damage = f"its compression is damaged ({str(error).rpartition(': ')[2]})"
            return b""
        if self._inflater.eof:
            self.length -= len(self._inflater.unused_data)
        elif not block and not inflated:
            self.damage = "it ends in the middle of a record"
        return inflated

    def finish(self) -> str | None:
        """Read what is left, and return the damage."""
        while self.read(_BLOCK):
            pass
        return self.damage


def members(path: Path) -> Iterator[Member]:
    """Yield the members of a file in order; each must be read before the next is requested.

    After damage it continues at the next record.
    """
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            yield Member(stream, 0, is_compressed=False)
            return
        offset = 0
        while not _is_end(stream, offset):
            member = Member(stream, offset)
            yield member
            damage = member.finish()
            offset = _next_beginning(stream, offset + 1) if damage else offset + member.length


@contextmanager
def member_at(path: Path, offset: int) -> Iterator[Member]:
    """The gzip member that begins at an offset of a file."""
    with path.open("rb") as stream:
        yield Member(stream, offset)


def _is_end(stream: BinaryIO, offset: int) -> bool:
    """Say whether nothing but padding follows in a file."""
    stream.seek(offset)
    while block := stream.read(_FIRST_BYTES):
        if block.strip(_PADDING):
            return False
    return True


def _next_beginning(stream: BinaryIO, offset: int) -> int:
    """The offset of the next gzip member with a record, or the end of the file."""
    stream.seek(offset)
    window = b""
    while block := stream.read(_BLOCK):
        window += block
        place = -1
        while (place := window.find(_MAGIC, place + 1)) >= 0:
            if _begins_record(stream, offset + place):
                return offset + place
        offset += max(len(window) - len(_MAGIC) + 1, 0)
        window = window[-len(_MAGIC) + 1 :]
        stream.seek(offset + len(window))
    return stream.tell()


def _begins_record(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    with suppress(zlib.error):
        return zlib.decompressobj(_GZIP).decompress(stream.read(_FIRST_BYTES), len(_BEGINNING)) == _BEGINNING
    return False
