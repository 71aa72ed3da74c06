"""Archives of others, read for import into ours: WARC files, alone or in a WACZ."""

from __future__ import annotations

import gzip
import json
import shutil
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final
from urllib.parse import urlsplit
from zipfile import BadZipFile, ZipFile, is_zipfile

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.capture import TYPES, Capture
from zhanjiang.archive.members import Member, NoWarc, RawRecord, members
from zhanjiang.archive.moments import read_moment
from zhanjiang.archive.reader import as_record
from zhanjiang.archive.records import METADATA
from zhanjiang.archive.salvage import Piece, pieces
from zhanjiang.archive.verification import what_is_wrong

_WARC: Final = (".warc", ".warc.gz")
_UNPACKING: Final = (BadZipFile, EOFError, NotImplementedError, RuntimeError, zlib.error)
_IMPORTED: Final = (*TYPES, "request")
_OF_ARC: Final = "what stands there is no record ('filedesc:"


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in a foreign archive, with its request if the file has one next to it."""

    record: RawRecord
    request: RawRecord | None = None

    @property
    def from_listing(self) -> dict[str, str]:
        """Channel and headline, if a crawl of this project wrote the record: its address does not contain them."""
        capture = as_record(self.record, "", 0, 0).capture
        known = {"channel": capture.channel, "headline": capture.headline}
        return {name: value for name, value in known.items() if value}

    def capture(self, metadata: Mapping[str, Any]) -> Capture:
        """The answer's capture with ``metadata`` of its page; its file, offset and length are still empty."""
        theirs = as_record(self.record, "", 0, 0).capture
        names = ("type", "url", "status", "digest", "taken_at")
        return Capture("", 0, 0, **{name: getattr(theirs, name) for name in names}, **metadata)

    def members(self, metadata: Mapping[str, Any]) -> tuple[bytes, int]:
        """The gzip members to write into our files, the answer's first, and the length of that one in bytes.

        Bytes, dates, digests and IDs of the records stay; ``metadata`` goes into a field of our own.
        """
        self.record.fields.replace_header(METADATA, json.dumps(dict(metadata)))
        answer = _member(self.record)
        return answer + (_member(self.request) if self.request else b""), len(answer)


def _member(raw: RawRecord) -> bytes:
    fields: bytes = raw.fields.to_bytes()
    return gzip.compress(fields + raw.block + b"\r\n\r\n", mtime=0)


@contextmanager
def warc_files(path: Path) -> Iterator[list[Path | str]]:
    """Give the WARC files in a file: itself, or those of a WACZ, unpacked until the block ends.

    For a file in it that cannot be unpacked there is a line. Raises NoWarc if a WACZ contains none, or is damaged.
    """
    if not _is_zip(path):
        yield [path]
        return
    with TemporaryDirectory() as folder:
        try:
            yield [*_unpack(path, Path(folder))]
        except BadZipFile as error:
            raise NoWarc(f"it cannot be unpacked ({error}): get another copy") from error


def _is_zip(path: Path) -> bool:
    """Say whether a file is a ZIP file from its beginning on: the last record of a WARC file may hold one."""
    with path.open("rb") as stream:
        return stream.read(2) == b"PK" and is_zipfile(path)


def _unpack(path: Path, folder: Path) -> Iterator[Path | str]:
    with ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.endswith(_WARC)]
        if not names:
            raise NoWarc("it holds no WARC file")
        for number, name in enumerate(names):
            unpacked = folder / f"{number:05}-{PurePosixPath(name).name}"
            try:
                with packed.open(name) as source, unpacked.open("wb") as target:
                    shutil.copyfileobj(source, target)
            except _UNPACKING as error:
                yield f"{name}: it cannot be unpacked ({error}): get another copy"
            else:
                yield unpacked


def answers(path: Path) -> Iterator[Answer | str]:
    """Yield the answers of a WARC file in its order; for an unusable record, a line with its offset and the reason."""
    return _pairs(_records(path))


def _records(path: Path) -> Iterator[RawRecord | str]:
    """Yield a file's usable records, and a line for each part that is none."""
    for member in members(path):
        line = ""
        for piece in pieces(member.content):
            if line:
                yield line
            if piece.reason.startswith(_OF_ARC):
                yield "at 0: it is an ARC file: make a WARC file of it with `warcio recompress`"
                return
            reason = piece.reason or _why_unusable(piece.record)
            line = f"at {_place(member, piece)}: {reason}" if reason else ""
            if piece.record and not reason and piece.record.type in _IMPORTED:
                yield piece.record
        # What cuts off a member cuts off its last record.
        if member.damage or line:
            yield f"at {member.offset}: {member.damage}" if member.damage else line


def _place(member: Member, piece: Piece) -> str:
    """Where a piece begins in the file; in a member of several records also where in its decompressed bytes."""
    if not member.is_compressed:
        return str(piece.offset)
    return f"{member.offset}, byte {piece.offset} of it" if piece.offset else str(member.offset)


def _why_unusable(raw: RawRecord | None) -> str | None:
    """Why a record cannot be imported; None if it can, or is of a type that is not."""
    if raw is None or raw.type not in _IMPORTED:
        return None
    if not raw.url or not read_moment(raw.field("WARC-Date")):
        return f"a {raw.type} record without an address or a date"
    return what_is_wrong(raw) or _why_unreadable(raw)


def _why_unreadable(raw: RawRecord) -> str | None:
    """Why the answer in a sound record cannot be read: its address, its head or its compression."""
    try:
        urlsplit(raw.url)
        http, _ = raw.http()
        if raw.type == "response" and raw.url.startswith("http") and not (http and http.get_statuscode().isdecimal()):
            return f"{raw.url}: the answer has no status line"
        as_record(raw, "", 0, 0).body  # noqa: B018  # raises where it cannot be decompressed
    except (ArchiveError, ValueError) as error:
        return str(error)
    return None


def _pairs(records: Iterable[RawRecord | str]) -> Iterator[Answer | str]:
    """Pair each answer with its request, which stands right before or after it; lines pass."""
    answer: RawRecord | None = None
    request: RawRecord | None = None
    for raw in records:
        if isinstance(raw, str):
            yield raw
            continue
        if raw.type == "request":
            if answer and _belong(raw, answer):
                yield Answer(answer, raw)
                answer = None
            else:
                request = raw
            continue
        if answer:
            yield Answer(answer)
        answer = raw
        if request and _belong(request, raw):
            yield Answer(raw, request)
            answer = None
        request = None
    if answer:
        yield Answer(answer)


def _belong(request: RawRecord, answer: RawRecord) -> bool:
    """Say whether one of the two names the other."""
    return answer.field("WARC-Record-ID") in _concurrent(request) or request.field("WARC-Record-ID") in _concurrent(
        answer
    )


def _concurrent(raw: RawRecord) -> list[str]:
    return [value for name, value in raw.fields.headers if name.lower() == "warc-concurrent-to"]
