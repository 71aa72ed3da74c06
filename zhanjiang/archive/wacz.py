"""A part of the archive as a WACZ: one file that replay tools such as ReplayWeb.page show, page by page."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from zipfile import ZipFile

from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.cdxj import INDEX, IndexedRecord, index_files
from zhanjiang.archive.members import member_at
from zhanjiang.archive.raw import NoWarc, RawRecord
from zhanjiang.archive.reader import find_file
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.writer import ArchiveWriter
from zhanjiang.durable import put_in_place
from zhanjiang.times import moment

_VERSION: Final = "1.1.1"
_MOST_BYTES: Final = 1_000_000_000


@dataclass(frozen=True, slots=True)
class ListedPage:
    """An entry in the WACZ's list of pages: its capture and its title."""

    capture: Capture
    title: str


def write_wacz(path: Path, folder: Path, selected: Iterable[Capture], pages: Sequence[ListedPage], title: str) -> int:
    """Write a WACZ of captures of the archive in a folder; return their number.

    The file appears complete or not at all. Raises ArchiveError if a record cannot be read, OSError if the file cannot
    be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".wacz-", dir=path.parent) as name:
        beside = Path(name)
        records = _copy_records(beside / "archive", folder, selected)
        index, blocks = index_files(records)
        files = {
            "pages/pages.jsonl": _listed(pages).encode(),
            f"indexes/{INDEX}": index,
            "indexes/index.idx": blocks,
        }
        for inner, content in files.items():
            (beside / inner).parent.mkdir(exist_ok=True)
            (beside / inner).write_bytes(content)
        _pack(beside, title)
        put_in_place(beside / "archive.wacz", path)
    return len(records)


def _copy_records(target: Path, folder: Path, selected: Iterable[Capture]) -> list[IndexedRecord]:
    """Copy the gzip members of answers and their requests unchanged into new WARC files; return what to index."""
    target.mkdir()
    writer = ArchiveWriter(target, "data", {"software": "zhanjiang"}, _MOST_BYTES)
    records = []
    for capture in selected:
        members, length, mime = _members(find_file(folder, capture.file), capture)
        file, offset = writer.write(members)
        records.append(
            IndexedRecord(capture.url, capture.taken_at, mime, capture.status, capture.digest, length, offset, file)
        )
    writer.close()
    return records


def _members(path: Path, capture: Capture) -> tuple[bytes, int, str]:
    """The bytes of an answer's gzip member, and of its request's if that stands right after it; the length of the
    answer's, and its media type."""
    try:
        answer, length = _record_at(path, capture.offset)
        after = capture.offset + length
        whole = length
        if after < path.stat().st_size:
            request, more = _record_at(path, after)
            whole += more if request.field("WARC-Concurrent-To") == answer.field("WARC-Record-ID") else 0
        with path.open("rb") as stream:
            stream.seek(capture.offset)
            return stream.read(whole), length, _mime_of(answer)
    except (OSError, NoWarc) as error:
        line = f"{path} has no record at {capture.offset} ({error}): `scrapy archive verify` lists all damage"
        raise ArchiveError(line) from error


def _mime_of(answer: RawRecord) -> str:
    """The media type of an answer, as an index names it."""
    if answer.type == "revisit":
        return "warc/revisit"
    head, _ = answer.http()
    stated = head.get("Content-Type") if head else answer.field("Content-Type")
    return stated.partition(";")[0].strip() or "application/octet-stream"


def _record_at(path: Path, offset: int) -> tuple[RawRecord, int]:
    """The record that begins at an offset, and the length of its gzip member in bytes."""
    with member_at(path, offset) as member:
        record = next(raw_records(member.read), None)
        if member.finish() or record is None:
            raise NoWarc(member.damage or "it is empty")
        return record, member.length


def _listed(pages: Sequence[ListedPage]) -> str:
    """The list of pages, a line of JSON for each."""
    lines: list[dict[str, str]] = [{"format": "json-pages-1.0", "id": "pages", "title": "Pages"}]
    lines += [
        {
            "id": f"{number:08}",
            "url": page.capture.url,
            "ts": page.capture.fetched_at,
            "title": page.title,
        }
        for number, page in enumerate(pages, 1)
    ]
    return "".join(json.dumps(line) + "\n" for line in lines)


def _pack(beside: Path, title: str) -> None:
    """Pack the files of a folder, uncompressed as readers seek in them, with a description that has their hashes."""
    files = sorted(path for path in beside.rglob("*") if path.is_file())
    described = {
        "profile": "data-package",
        "resources": [_described(path, path.relative_to(beside).as_posix()) for path in files],
        "title": title,
        "created": moment(),
        "wacz_version": _VERSION,
        "software": "zhanjiang",
    }
    package = json.dumps(described, indent=2).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    with ZipFile(beside / "archive.wacz", "w") as packed:
        for path in files:
            packed.write(path, path.relative_to(beside).as_posix())
        packed.writestr("datapackage.json", package)
        packed.writestr("datapackage-digest.json", json.dumps(digest))


def _described(path: Path, name: str) -> dict[str, str | int]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"name": path.name.lower(), "path": name, "hash": f"sha256:{digest}", "bytes": path.stat().st_size}
