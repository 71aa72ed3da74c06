"""Checks that a file of the archive is as it was written: computes every checksum, length and digest again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from zhanjiang.archive.capture import TYPES, Capture
from zhanjiang.archive.decoding import without_chunks
from zhanjiang.archive.digests import fits
from zhanjiang.archive.members import Member, members
from zhanjiang.archive.raw import NoWarc, RawRecord
from zhanjiang.archive.reader import as_record, name_of
from zhanjiang.archive.salvage import raw_records


@dataclass(frozen=True, slots=True)
class Damage:
    """A part of a file that cannot be read, or is not what was written."""

    file: str
    offset: int
    reason: str


def check_file(path: Path) -> Iterator[Capture | Damage]:
    """Yield each sound capture and all damage of a file, in its order.

    Raises OSError if the file cannot be read.
    """
    for member in members(path):
        found = [*_check_member(member, name_of(path))]
        yield from [Damage(name_of(path), member.offset, member.damage)] if member.damage else found


def _check_member(member: Member, file: str) -> Iterator[Capture | Damage]:
    captures = []
    try:
        for raw in raw_records(member.read):
            if wrong := what_is_wrong(raw):
                yield Damage(file, member.offset, wrong)
            elif raw.type in TYPES:
                captures.append(as_record(raw, file, member.offset, 0).capture)
    except NoWarc as error:
        yield Damage(file, member.offset, str(error))
    member.finish()
    yield from (replace(capture, length=member.length) for capture in captures)


def what_is_wrong(raw: RawRecord) -> str | None:
    """How a record contradicts its own fields, or None if it is sound.

    The digest of the whole record decides. Without one the body's digest does, except for a revisit, whose body is in
    another record. Some software computes it of a chunked body, some of the joined one: both are accepted.
    """
    if block := raw.field("WARC-Block-Digest"):
        return None if fits(block, raw.block) else "its digest is that of another record"
    digest = raw.field("WARC-Payload-Digest")
    if not digest or raw.type == "revisit" or raw.field("WARC-Segment-Number"):
        return None
    http, payload = raw.http()
    is_chunked = http is not None and http.get("Transfer-Encoding")
    if fits(digest, payload) or (is_chunked and fits(digest, without_chunks(payload))):
        return None
    return "its digest is that of another body"
