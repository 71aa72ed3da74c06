"""What a WARC file is made of, read so that damage is found and passed by: gzip members, and the records in them.

A file of ours has one record in each member. Others' may be one member as a whole, or not compressed at all.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Final, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser

_GZIP: Final = zlib.MAX_WBITS | 16
_MAGIC: Final = b"\x1f\x8b\x08"
_BEGINNING: Final = b"WARC/"
_BLOCK: Final = 1 << 16
_IN_MEMORY: Final = 1 << 25
_HTTP: Final = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A stretch of a file that is decompressed at once; of a file that is not compressed, all of it.

    ``content`` is what it holds, ``damage`` says why that ends early.
    """

    offset: int
    length: int
    content: BinaryIO
    damage: str | None = None


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record of whatever kind: its fields, and the bytes behind them; ``is_whole`` says that none are missing."""

    fields: StatusAndHeaders
    block: bytes
    is_whole: bool

    @property
    def type(self) -> str:
        """Its WARC-Type, empty where it has none."""
        return self.field("WARC-Type")

    @property
    def url(self) -> str:
        """Its WARC-Target-URI, empty where it has none."""
        return self.field("WARC-Target-URI")

    def field(self, name: str) -> str:
        """Return a field, empty where there is none."""
        return self.fields.get_header(name) or ""

    def http(self) -> tuple[StatusAndHeaders | None, bytes]:
        """Return the head of the HTTP message in the block, None where there is none, and the payload behind it."""
        if self.type not in ("response", "request", "revisit") or not self.url.startswith(("http:", "https:")):
            return None, self.block
        stream = BytesIO(self.block)
        with suppress(EOFError):
            return _HTTP.parse(stream), stream.read()
        return None, b""


class NoWarc(ValueError):
    """Something is no record of a WARC file; the text says what it is instead."""


def members(path: Path) -> Iterator[Member]:
    """Yield what a file is made of, in its order, each to be read before the next.

    Behind damage it goes on where the next record begins.
    """
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            stream.seek(0)
            yield Member(0, path.stat().st_size, stream)
            return
        stream.seek(0)
        offset, block = 0, b""
        while block := block or stream.read(_BLOCK):
            member, block = _member(stream, offset, block)
            with member.content:
                yield member
            offset += member.length
            if member.damage:
                offset = _next_beginning(stream, member.offset + 1)
                stream.seek(offset)
                block = b""


def member_at(path: Path, offset: int) -> Member:
    """Return the gzip member that begins at a place of a file."""
    with path.open("rb") as stream:
        stream.seek(offset)
        return _member(stream, offset, stream.read(_BLOCK))[0]


def _member(stream: BinaryIO, offset: int, block: bytes) -> tuple[Member, bytes]:
    """Decompress the member that begins with a block; return it, and what was read behind its end."""
    content = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # closed by whoever takes the member
    inflater = zlib.decompressobj(_GZIP)
    length, damage = 0, None
    while not inflater.eof:
        if not block:
            damage = "it ends in the middle of a record"
            break
        try:
            content.write(inflater.decompress(block))
        except zlib.error as error:
            damage = f"its compression is damaged ({str(error).rpartition(': ')[2]})"
            break
        length += len(block) - len(inflater.unused_data)
        block = inflater.unused_data if inflater.eof else stream.read(_BLOCK)
    content.seek(0)
    return Member(offset, length, content, damage), block


def _next_beginning(stream: BinaryIO, offset: int) -> int:
    """Return where, from a place on, a gzip member with a record begins, or the end of the file."""
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
        return zlib.decompressobj(_GZIP).decompress(stream.read(_BLOCK), len(_BEGINNING)) == _BEGINNING
    return False


def raw_records(content: BinaryIO) -> Iterator[RawRecord]:
    """Yield the records of what was decompressed. Raises NoWarc where what comes is none."""
    try:
        for record in ArchiveIterator(content, no_record_parse=True):
            if record.format != "warc":
                raise NoWarc("it is no WARC file")
            block = record.raw_stream.read()
            yield RawRecord(record.rec_headers, block, len(block) == record.length)
    except ArchiveLoadFailed as error:
        raise NoWarc(f"what stands there is no record ({' '.join(str(error).split())[:80]!r})") from error
