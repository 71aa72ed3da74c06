"""Small real pictures: one for every name, a grey one of every size, a cut one, and a bomb."""

from __future__ import annotations

import struct
import zlib
from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"
_JPEG_START = 2
_PNG_START = 33
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_BOMB_SIDE = 30_000
_BLOCK = 8
# The least a baseline JPEG needs: one table of ones, and codes for "the same grey as before" and "another grey".
_QUANTISATION = b"\xff\xdb\x00\x43\x00" + b"\x01" * 64
_GREYS_CODES = b"\xff\xc4\x00\x15\x00" + b"\x01\x01" + b"\x00" * 14 + b"\x00\x09"
_DETAIL_CODES = b"\xff\xc4\x00\x14\x10" + b"\x01" + b"\x00" * 15 + b"\x00"
_SCAN = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
_GREY, _GREY_BITS = 400, 9


def named_jpeg(name: str) -> bytes:
    """Return the JPEG with its name in a comment, so that no two are the same file."""
    plain = plain_jpeg()
    return plain[:_JPEG_START] + _comment(name) + plain[_JPEG_START:]


def named_png(name: str) -> bytes:
    """Return the PNG with its name in a text chunk after the header chunk."""
    plain = (_DATA / "picture.png").read_bytes()
    return plain[:_PNG_START] + _chunk(b"tEXt", b"Title\0" + name.encode()) + plain[_PNG_START:]


@cache
def plain_jpeg() -> bytes:
    """Return the JPEG, 320 by 240, that carries no name."""
    return (_DATA / "picture.jpeg").read_bytes()


def cut_jpeg(name: str) -> bytes:
    """Return the first half of the picture of a name: its header is right, the second half is missing."""
    whole = named_jpeg(name)
    return whole[: len(whole) // 2]


@cache
def bomb() -> bytes:
    """Return a PNG of about 110 kB that opens to 30000 by 30000 pixels."""
    row = b"\x00" * (1 + _BOMB_SIDE // 8)
    compressor = zlib.compressobj(9)
    packed = b"".join([*(compressor.compress(row * 100) for _ in range(_BOMB_SIDE // 100)), compressor.flush()])
    header = struct.pack(">IIBBBBB", _BOMB_SIDE, _BOMB_SIDE, 1, 0, 0, 0, 0)
    return _PNG_HEAD + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def grey_jpeg(width: int, height: int, name: str) -> bytes:
    """Return a JPEG of one light grey, so many pixels wide and high, with a name in a comment."""
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    blocks = -(-width // _BLOCK) * -(-height // _BLOCK)
    # The first block sets the grey (a code, its bits, no detail); every other is like the one before it: two zeros.
    bits = f"10{_GREY:0{_GREY_BITS}b}0" + "00" * (blocks - 1)
    bits += "1" * (-len(bits) % 8)
    packed = int(bits, 2).to_bytes(len(bits) // 8, "big").replace(b"\xff", b"\xff\x00")
    head = b"\xff\xd8" + _comment(name) + _QUANTISATION + frame + _GREYS_CODES + _DETAIL_CODES
    return head + _SCAN + packed + b"\xff\xd9"


def _comment(name: str) -> bytes:
    return b"\xff\xfe" + struct.pack(">H", len(name.encode()) + 2) + name.encode()


def _chunk(kind: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)
