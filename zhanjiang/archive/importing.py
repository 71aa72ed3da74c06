"""Archives of others, read for import into ours: WARC files, alone or in a WACZ."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import BadZipFile, ZipFile, is_zipfile

from zhanjiang.archive.capture import TYPES, Capture
from zhanjiang.archive.members import NoWarc, RawRecord, members, raw_records
from zhanjiang.archive.reader import as_record
from zhanjiang.archive.records import METADATA
from zhanjiang.archive.verification import what_is_wrong

_WARC: Final = (".warc", ".warc.gz")
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z")


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
def warc_files(path: Path) -> Iterator[list[Path]]:
    """Give the WARC files in a file: itself, or those of a WACZ, unpacked until the block ends.

    Raises NoWarc if a WACZ contains none, or cannot be unpacked.
    """
    if not is_zipfile(path):
        yield [path]
        return
    with TemporaryDirectory() as folder:
        try:
            yield [*_unpack(path, Path(folder))]
        except BadZipFile as error:
            raise NoWarc(f"it cannot be unpacked ({error}): get another copy") from error


def _unpack(path: Path, folder: Path) -> Iterator[Path]:
    with ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.endswith(_WARC)]
        if not names:
            raise NoWarc("it holds no WARC file")
        for number, name in enumerate(names):
            unpacked = folder / f"{number:05}-{PurePosixPath(name).name}"
            with packed.open(name) as source, unpacked.open("wb") as target:
                shutil.copyfileobj(source, target)
            yield unpacked


def answers(path: Path) -> Iterator[Answer | str]:
    """Yield the answers of a WARC file in its order; for an unusable record, a line with its offset and the reason."""
    damage: list[str] = []
    for answer in _pairs(_records(path, damage)):
        yield from damage
        damage.clear()
        yield answer
    yield from damage


def _records(path: Path, damage: list[str]) -> Iterator[RawRecord]:
    """Yield a file's usable records; append a line to ``damage`` for each of the others."""
    for member in members(path):
        wrong = member.damage
        try:
            for raw in raw_records(member.content):
                if raw.type not in (*TYPES, "request"):
                    continue
                if reason := _why_unusable(raw):
                    wrong = wrong or reason
                else:
                    yield raw
        except NoWarc as error:
            wrong = wrong or str(error)
        if wrong:
            damage.append(f"at {member.offset}: {wrong}")


def _why_unusable(raw: RawRecord) -> str | None:
    if not raw.url or not _MOMENT.fullmatch(raw.field("WARC-Date")):
        return f"a {raw.type} record without an address or a date"
    return what_is_wrong(raw)


def _pairs(records: Iterable[RawRecord]) -> Iterator[Answer]:
    """Pair each answer with its request, which stands right before or after it."""
    answer: RawRecord | None = None
    request: RawRecord | None = None
    for raw in records:
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
