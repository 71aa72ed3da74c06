"""Archives of others: what is taken of their files, in whatever order and form it stands there."""

from __future__ import annotations

import gzip
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.archive.building import BODY, TAKEN_AT, URL, kept, write
from zhanjiang.archive.importing import Answer, answers
from zhanjiang.archive.members import members
from zhanjiang.archive.raw import NoWarc
from zhanjiang.archive.reader import as_record
from zhanjiang.archive.salvage import raw_records
from zhanjiang.archive.unpacking import warc_files

_RECOGNISED = {"page": "/p/7.html", "kind": "article", "article": "portal/7"}


def _file(folder: Path, *urls: str) -> Path:
    """A file with an answer and its request for each address."""
    captures = write(folder, *map(kept, urls or (URL,)))
    return folder / captures[0].file


def _taken(path: Path) -> list[Answer]:
    return [answer for answer in answers(path) if isinstance(answer, Answer)]


def _blocks(path: Path) -> list[bytes]:
    """The bytes of a file's records, each by itself."""
    return [gzip.decompress(path.read_bytes()[m.offset : m.offset + m.length]) for m in members(path) if not m.finish()]


@pytest.mark.parametrize("order", [[0, 1, 2], [0, 2, 1]], ids=["answer first", "request first"])
def test_a_request_goes_with_its_answer(tmp_path: Path, order: list[int]) -> None:
    path = _file(tmp_path)
    blocks = _blocks(path)
    other = tmp_path / "other.warc.gz"
    other.write_bytes(b"".join(gzip.compress(blocks[number]) for number in order))
    [answer] = _taken(other)
    assert answer.record.url == URL and answer.request is not None
    assert answer.request.type == "request"


def test_a_request_of_another_answer_is_left_out(tmp_path: Path) -> None:
    blocks = _blocks(_file(tmp_path, URL, f"{URL}?v=1"))
    other = tmp_path / "other.warc"
    other.write_bytes(b"".join((blocks[1], blocks[4])))
    [answer] = _taken(other)
    assert (answer.record.url, answer.request) == (URL, None)


def test_records_keep_their_bytes_and_get_our_metadata(tmp_path: Path) -> None:
    [answer] = _taken(_file(tmp_path))
    written, length = answer.members(_RECOGNISED)
    path = tmp_path / "ours.warc.gz"
    path.write_bytes(written)
    first, second = (raw for member in members(path) for raw in raw_records(member.read))
    record = as_record(first, path.name, 0, length)
    assert (record.raw, record.capture.taken_at, record.capture.run) == (BODY, TAKEN_AT, None)
    assert {name: getattr(record.capture, name) for name in _RECOGNISED} == _RECOGNISED
    assert second.type == "request"
    assert first.field("WARC-Record-ID") == answer.record.field("WARC-Record-ID")


def test_a_capture_has_no_place_yet_and_no_run_of_ours(tmp_path: Path) -> None:
    [answer] = _taken(_file(tmp_path))
    capture = answer.capture(_RECOGNISED)
    assert (capture.file, capture.offset, capture.length, capture.run) == ("", 0, 0, None)
    assert (capture.url, capture.status, capture.article) == (URL, 200, "portal/7")


def test_damage_is_a_line_and_the_rest_is_taken(tmp_path: Path) -> None:
    path = _file(tmp_path, URL, f"{URL}?v=1")
    data = bytearray(path.read_bytes())
    place = [member.offset for member in members(path)][1]
    data[place + 40] ^= 0xFF
    path.write_bytes(data)
    line, answer = answers(path)
    assert isinstance(line, str) and line.startswith(f"at {place}: its compression is damaged")
    assert isinstance(answer, Answer) and answer.record.url == f"{URL}?v=1"


@pytest.mark.parametrize("field", [b"WARC-Date", b"WARC-Target-URI"])
def test_an_answer_without_a_date_or_an_address_is_not_taken(tmp_path: Path, field: bytes) -> None:
    block = _blocks(_file(tmp_path))[1]
    path = tmp_path / "other.warc"
    path.write_bytes(b"\r\n".join(line for line in block.split(b"\r\n") if not line.startswith(field + b":")))
    assert [*answers(path)] == ["at 0: a response record without an address or a date"]


def test_the_files_of_a_wacz_are_unpacked(tmp_path: Path) -> None:
    path = _file(tmp_path)
    packed = tmp_path / "others.wacz"
    with ZipFile(packed, "w") as target:
        target.write(path, f"archive/{path.name}")
        target.writestr("pages/pages.jsonl", "{}")
    for unpacked in warc_files(packed):
        assert not isinstance(unpacked, str) and unpacked[0] == path.name
        assert unpacked[1].read_bytes() == path.read_bytes()
    assert not unpacked[1].exists()
    assert [*warc_files(path)] == [(path.name, path)]


def test_a_zip_file_without_an_archive_is_refused(tmp_path: Path) -> None:
    packed = tmp_path / "others.wacz"
    with ZipFile(packed, "w") as target:
        target.writestr("readme.txt", "nothing")
    with pytest.raises(NoWarc, match="no WARC file"):
        next(warc_files(packed))


def test_a_file_of_a_wacz_that_cannot_be_unpacked_is_a_line(tmp_path: Path) -> None:
    path = _file(tmp_path)
    packed = tmp_path / "others.wacz"
    with ZipFile(packed, "w") as target:
        for name in ("1.warc.gz", "2.warc.gz"):
            target.write(path, f"archive/{name}")
    damaged = bytearray(packed.read_bytes())
    damaged[len(path.read_bytes()) // 2] ^= 0xFF
    packed.write_bytes(damaged)
    files = warc_files(packed)
    assert str(next(files)).startswith("1.warc.gz: it cannot be unpacked (Bad CRC-32")
    name, unpacked = next(files)
    assert name == "2.warc.gz" and isinstance(unpacked, Path) and len(_taken(unpacked)) == 1


def test_a_warc_file_that_ends_with_a_zip_file_is_no_wacz(tmp_path: Path) -> None:
    packed = tmp_path / "page.zip"
    with ZipFile(packed, "w") as target:
        target.writestr("page.html", "<html></html>")
    [capture] = write(tmp_path, kept(body=packed.read_bytes(), metadata={}))
    path = tmp_path / "theirs.warc"
    path.write_bytes(_blocks(tmp_path / capture.file)[1])
    assert [*warc_files(path)] == [(path.name, path)]
    assert len(_taken(path)) == 1
