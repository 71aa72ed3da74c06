"""Reading the archive back: a record by its place, or all of a file's, in whoever's crawl they were written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord

from zhanjiang.archive import ArchiveError
from zhanjiang.archive.capture import TYPES, Capture
from zhanjiang.archive.records import METADATA, digest_of
from zhanjiang.archive.writer import ENDING, OPEN

_TOLD: Final = ("run", "page", "kind", "article", "channel", "headline", "is_further")


@dataclass(frozen=True, slots=True)
class Record:
    """A capture with its bytes.

    ``raw`` is the body as it came, ``body`` the same decompressed; both are empty in a revisit. ``headers`` are those
    of the answer, by name in small letters; of a name that comes twice the last.
    """

    capture: Capture
    headers: dict[str, str]
    raw: bytes
    body: bytes

    @property
    def content_type(self) -> str:
        """The answer's Content-Type, empty where it has none."""
        return self.headers.get("content-type", "")


def files_of(folder: Path) -> list[Path]:
    """Return the archive's files, the oldest first by their names; those that a run is writing last."""
    return [path for ending in (ENDING, OPEN) for path in sorted(folder.glob(f"*{ending}"))]


def read_at(folder: Path, file: str, offset: int) -> Record:
    """Read the record that begins at a place of a file. Raises ArchiveError where there is none."""
    path = _find(folder, file)
    try:
        with path.open("rb") as stream:
            stream.seek(offset)
            records = ArchiveIterator(stream)
            return _read(next(records), file, offset, records)
    except (OSError, ArchiveLoadFailed, StopIteration, EOFError) as error:
        raise ArchiveError(f"{path} has no record at {offset}: `scrapy archive verify` tells what is wrong") from error


def records_of(path: Path, *, check_digests: bool = False) -> Iterator[Record]:
    """Yield the captures of a file with their bytes, in its order. Raises ArchiveError where the file is damaged."""
    name = path.name.removesuffix(OPEN) + ENDING if path.name.endswith(OPEN) else path.name
    try:
        with path.open("rb") as stream:
            records = ArchiveIterator(stream, check_digests="raise" if check_digests else False)
            for record in records:
                if record.rec_type in TYPES:
                    yield _read(record, name, records.get_record_offset(), records)
    except (OSError, ArchiveLoadFailed, EOFError) as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error


def _find(folder: Path, file: str) -> Path:
    path = folder / file
    still_open = folder / (file.removesuffix(ENDING) + OPEN)
    return still_open if still_open.exists() and not path.exists() else path


def _read(record: ArcWarcRecord, file: str, offset: int, records: ArchiveIterator) -> Record:
    raw = record.raw_stream.read()
    headers = {name.lower(): value for name, value in record.http_headers.headers} if record.http_headers else {}
    if record.rec_type == "resource":
        headers["content-type"] = record.rec_headers.get_header("Content-Type") or ""
    body = raw
    if headers.get("content-encoding") or headers.get("transfer-encoding"):
        record.raw_stream = BytesIO(raw)
        body = record.content_stream().read()
    return Record(_capture(record, file, offset, records.get_record_length(), raw), headers, raw, body)


def _capture(record: ArcWarcRecord, file: str, offset: int, length: int, raw: bytes) -> Capture:
    told = record.rec_headers
    status = record.http_headers.get_statuscode() if record.http_headers else ""
    return Capture(
        file,
        offset,
        length,
        record.rec_type,
        told.get_header("WARC-Target-URI") or "",
        int(status) if status.isdecimal() else None,
        told.get_header("WARC-Payload-Digest") or digest_of(raw),
        _as_moment(told.get_header("WARC-Date") or ""),
        **_metadata(told.get_header(METADATA)),
    )


def _metadata(written: str | None) -> dict[str, Any]:
    told: object = None
    with suppress(ValueError):
        told = json.loads(written or "{}")
    return {name: told[name] for name in _TOLD if name in told} if isinstance(told, dict) else {}


def _as_moment(written: str) -> str:
    """Return a WARC date with its microseconds, so that dates can be compared as texts.

    >>> _as_moment("2022-05-31T13:58:00Z"), _as_moment("2022-05-31T13:58:00.25Z")
    ('2022-05-31T13:58:00.000000Z', '2022-05-31T13:58:00.250000Z')
    """
    seconds, _, fraction = written.removesuffix("Z").partition(".")
    return f"{seconds}.{fraction[:6]:<06}Z".replace(" ", "0")
