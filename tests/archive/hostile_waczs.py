"""WACZ files that are hostile, or broken in every way: in each is a WARC file with two good answers."""

from __future__ import annotations

import gzip
import struct
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from tests.archive.hostile_warcs import GOOD, record
from tests.odd_answers import gzip_bomb

_ZEROS = b"\0" * (1 << 20)
_MORE = 150
"""Megabytes of a bomb."""


def zipped(*files: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return out.getvalue()


ARCHIVE = ("archive/data.warc.gz", b"".join(map(gzip.compress, GOOD)))
_OTHER = ("archive/other.warc.gz", gzip.compress(record()))
_LOCAL, CENTRAL = b"PK\x03\x04", b"PK\x01\x02"


def _changed(packed: bytes, name: str, central: int, form: str, value: int, local: int | None = None) -> bytes:
    """A ZIP file with a number of one file's entry changed, in its directory and at the file itself."""
    data = bytearray(packed)
    places = [(data.rindex(name.encode()) - 46 + central)]
    if local is not None:
        places.append(data.index(name.encode()) - 30 + local)
    for place in places:
        struct.pack_into(form, data, place, value)
    return bytes(data)


TWO = zipped(ARCHIVE, _OTHER)


def _symlink() -> bytes:
    info = zipfile.ZipInfo("archive/link.warc.gz")
    info.external_attr = 0o120777 << 16
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(info, "/etc/passwd")
        packed.writestr(*ARCHIVE)
    return out.getvalue()


def _overlapping() -> bytes:
    """A ZIP file whose second entry is the first one's bytes again."""
    at = TWO.rindex(_OTHER[0].encode()) - 46 + 42
    data = bytearray(TWO)
    struct.pack_into("<I", data, at, 0)
    return bytes(data)


WACZS: Mapping[str, Callable[[], bytes]] = {
    "encrypted": lambda: _changed(TWO, _OTHER[0], 8, "<H", 1, 6),
    "method 99": lambda: _changed(TWO, _OTHER[0], 10, "<H", 99, 8),
    "LZMA": lambda: _changed(TWO, _OTHER[0], 10, "<H", 14, 8),
    "a size too large": lambda: _changed(TWO, _OTHER[0], 24, "<I", 1 << 31),
    "a packed size too large": lambda: _changed(TWO, _OTHER[0], 20, "<I", 1 << 31),
    "a size too small": lambda: _changed(TWO, _OTHER[0], 24, "<I", 9),
    "a packed size of nothing": lambda: _changed(TWO, _OTHER[0], 20, "<I", 0),
    "a wrong checksum": lambda: _changed(TWO, _OTHER[0], 16, "<I", 7),
    "an entry beyond the end": lambda: _changed(TWO, _OTHER[0], 42, "<I", 1 << 30),
    "an entry within another": lambda: _changed(TWO, _OTHER[0], 42, "<I", 17),
    "overlapping entries": _overlapping,
    "a name at the file that is another": lambda: TWO.replace(_OTHER[0].encode(), b"archive/OTHER.warc.gz", 1),
    "names that lead out": lambda: zipped(
        ("../../../../tmp/out.warc.gz", _OTHER[1]), ("/etc/out.warc.gz", _OTHER[1]), ARCHIVE
    ),
    "a long name": lambda: zipped((f"archive/{'a' * 60_000}.warc.gz", _OTHER[1]), ARCHIVE),
    "an odd name": lambda: zipped(("a/\x1b[2J\u202e.warc.gz", _OTHER[1]), ("a/.warc.gz", _OTHER[1]), ARCHIVE),
    "a symbolic link": _symlink,
    "a folder": lambda: zipped(("archive/folder.warc.gz/", b""), ARCHIVE),
    "two files of one name": lambda: zipped(ARCHIVE, ARCHIVE),
    "a bomb": lambda: zipped(ARCHIVE, ("bomb.warc", _ZEROS * _MORE), method=zipfile.ZIP_DEFLATED),
    "many bombs": lambda: zipped(ARCHIVE, *((f"{n}.warc", _ZEROS * 20) for n in range(9)), method=zipfile.ZIP_DEFLATED),
    "a gzip bomb": lambda: zipped(ARCHIVE, ("bomb.warc.gz", gzip_bomb(1000))),
    "rubbish before it": lambda: b"PK rubbish" * 9 + zipped(ARCHIVE),
    "a WACZ within": lambda: zipped(ARCHIVE, ("inner.warc.gz", TWO)),
    "bad indexes": lambda: zipped(ARCHIVE, ("datapackage.json", b"[" * 100_000), ("pages/pages.jsonl", b"\xff")),
    "many entries": lambda: zipped(ARCHIVE, *((f"{n}.warc.gz", b"") for n in range(3000))),
}
"""WACZ files. What of them is good is the file that holds both good answers."""


def with_another_end(packed: bytes) -> bytes:
    """A ZIP file with a comment that holds another end of a directory."""
    comment = b"PK\x05\x06" + b"\xff" * 18
    return packed[:-2] + struct.pack("<H", len(comment)) + comment
