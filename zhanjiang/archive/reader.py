"""Reading the archive: one record by file and offset, or all records of a file, ours or another project's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.capture import METADATA_TYPES, TYPES, Capture, is_metadata, known_status
from zhanjiang.archive.decoding import Undecodable, decoded
from zhanjiang.archive.digests import stated_digest
from zhanjiang.archive.head import RecordHead
from zhanjiang.archive.members import Member, member_at, members
from zhanjiang.archive.moments import read_moment
from zhanjiang.archive.raw import NoWarc, RawRecord
from zhanjiang.archive.records import METADATA
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.writer import ENDING, OPEN


@dataclass(frozen=True, slots=True)
class Record:
    """A capture with its bytes.

    ``head`` is the answer's status line and headers as text, ``raw`` the body as it came, empty in a revisit;
    ``refers_to`` is the address and the moment of the answer that a revisit refers to, if it states them.
    """

    capture: Capture
    head: str
    headers: dict[str, str]
    raw: bytes
    encodings: tuple[str, ...] = ()
    refers_to: tuple[str, str] | None = None

    @property
    def body(self) -> bytes:
        """The body decompressed, as in a crawl. Raises Undecodable if that fails."""
        is_chunked = "chunked" in self.headers.get("transfer-encoding", "").lower()
        try:
            return decoded(self.raw, self.encodings, is_chunked=is_chunked)
        except Undecodable as error:
            raise type(error)(f"{self.capture.url}: {error}") from error

    @property
    def content_type(self) -> str:
        """The answer's Content-Type, empty if it has none."""
        return self.headers.get("content-type", "")


def files_of(folder: Path) -> list[Path]:
    """The archive's files in the order of their names; those that a run is writing last."""
    return [path for ending in (ENDING, OPEN) for path in sorted(folder.glob(f"*{ending}"))]


def name_of(path: Path) -> str:
    """A file's name in the table of captures: the one that it has once it is closed."""
    return path.name.removesuffix(OPEN) + ENDING if path.name.endswith(OPEN) else path.name


def find_file(folder: Path, name: str) -> Path:
    """The path of a file by its name in the table of captures; it may still be open."""
    still_open = folder / (name.removesuffix(ENDING) + OPEN)
    return still_open if still_open.exists() and not (folder / name).exists() else folder / name


def read_at(folder: Path, file: str, offset: int) -> Record:
    """Read the record at an offset of a file. Raises ArchiveError if there is none."""
    path = find_file(folder, file)
    try:
        with member_at(path, offset) as member:
            return _only_record(path, member)
    except (OSError, NoWarc) as error:
        raise ArchiveError(f"{path} has no record at {offset}: `scrapy archive verify` lists all damage") from error


def records_of(path: Path) -> Iterator[Record]:
    """Yield the captures of a file with their bytes, in its order. Raises ArchiveError if the file is damaged."""
    try:
        for member in members(path):
            records = _records_of(member)
            if member.damage:
                raise NoWarc(f"at {member.offset} {member.damage}")
            for raw in records:
                yield as_record(raw, name_of(path), member.offset, member.length)
    except (OSError, NoWarc) as error:
        raise ArchiveError(f"{path} cannot be read: {error}: `scrapy archive verify` lists all damage") from error


def _only_record(path: Path, member: Member) -> Record:
    records = _records_of(member)
    if not records or member.damage:
        raise NoWarc(member.damage or "no capture")
    return as_record(records[0], name_of(path), member.offset, member.length)


def _records_of(member: Member) -> list[RawRecord]:
    """The captures in a member that was written by us, which is one record; after it the member is read."""
    try:
        return [raw for raw in raw_records(member.read) if raw.type in TYPES]
    finally:
        member.finish()


def as_record(raw: RawRecord, file: str, offset: int, length: int) -> Record:
    """Make a ``Record`` of a raw record that takes ``length`` bytes at an offset of a file."""
    http, payload = raw.http()
    headers = {name.lower(): value for name, value in http.fields} if http else {}
    if raw.type == "resource":
        headers["content-type"] = raw.field("Content-Type")
    refers_to = (raw.field("WARC-Refers-To-Target-URI"), read_moment(raw.field("WARC-Refers-To-Date")) or "")
    return Record(
        _capture(raw, http, payload, (file, offset, length)),
        http.text() if http else "",
        headers,
        payload,
        tuple(value for name, value in http.fields if name.lower() == "content-encoding") if http else (),
        refers_to if raw.type == "revisit" and refers_to[0] else None,
    )


def _capture(raw: RawRecord, http: RecordHead | None, payload: bytes, place: tuple[str, int, int]) -> Capture:
    return Capture(
        *place,
        raw.type,  # type: ignore[arg-type]  # one of TYPES
        raw.url,
        known_status(http.code) if http else None,
        stated_digest(raw.field("WARC-Payload-Digest"), payload, is_referred=raw.type == "revisit"),
        read_moment(raw.field("WARC-Date")) or "",
        **_metadata(raw.field(METADATA)),
    )


def _metadata(written: str) -> dict[str, Any]:
    """Read the metadata of a crawl of ours; other software writes other things into the same field."""
    values: object = None
    with suppress(ValueError, RecursionError):
        values = json.loads(written or "{}")
    if not isinstance(values, dict):
        return {}
    return {name: value for name in METADATA_TYPES if is_metadata(name, value := values.get(name))}
