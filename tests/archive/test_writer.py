"""Writing: a file a run and so many bytes; what cannot be written leaves the files whole."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import pytest

from tests.archive.building import kept, warcio_check, writer
from zhanjiang.archive import ArchiveError
from zhanjiang.archive.mending import close_off
from zhanjiang.archive.reader import read_at, records_of
from zhanjiang.archive.writer import ArchiveWriter, open_folder

_RECORDS = [kept(f"https://www.example/p/{number}.html", os.urandom(2000)) for number in range(20)]


def test_a_file_ends_at_its_size(tmp_path: Path) -> None:
    written = writer(tmp_path, most_bytes=10_000)
    places = [written.write(records.members) for records in _RECORDS]
    written.close()
    files = sorted(tmp_path.iterdir())
    assert [path.name for path in files] == sorted({name for name, _ in places})
    assert len(files) > 3
    assert all(path.stat().st_size <= 10_000 for path in files)
    assert [read_at(tmp_path, *place).capture.url for place in places] == [
        f"https://www.example/p/{number}.html" for number in range(20)
    ]
    assert warcio_check(*files)[0] == 0


def test_a_record_that_is_larger_than_a_file_may_be_stands_alone(tmp_path: Path) -> None:
    written = writer(tmp_path, most_bytes=0)
    names = [written.write(records.members)[0] for records in _RECORDS[:3]]
    written.close()
    assert len(set(names)) == 3


def test_a_file_has_its_name_when_it_is_closed(tmp_path: Path) -> None:
    written = writer(tmp_path)
    name, offset = written.write(_RECORDS[0].members)
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.open", f"{name}.open.lock"}
    assert read_at(tmp_path, name, offset).capture.file == name
    written.close()
    written.close()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_file_whose_naming_is_refused_stays_one_of_a_dead_run(tmp_path: Path) -> None:
    names_at_call: list[set[str]] = []

    def refuse() -> None:
        names_at_call.append({path.name for path in tmp_path.iterdir()})
        raise ArchiveError("not yet")

    written = ArchiveWriter(tmp_path, "articles-run1", {}, 10**9, refuse)
    name, _ = written.write(_RECORDS[0].members)
    with pytest.raises(ArchiveError, match="not yet"):
        written.close()
    assert names_at_call == [{f"{name}.open", f"{name}.open.lock"}]
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}.open"]
    assert close_off(tmp_path) == [name]
    assert len([*records_of(tmp_path / name)]) == 1


def test_nothing_is_begun_where_nothing_is_written(tmp_path: Path) -> None:
    writer(tmp_path).close()
    assert [*tmp_path.iterdir()] == []


class _Failing:
    """A file on a disk that is full after so many bytes; it writes what still fits, as Linux does."""

    def __init__(self, stream: BinaryIO, room: int) -> None:
        self.stream = stream
        self.room = room

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)

    def write(self, data: bytes) -> int:
        """Write what fits."""
        if self.room == 0:
            raise OSError(28, "No space left on device")
        fits = data[: self.room]
        self.room -= len(fits)
        return self.stream.write(fits)


@pytest.mark.parametrize("room", [0, 1, 500, len(_RECORDS[1].members) - 1], ids=["none", "one", "some", "nearly"])
def test_a_record_that_does_not_fit_leaves_the_file_as_it_was(tmp_path: Path, room: int) -> None:
    written = writer(tmp_path)
    written.write(_RECORDS[0].members)
    stream = cast(BinaryIO, written._stream)
    written._stream = cast(BinaryIO, _Failing(stream, room))
    with pytest.raises(ArchiveError, match=r"cannot be written \(No space left on device\): .*set ARCHIVE_DIR"):
        written.write(_RECORDS[1].members)
    written._stream = stream  # there is room again
    written.write(_RECORDS[2].members)
    written.close()
    [path] = tmp_path.iterdir()
    assert [record.capture.url[-6:] for record in records_of(path)] == ["0.html", "2.html"]
    assert warcio_check(path)[0] == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_tears_nothing(small_disk: Path) -> None:
    written = writer(small_disk)
    places = []
    with pytest.raises(ArchiveError, match="No space left on device"):
        for records in _RECORDS * 5:
            places.append(written.write(records.members))
    written.close()
    [path] = small_disk.iterdir()
    assert len([*records_of(path)]) == len(places) > 5
    assert warcio_check(path)[0] == 0


def test_a_disk_that_is_full_from_the_start_is_left_without_files(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 60_000)
    with pytest.raises(OSError), (small_disk / "more").open("wb", buffering=0) as stream:
        while stream.write(b"x" * 4096):
            pass
    written = writer(small_disk)
    for _ in range(2):
        with pytest.raises(ArchiveError, match="No space left on device"):
            written.write(_RECORDS[0].members)
    written.close()
    assert {path.name for path in small_disk.iterdir()} == {"ballast", "more"}


def test_two_writers_share_a_folder(tmp_path: Path) -> None:
    def run(number: int) -> None:
        written = writer(tmp_path, most_bytes=10_000, name=f"articles-run{number}")
        for records in _RECORDS:
            written.write(records.members)
            close_off(tmp_path)  # what another run does at its start leaves this one's files alone
        written.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    files = sorted(tmp_path.iterdir())
    assert all(path.name.endswith(".warc.gz") for path in files)
    assert sum(len([*records_of(path)]) for path in files) == 2 * len(_RECORDS)
    assert warcio_check(*files)[0] == 0


def test_a_folder_that_cannot_be_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match=r"file/archive cannot be written \(Not a directory\)"):
        open_folder(f"{tmp_path}/file/archive")
    assert open_folder(f"{tmp_path}/new/archive").is_dir()
