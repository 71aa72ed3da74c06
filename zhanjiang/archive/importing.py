"""The records of others' WARC files, read for import into ours: each is checked before anything of it is written."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.capture import TYPES, Capture, is_storable
from zhanjiang.archive.members import Member, members
from zhanjiang.archive.moments import read_moment
from zhanjiang.archive.raw import RawRecord
from zhanjiang.archive.reader import as_record
from zhanjiang.archive.records import METADATA
from zhanjiang.archive.salvage import Piece, pieces, raw_records
from zhanjiang.archive.verification import what_is_wrong
from zhanjiang.times import exact_moment, now

_LEVEL: Final = 6
_LONGEST_ADDRESS: Final = 2000
_FIRST_PAGES: Final = "1990"
"""The year before which no page was fetched."""
_VERSIONS: Final = frozenset({"WARC/1.1", "WARC/1.0", "WARC/0.18", "WARC/0.17"})
_IMPORTED: Final = (*TYPES, "request")
_OTHERS: Final = frozenset({"warcinfo", "metadata", "conversion", "continuation"})
"""The other types of the standard; what they hold is no answer."""
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
        self.record.fields.replace(METADATA, json.dumps(dict(metadata)))
        answer = _member(self.record)
        return answer + (_member(self.request) if self.request else b""), len(answer)


def _member(raw: RawRecord) -> bytes:
    packer = zlib.compressobj(_LEVEL, wbits=zlib.MAX_WBITS | 16)
    return b"".join(map(packer.compress, (raw.fields.to_bytes(), raw.block, b"\r\n\r\n"))) + packer.flush()


def why_unsound(members: bytes, length: int, capture: Capture) -> str | None:
    """Why the gzip members of an answer would not be read back as this capture; None if they would.

    What others write into their fields may mean something else once it is written again.
    """
    stream = BytesIO(members)
    for offset in (0, length) if length < len(members) else (0,):
        member = Member(stream, offset)
        try:
            [raw] = raw_records(member.read)
        except ValueError as error:
            return f"its fields cannot be written again ({error})"
        if member.finish() or what_is_wrong(raw):
            return "its fields cannot be written again"
        if offset == 0 and as_record(raw, "", 0, 0).capture != capture:
            return "its fields say something else once they are written again"
    return None


def answers(path: Path) -> Iterator[Answer | str]:
    """Yield the answers of a WARC file in its order; for an unusable record, a line with its offset and the reason."""
    return _pairs(_records(path))


def _records(path: Path) -> Iterator[RawRecord | str]:
    """Yield a file's usable records, and a line for each part that is none."""
    is_empty = True
    for member in members(path):
        line = ""
        for piece in pieces(member.read):
            is_empty = False
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
        if member.finish() or line:
            yield f"at {member.offset}: {member.damage}" if member.damage else line
            is_empty = False
    if is_empty:
        yield "it holds nothing"


def _place(member: Member, piece: Piece) -> str:
    """Where a piece begins in the file; in a member of several records also where in its decompressed bytes."""
    if not member.is_compressed:
        return str(piece.offset)
    return f"{member.offset}, byte {piece.offset} of it" if piece.offset else str(member.offset)


def _why_unusable(raw: RawRecord | None) -> str | None:
    """Why a record cannot be imported; None if it can, or is of a type that is not."""
    if raw is None or raw.type in _OTHERS:
        return None
    if raw.type not in _IMPORTED:
        return "a record of no known type"
    moment = read_moment(raw.field("WARC-Date"))
    if not raw.url or not moment:
        return f"a {raw.type} record without an address or a date"
    if not _FIRST_PAGES <= moment <= exact_moment(now() + timedelta(days=1)):
        return f"a {raw.type} record of {moment[:10]}, when it cannot have been fetched"
    if len(raw.url) > _LONGEST_ADDRESS or not is_storable(raw.url):
        return f"a {raw.type} record with an address that cannot be one"
    if raw.fields.protocol not in _VERSIONS:
        return "a record of an unknown version"
    return what_is_wrong(raw) or _why_unreadable(raw)


def _why_unreadable(raw: RawRecord) -> str | None:
    """Why the answer in a sound record cannot be read: its address, its head or its compression."""
    try:
        urlsplit(raw.url)
        http, _ = raw.http()
        if raw.type == "response" and raw.url.startswith("http") and not (http and http.code.isdecimal()):
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
    return [value for name, value in raw.fields.fields if name.lower() == "warc-concurrent-to"]
