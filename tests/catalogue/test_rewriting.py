"""Files of the archive written anew: a kill at any moment loses no record, and leaves none in two files."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.archive.building import URL, kept, write
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.reader import files_of, read_at
from zhanjiang.archive.rewriting import KeptPart, plans_of
from zhanjiang.catalogue.noting import note_torn_files
from zhanjiang.catalogue.rewriting import rewrite
from zhanjiang.catalogue.verification import Verification
from zhanjiang.store import Store, captures
from zhanjiang.store.lock import open_locked

_TARGET = "packed-20261125T010203000000-00001.warc.gz"
_STEPS = ("open", "os.rename", "os.remove")


def _written(store: Store, folder: Path) -> list[Capture]:
    """Two files of two records each, all known to the store."""
    pages = [kept(f"{URL}?v={number}", body=f"<p>{number}</p>".encode()) for number in range(4)]
    taken = [capture for two in (pages[:2], pages[2:]) for capture in write(folder, *two)]
    with store.transaction() as connection:
        captures.add(connection, taken)
    return taken


def _whole(folder: Path, names: set[str]) -> list[KeptPart]:
    return [KeptPart(name, 0, (folder / name).stat().st_size) for name in sorted(names)]


def _known(store: Store) -> list[Capture]:
    with store.reading() as connection:
        return captures.of_run(connection, 1)


def _assert_same_records(store: Store, folder: Path, taken: list[Capture]) -> None:
    assert [*Verification(store, folder, lambda _bytes: None).problems()] == []
    known = _known(store)
    assert sorted((one.url, one.digest, one.length) for one in known) == sorted(
        (one.url, one.digest, one.length) for one in taken
    )
    for capture in known:
        assert read_at(folder, capture.file, capture.offset).capture == capture


def test_files_become_one_with_every_byte(store: Store, tmp_path: Path) -> None:
    taken = _written(store, tmp_path)
    names = {capture.file for capture in taken}
    before = b"".join((tmp_path / name).read_bytes() for name in sorted(names))
    rewrite(store, tmp_path, _TARGET, _whole(tmp_path, names))
    assert [path.name for path in tmp_path.glob("*.gz*")] == [_TARGET]
    assert (tmp_path / _TARGET).read_bytes() == before
    _assert_same_records(store, tmp_path, taken)


def test_what_is_left_out_is_forgotten(store: Store, tmp_path: Path) -> None:
    first, second, *_ = _written(store, tmp_path)
    end = (tmp_path / first.file).stat().st_size
    parts = [KeptPart(first.file, 0, first.offset), KeptPart(first.file, second.offset, end - second.offset)]
    rewrite(store, tmp_path, _TARGET, parts)
    assert first.url not in {capture.url for capture in _known(store)}
    assert len(_known(store)) == 3
    assert [*Verification(store, tmp_path, lambda _bytes: None).problems()] == []


def test_a_disk_that_fills_changes_nothing(local_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "archive"
    taken = _written(local_store, folder)
    parts = _whole(folder, {capture.file for capture in taken})

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("zhanjiang.archive.rewriting.put_in_place", refuse)
    with pytest.raises(ArchiveError, match=r"No space left on device.*nothing is changed"):
        rewrite(local_store, folder, _TARGET, parts)
    monkeypatch.undo()
    note_torn_files(local_store, folder)
    assert {path.name for path in folder.iterdir()} == {capture.file for capture in taken}
    assert _known(local_store) == taken


def _rewrite_and_die(address: str, folder: Path, number: int) -> None:
    """Rewrite in this process, which kills itself at one of its steps: before a file is opened, renamed or deleted,
    before a commit and after it. It ends by itself where it has not so many."""
    left = iter(range(number, 0, -1))

    def step(*_: Any) -> None:
        if next(left, 0) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    with ExitStack() as stack:
        store = open_locked(address, stack, create=False)
        parts = _whole(folder, {path.name for path in files_of(folder)})
        event.listen(Engine, "commit", step)
        event.listen(Engine, "begin", step)
        sys.addaudithook(lambda name, _: step() if name in _STEPS else None)
        rewrite(store, folder, _TARGET, parts)


def test_killed_at_every_step(local_store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    taken = _written(local_store, folder)
    address = f"sqlite:///{tmp_path}/data/store.db"
    local_store.close()
    finished = taken_back = 0
    for number in range(1, 100):
        process = os.fork()
        if not process:
            try:
                _rewrite_and_die(address, folder, number)
            finally:
                os._exit(0)
        _, status = os.waitpid(process, 0)
        with ExitStack() as stack:
            store = open_locked(address, stack, create=False)
            note_torn_files(store, folder)
            assert plans_of(folder) == []
            _assert_same_records(store, folder, taken)
            names = {path.name for path in folder.iterdir()}
        if names != {capture.file for capture in taken}:
            assert names == {_TARGET}
            finished += 1
            if not status:
                break
            (folder / _TARGET).unlink()
            with ExitStack() as stack:
                store = open_locked(address, stack, create=False)
                with store.transaction() as connection:
                    captures.forget(connection, _TARGET, [*captures.of_file(connection, _TARGET)])
                taken = _written(store, folder)
        else:
            taken_back += 1
    assert finished > 2 and taken_back > 5
