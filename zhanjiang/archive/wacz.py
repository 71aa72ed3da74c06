"""A part of the archive as a WACZ: one file that replay tools such as ReplayWeb.page show, page by page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.members import member_at
from zhanjiang.archive.raw import NoWarc, RawRecord
from zhanjiang.archive.reader import find_file
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.writer import ArchiveWriter
from zhanjiang.durable import put_in_place

_MOST_BYTES: Final = 1_000_000_000
_PAGES: Final = "pages.jsonl"


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
        count = _copy_records(beside, folder, selected)
        _list_pages(beside / _PAGES, pages)
        _pack(beside, title)
        put_in_place(beside / "archive.wacz", path)
    return count


def _copy_records(beside: Path, folder: Path, selected: Iterable[Capture]) -> int:
    """Copy the gzip members of answers and their requests unchanged into new WARC files."""
    writer = ArchiveWriter(beside, "data", {"software": "zhanjiang"}, _MOST_BYTES)
    places = [writer.write(_members(find_file(folder, capture.file), capture)) for capture in selected]
    writer.close()
    return len(places)


def _members(path: Path, capture: Capture) -> bytes:
    """The bytes of an answer's gzip member, and of its request's if that stands right after it."""
    try:
        answer, length = _record_at(path, capture.offset)
        after = capture.offset + length
        if after < path.stat().st_size:
            request, more = _record_at(path, after)
            length += more if request.field("WARC-Concurrent-To") == answer.field("WARC-Record-ID") else 0
        with path.open("rb") as stream:
            stream.seek(capture.offset)
            return stream.read(length)
    except (OSError, NoWarc) as error:
        line = f"{path} has no record at {capture.offset} ({error}): `scrapy archive verify` lists all damage"
        raise ArchiveError(line) from error


def _record_at(path: Path, offset: int) -> tuple[RawRecord, int]:
    """The record that begins at an offset, and the length of its gzip member in bytes."""
    with member_at(path, offset) as member:
        record = next(raw_records(member.read), None)
        if member.finish() or record is None:
            raise NoWarc(member.damage or "it is empty")
        return record, member.length


def _list_pages(path: Path, pages: Sequence[ListedPage]) -> None:
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
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")


def _pack(beside: Path, title: str) -> None:
    """Have the wacz library index the WARC files, and pack everything."""
    from wacz.main import main  # heavy: it takes half a second, and nothing else needs it

    warcs = sorted(map(str, beside.glob("*.warc.gz")))
    options = ["-o", str(beside / "archive.wacz"), "-p", str(beside / _PAGES), "-c", "--title", title]
    output = StringIO()
    with redirect_stdout(output):
        failed = main(["create", *warcs, *options])
    if failed:
        raise ArchiveError(f"the WACZ cannot be made: {' '.join(output.getvalue().split())}")
