"""The table of captures brought up to the files: after a kill, and after the store was lost."""

from __future__ import annotations

from pathlib import Path

from tests.archive.building import URL, kept, write, writer
from zhanjiang.catalogue.noting import note_file, note_new_files, note_torn_files
from zhanjiang.store import Store, captures


def _known(store: Store) -> list[str]:
    with store.reading() as connection:
        return [capture.url for capture in captures.of_run(connection, 1)]


def _leave_torn(folder: Path) -> None:
    """Leave a file as a kill does: open, with half a record at its end, and no lock."""
    write(folder, kept(), kept(f"{URL}?v=1"))
    [path] = folder.iterdir()
    whole = path.read_bytes()
    path.with_name(f"{path.name}.open").write_bytes(whole + whole[:40])
    path.unlink()


def test_what_a_kill_has_torn_is_closed_off_and_noted(local_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    _leave_torn(folder)
    note_torn_files(local_store, folder)
    assert _known(local_store) == [URL, f"{URL}?v=1"]
    assert [path.name.endswith(".warc.gz") for path in folder.iterdir()] == [True]


def test_a_file_that_is_being_written_is_left_alone(local_store: Store, tmp_path: Path) -> None:
    running = writer(tmp_path / "archive")
    running.write(kept().members)
    note_torn_files(local_store, tmp_path / "archive")
    assert _known(local_store) == []
    running.close()


def test_only_files_of_which_nothing_is_known_are_noted(local_store: Store, tmp_path: Path) -> None:
    [first] = write(tmp_path, kept())
    write(tmp_path, kept(f"{URL}?v=1"), kept(f"{URL}?v=2"))
    with local_store.transaction() as connection:
        captures.add(connection, [first])
    for _ in range(2):
        note_new_files(local_store, tmp_path)
        assert sorted(_known(local_store)) == [URL, f"{URL}?v=1", f"{URL}?v=2"]


def test_of_a_damaged_file_what_is_sound_is_noted(local_store: Store, tmp_path: Path) -> None:
    taken = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    path = tmp_path / taken[0].file
    data = bytearray(path.read_bytes())
    data[taken[0].offset + 40] ^= 0xFF
    path.write_bytes(data)
    [damage] = note_new_files(local_store, tmp_path)
    assert (damage.file, damage.offset) == (path.name, taken[0].offset)
    assert _known(local_store) == [f"{URL}?v=1"]


def test_captures_of_a_file_are_noted(local_store: Store, tmp_path: Path) -> None:
    taken = write(tmp_path, kept(), kept(f"{URL}?v=1"))
    with local_store.transaction() as connection:
        assert note_file(connection, tmp_path / taken[0].file).damages == []
        assert captures.of_run(connection, 1) == taken
