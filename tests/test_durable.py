"""What has its name is on the disk: files are synced before they are moved into place, and their folder after it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.archive.building import kept, writer
from zhanjiang.durable import put_in_place
from zhanjiang.export.output import open_output


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """What is synced and renamed, in order, by the names of the files."""
    seen: list[tuple[str, str]] = []

    def noted(name: str, call: Callable[..., None], path_of: Callable[..., Path]) -> Callable[..., None]:
        """Note a call of the operating system, and make it."""

        def noting(*arguments: object) -> None:
            """Note the call."""
            seen.append((name, path_of(*arguments).name))
            call(*arguments)

        return noting

    monkeypatch.setattr(os, "fsync", noted("sync", os.fsync, lambda number: Path(f"/proc/self/fd/{number}").readlink()))
    monkeypatch.setattr(os, "replace", noted("rename", os.replace, lambda source, _target: Path(source)))
    return seen


def test_a_file_is_synced_before_it_has_its_name_and_its_folder_after(
    tmp_path: Path, done: list[tuple[str, str]]
) -> None:
    (tmp_path / "written").write_bytes(b"news")
    put_in_place(tmp_path / "written", tmp_path / "news")
    assert done == [("sync", "written"), ("rename", "written"), ("sync", tmp_path.name)]
    assert (tmp_path / "news").read_bytes() == b"news"


def test_an_export_is_synced(tmp_path: Path, done: list[tuple[str, str]]) -> None:
    with open_output(str(tmp_path / "all.jsonl.gz")) as file:
        file.write(b"{}\n")
    assert [what for what, _ in done] == ["sync", "rename", "sync"]


def test_the_archives_file_is_synced_before_the_store_names_its_records(
    tmp_path: Path, done: list[tuple[str, str]]
) -> None:
    archive = writer(tmp_path)
    archive.before_naming = lambda: done.append(("commit", ""))
    file, _ = archive.write(kept().members)
    begun, done[:] = [what for what, _ in done], []
    archive.close()
    assert begun == ["sync", "sync"]
    assert done == [
        ("sync", f"{file}.open"),
        ("commit", ""),
        ("sync", f"{file}.open"),
        ("rename", f"{file}.open"),
        ("sync", tmp_path.name),
    ]
