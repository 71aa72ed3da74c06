"""What a file is made of, whole, damaged, compressed as a whole or not at all."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.archive.building import kept, write
from zhanjiang.archive import ArchiveError
from zhanjiang.archive.members import member_at, members
from zhanjiang.archive.raw import NoWarc
from zhanjiang.archive.reader import read_at, records_of
from zhanjiang.archive.salvage import pieces, raw_records

_URLS = [f"https://www.example/p/{number}.html" for number in range(5)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of five answers with their requests."""
    captures = write(tmp_path, *map(kept, _URLS))
    return tmp_path / captures[0].file


def _urls(path: Path) -> list[str]:
    """The addresses of the answers that can be read of a file."""
    return [raw.url for member in members(path) for raw in raw_records(member.read) if raw.type == "response"]


def _damage(path: Path) -> list[tuple[int, str]]:
    return [(member.offset, member.damage) for member in members(path) if member.finish()]


def test_members_follow_one_another_and_fill_the_file(path: Path) -> None:
    parts = [(member.offset, member.finish(), member.length) for member in members(path)]
    ends = [0, *(offset + length for offset, _, length in parts)]
    assert [offset for offset, _, _ in parts] == ends[:-1]
    assert ends[-1] == path.stat().st_size
    assert [damage for _, damage, _ in parts] == [None] * 11
    assert _urls(path) == _URLS


def test_after_damage_reading_goes_on_with_the_next_record(path: Path) -> None:
    third = [record.capture for record in records_of(path)][2]
    data = bytearray(path.read_bytes())
    data[third.offset + 40] ^= 0xFF
    path.write_bytes(data)
    [(place, reason)] = _damage(path)
    assert place == third.offset and "its compression is damaged" in reason
    assert [url for url in _urls(path) if url != _URLS[2]] == [url for url in _URLS if url != _URLS[2]]
    with pytest.raises(ArchiveError, match=f"cannot be read: at {third.offset} "):
        list(records_of(path))
    with pytest.raises(ArchiveError, match=f"has no record at {third.offset}"):
        read_at(path.parent, path.name, third.offset)


def test_a_hole_is_passed_by(path: Path) -> None:
    second, third = [record.capture for record in records_of(path)][1:3]
    data = bytearray(path.read_bytes())
    data[second.offset : third.offset] = bytes(third.offset - second.offset)
    path.write_bytes(data)
    assert [place for place, _ in _damage(path)] == [second.offset]
    assert _urls(path) == [url for url in _URLS if url != _URLS[1]]


def test_a_torn_end_is_reported(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-3])
    [(_, reason)] = _damage(path)
    assert reason == "it ends in the middle of a record"
    assert _urls(path) == _URLS


@pytest.mark.parametrize("compress", [gzip.compress, bytes])
def test_a_file_that_is_not_compressed_by_record(path: Path, compress: type[bytes]) -> None:
    other = path.with_name("other.warc")
    other.write_bytes(compress(gzip.decompress(path.read_bytes())))
    assert _urls(other) == _URLS


def test_of_a_torn_file_that_is_not_compressed_by_record_the_beginning_is_read(path: Path) -> None:
    whole = gzip.compress(gzip.decompress(path.read_bytes()))
    other = path.with_name("other.warc.gz")
    other.write_bytes(whole[: len(whole) * 9 // 10])
    [(_, reason)] = _damage(other)
    assert reason == "it ends in the middle of a record"
    with member_at(other, 0) as member:
        read = [piece.record.url for piece in pieces(member.read) if piece.record and piece.record.type == "response"]
    assert 0 < len(read) < len(_URLS) and read == _URLS[: len(read)]


def test_another_kind_of_file_is_no_archive(path: Path) -> None:
    path.write_bytes(b"<html>")
    with pytest.raises(NoWarc, match="no record"):
        _urls(path)
    with pytest.raises(ArchiveError, match="cannot be read"):
        list(records_of(path))
