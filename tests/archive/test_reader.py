"""Records read back: whole files, one place of a file, and what others write into the same fields."""

from __future__ import annotations

import gzip
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.archive.building import BODY, PAGE, TAKEN_AT, URL, as_previous, kept, write
from zhanjiang.archive import ArchiveError
from zhanjiang.archive.decoding import Undecodable
from zhanjiang.archive.reader import files_of, find_file, name_of, read_at, records_of
from zhanjiang.archive.records import METADATA

_OTHER = "https://www.example/p/8.html"


def test_a_record_is_read_by_its_place(tmp_path: Path) -> None:
    _, capture = write(tmp_path, kept(), kept(_OTHER, b"other", 404, X_Name="value"))
    record = read_at(tmp_path, capture.file, capture.offset)
    assert record.capture == capture
    assert (capture.url, capture.status, record.raw) == (_OTHER, 404, b"other")
    assert (record.headers["x-name"], record.content_type) == ("value", "text/html; charset=utf-8")
    assert record.head.startswith("HTTP/1.1 404 Not Found\r\n")


def test_metadata_come_back(tmp_path: Path) -> None:
    [capture] = write(tmp_path, kept())
    assert {name: getattr(capture, name) for name in PAGE} == PAGE
    assert (capture.taken_at, capture.channel, capture.is_further) == (TAKEN_AT, None, False)


@pytest.mark.parametrize("written", ["[1]", "null", '{"run": "one", "page": 7}', "no JSON"])
def test_metadata_of_others_say_nothing(tmp_path: Path, written: str) -> None:
    [capture] = write(tmp_path, kept())
    path = tmp_path / capture.file
    lines = gzip.decompress(path.read_bytes()).split(b"\r\n")
    ours = METADATA.encode()
    path.write_bytes(
        gzip.compress(
            b"\r\n".join(ours + b": " + written.encode() if ours in line else line for line in lines), mtime=0
        )
    )
    [record] = records_of(path)
    assert (record.capture.run, record.capture.page, record.raw) == (None, None, BODY)


def test_a_revisit_names_what_it_refers_to(tmp_path: Path) -> None:
    [first] = write(tmp_path, kept())
    later = "2026-11-26T00:00:00.000000Z"
    [capture] = write(tmp_path, kept(taken_at=later, previous=as_previous(first)), name="articles-run2")
    record = read_at(tmp_path, capture.file, capture.offset)
    assert (capture.type, capture.digest, record.raw) == ("revisit", first.digest, b"")
    assert record.refers_to == (URL, TAKEN_AT)
    assert read_at(tmp_path, first.file, first.offset).refers_to is None


def test_a_body_is_decompressed_and_names_its_address_where_it_cannot_be(tmp_path: Path) -> None:
    packed, broken = kept(body=gzip.compress(BODY, mtime=0), Content_Encoding="gzip"), kept(Content_Encoding="gzip")
    whole, bad = [read_at(tmp_path, capture.file, capture.offset) for capture in write(tmp_path, packed, broken)]
    assert (whole.raw, whole.body) == (gzip.compress(BODY, mtime=0), BODY)
    with pytest.raises(ArchiveError, match=f"^{URL}: its compression"):
        _ = bad.body


def test_where_no_record_begins_there_is_none(tmp_path: Path) -> None:
    [capture] = write(tmp_path, kept())
    for file, offset in ((capture.file, capture.offset + 1), (capture.file, 0), ("no.warc.gz", 0)):
        with pytest.raises(ArchiveError, match=f"no record at {offset}"):
            read_at(tmp_path, file, offset)


def test_a_file_that_is_being_written_has_the_name_that_it_gets(tmp_path: Path) -> None:
    closed, still_open = tmp_path / "b.warc.gz", tmp_path / "a.warc.gz.open"
    for path in (closed, still_open):
        path.touch()
    assert files_of(tmp_path) == [closed, still_open]
    assert [name_of(path) for path in (closed, still_open)] == ["b.warc.gz", "a.warc.gz"]
    assert find_file(tmp_path, "a.warc.gz") == still_open
    assert find_file(tmp_path, "b.warc.gz") == closed
    assert find_file(tmp_path, "c.warc.gz") == tmp_path / "c.warc.gz"


_PACKED = gzip.compress(BODY, mtime=0)  # the names of tests must not depend on the time
_CHUNKED = b"5\r\n" + _PACKED[:5] + b"\r\n%x\r\n" % (len(_PACKED) - 5) + _PACKED[5:] + b"\r\n0\r\n\r\n"


@pytest.mark.parametrize(
    ("body", "headers", "is_cut"),
    [
        (_PACKED, {"Content_Encoding": "gzip"}, False),
        (_PACKED[:-9], {"Content_Encoding": "gzip"}, True),
        (_PACKED, {}, False),
        (_PACKED[:-9], {}, True),
        (_CHUNKED, {"Content_Encoding": "gzip", "Transfer_Encoding": "chunked"}, False),
        (BODY, {"Content_Encoding": "gzip"}, True),
        (BODY, {"Content_Encoding": "br"}, True),
        (BODY, {}, False),
    ],
)
def test_whether_a_body_is_cut(tmp_path: Path, body: bytes, headers: dict[str, str], is_cut: bool) -> None:
    path = tmp_path / "theirs.warc"
    fields = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    block = f"HTTP/1.1 200 OK\r\n{fields}\r\n".encode() + body
    head = f"WARC-Type: response\r\nWARC-Target-URI: {URL}\r\nWARC-Date: {TAKEN_AT}\r\nContent-Length: {len(block)}"
    path.write_bytes(f"WARC/1.1\r\n{head}\r\n\r\n".encode() + block + b"\r\n\r\n")
    [record] = records_of(path)
    with pytest.raises(Undecodable) if is_cut else nullcontext():
        assert record.body == BODY
