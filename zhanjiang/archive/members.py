"""The gzip members of a WARC file, and the records in them; reading continues after damage.

Each member of our files is one record. Files of others may be a single member, or not compressed at all.
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
_PADDING: Final = b"\0\r\n"
_BLOCK: Final = 1 << 16
_IN_MEMORY: Final = 1 << 25
_HTTP: Final = StatusAndHeadersParser(["HTTP/1.0", "HTTP/1.1"], verify=False)


@dataclass(frozen=True, slots=True)
class Member:
    """A part of a file that is compressed by itself; a file without compression is one member.

    ``content`` is the decompressed stream, ``damage`` the reason why it ends early, if it does.
    """

    offset: int
    length: int
    content: BinaryIO
    damage: str | None = None
    is_compressed: bool = True


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record of any type: its fields, and the block of bytes after them; ``is_whole``: no byte is missing."""

    fields: StatusAndHeaders
    block: bytes
    is_whole: bool

    @property
    def type(self) -> str:
        """Its WARC-Type, empty where it has none."""
        return self.field("WARC-Type")

    @property
    def url(self) -> str:
        """Its WARC-Target-URI, which some software puts between brackets; empty where it has none."""
        return self.field("WARC-Target-URI").strip().removeprefix("<").removesuffix(">")

    def field(self, name: str) -> str:
        """The value of a field, empty if there is none."""
        return self.fields.get_header(name) or ""

    def http(self) -> tuple[StatusAndHeaders | None, bytes]:
        """The head of the HTTP message in the block, or None, and the payload after it."""
        if self.type not in ("response", "request", "revisit") or not self.url.startswith(("http:", "https:")):
            return None, self.block
        stream = BytesIO(self.block)
        with suppress(EOFError):
            return _HTTP.parse(stream), stream.read()
        return None, b""


class NoWarc(ValueError):
    """The bytes are no record of a WARC file; the text says what they are instead."""


def members(path: Path) -> Iterator[Member]:
    """Yield the members of a file in order; each must be read before the next is requested.

    After damage it continues at the next record.
    """
    with path.open("rb") as stream:
        if stream.read(len(_MAGIC)) != _MAGIC:
            stream.seek(0)
            yield Member(0, path.stat().st_size, stream, is_compressed=False)
            return
        stream.seek(0)
        offset, block = 0, b""
        while block := block or stream.read(_BLOCK):
            member, block = _member(stream, offset, block)
            with member.content:
                yield member
            offset += member.length
            if block and not block.strip(_PADDING):
                offset, block = offset + len(block), b""
            if member.damage:
                offset = _next_beginning(stream, member.offset + 1)
                stream.seek(offset)
                block = b""


def member_at(path: Path, offset: int) -> Member:
    """The gzip member that begins at an offset of a file; the caller closes its ``content``."""
    with path.open("rb") as stream:
        stream.seek(offset)
        return _member(stream, offset, stream.read(_BLOCK))[0]


def _member(stream: BinaryIO, offset: int, block: bytes) -> tuple[Member, bytes]:
    """Decompress the member that begins with a block; return it, and the bytes that were read after its end."""
    content = cast(BinaryIO, SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115  # the caller closes it
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
        return zlib.decompressobj(_GZIP).decompress(stream.read(_BLOCK), len(_BEGINNING)) == _BEGINNING
    return False


def raw_records(content: BinaryIO) -> Iterator[RawRecord]:
    """Yield the records in decompressed content. Raises NoWarc at bytes that are no record."""
    try:
        for record in ArchiveIterator(content, no_record_parse=True):
            if record.format != "warc":
                raise NoWarc("it is no WARC file")
            block = record.raw_stream.read()
            yield RawRecord(record.rec_headers, block, len(block) == record.length)
    except ArchiveLoadFailed as error:
        raise NoWarc(f"what stands there is no record ({' '.join(str(error).split())[:80]!r})") from error
