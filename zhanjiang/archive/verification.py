"""Is a file of the archive as it was written? Every checksum, every length and every digest in it is computed anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhanjiang.archive.capture import TYPES, Capture
from zhanjiang.archive.decoding import without_chunks
from zhanjiang.archive.digests import fits
from zhanjiang.archive.members import Member, NoWarc, RawRecord, members, raw_records
from zhanjiang.archive.reader import as_record, name_of


@dataclass(frozen=True, slots=True)
class Damage:
    """Something in a file that cannot be read, or is not what was written."""

    file: str
    offset: int
    reason: str


def check_file(path: Path) -> Iterator[Capture | Damage]:
    """Yield what a file holds, in its order: each capture that is sound, and all damage.

    Raises OSError where the file cannot be read.
    """
    for member in members(path):
        if member.damage:
            yield Damage(name_of(path), member.offset, member.damage)
        else:
            yield from _check_member(member, name_of(path))


def _check_member(member: Member, file: str) -> Iterator[Capture | Damage]:
    try:
        for raw in raw_records(member.content):
            if wrong := what_is_wrong(raw):
                yield Damage(file, member.offset, wrong)
            elif raw.type in TYPES:
                yield as_record(raw, file, member.offset, member.length).capture
    except NoWarc as error:
        yield Damage(file, member.offset, str(error))


def what_is_wrong(raw: RawRecord) -> str | None:
    """Return what of a record is not as its own fields say, None where it is sound.

    The digest of the whole record settles it. Without one the body's does, but for a revisit, whose body stands
    elsewhere; others compute it of a body in chunks or without them.
    """
    if not raw.is_whole:
        return "its record is shorter than it says"
    if block := raw.field("WARC-Block-Digest"):
        return None if fits(block, raw.block) else "its digest is that of another record"
    told = raw.field("WARC-Payload-Digest")
    if not told or raw.type == "revisit" or raw.field("WARC-Segment-Number"):
        return None
    http, payload = raw.http()
    if fits(told, payload) or (http and http.get_header("Transfer-Encoding") and fits(told, without_chunks(payload))):
        return None
    return "its digest is that of another body"
