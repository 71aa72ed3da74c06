"""``scrapy maintain``: the archive packed without a change for any command, backups, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.archived import ARCHIVE, CAPTURES, Crawled, archive, show
from tests.end_to_end.running import export, run_scrapy
from zhanjiang.store.lock import lock_store


def _maintain(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run ``scrapy maintain``; return what it prints: to standard error where it fails."""
    done = run_scrapy(folder, "maintain", *arguments)
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done.stderr if code else done.stdout


def test_a_packed_archive_is_the_same_to_every_command(copied: Crawled) -> None:
    before = sorted(copied.rows(CAPTURES))
    [(id_,)] = copied.rows("SELECT id FROM articles WHERE superseded_by IS NULL LIMIT 1")
    page, exported = show(copied.folder, id_), export(copied.folder)
    said = _maintain(copied.folder, "--dry-run").splitlines()
    assert said[1].startswith("archive: 2 small files would be joined into 1 (")
    assert said[-1] == "This was a dry run: nothing is changed."
    assert len(copied.files) == 2
    done = _maintain(copied.folder).splitlines()
    assert done[1].startswith("archive: 2 small files joined into 1 (")
    [packed] = copied.files
    assert packed.name.startswith("packed-")
    assert archive(copied.folder, "verify") == f"{len(before)} records in 1 file: all sound\n"
    assert sorted(copied.rows(CAPTURES)) == before
    assert show(copied.folder, id_) == page
    assert export(copied.folder) == exported
    again = run_scrapy(copied.folder, "reparse", "--dry-run").stdout
    assert "0 new articles, 0 edited by the newsroom, 0 read otherwise" in again and "0 failed" in again
    assert "archive: no small files to join" in _maintain(copied.folder)


def test_a_store_that_is_lost_is_made_again_of_a_packed_archive(copied: Crawled) -> None:
    exported = export(copied.folder)
    _maintain(copied.folder)
    (copied.folder / "data/zhanjiang.db").unlink()
    done = run_scrapy(copied.folder, "reparse", *copied.sites)
    assert done.returncode == 0, done.stderr
    again = export(copied.folder)
    assert again.keys() == exported.keys()
    assert {id_: item["text"] for id_, item in again.items()} == {id_: item["text"] for id_, item in exported.items()}


def test_a_backup_comes_back(copied: Crawled) -> None:
    said = _maintain(copied.folder, "--backup", "backups/one")
    assert said.startswith("3 files (") and said.endswith(") backed up in backups/one\n")
    assert "already: give the name of a new folder" in _maintain(copied.folder, "--backup", "backups/one", code=2)
    exported = export(copied.folder)
    assert "there is a store at" in _maintain(copied.folder, "--restore", "backups/one", code=1)
    (copied.folder / "data").rename(copied.folder / "moved")
    said = _maintain(copied.folder, "--restore", "backups/one")
    assert "restored: the next crawl goes on from there" in said
    assert export(copied.folder) == exported
    assert archive(copied.folder, "verify").endswith(": all sound\n")


def test_pictures_that_are_elsewhere_are_named(copied: Crawled) -> None:
    [(pictures,)] = copied.rows("SELECT count(DISTINCT path) FROM images")
    done = run_scrapy(copied.folder, "maintain", "--backup", "without")
    said = f"scrapy maintain: {pictures} pictures not in the backup: set IMAGES_STORE to their folder on this machine\n"
    assert (done.returncode, done.stderr) == (0, said)


def test_pictures_come_back_where_there_is_a_place_for_them(copied: Crawled, crawled: Crawled) -> None:
    folder = copied.folder
    store = ("-s", f"IMAGES_STORE={crawled.folder}/pictures")
    assert run_scrapy(folder, "maintain", "--backup", "with", *store).stderr == ""
    (folder / "data").rename(folder / "moved")
    done = run_scrapy(folder, "maintain", "--restore", "with")
    assert "pictures not restored: set IMAGES_STORE, and copy with/pictures there" in done.stderr
    (folder / "data").rename(folder / "moved too")
    assert run_scrapy(folder, "maintain", "--restore", "with", "-s", "IMAGES_STORE=pictures").stderr == ""
    paths = [path for (path,) in copied.rows("SELECT path FROM images")]
    assert paths and all((folder / "pictures" / path).is_file() for path in paths)


def test_a_run_at_work_is_waited_for_but_a_backup_is_made(copied: Crawled) -> None:
    with lock_store(f"sqlite:///{copied.folder}/data/zhanjiang.db"):
        for action in ((), ("--upgrade",)):
            is_refused = action == ()
            said = _maintain(copied.folder, *action, code=75 if is_refused else 0)
            assert ("another run is writing the store" in said) is is_refused
        _maintain(copied.folder, "--dry-run")
        _maintain(copied.folder, "--backup", "backup")
    assert (copied.folder / "backup/manifest.json").exists()


def test_a_backup_that_lacks_a_file_says_so(copied: Crawled) -> None:
    lost = copied.files[0]
    lost.unlink()
    done = run_scrapy(copied.folder, "maintain", "--backup", "backup")
    assert done.returncode == 65
    assert f"archive/{lost.name}  the store knows it, and it is not there" in done.stdout
    assert "`scrapy archive mend`" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nonsense"], "'nonsense' is no option: see scrapy maintain --help"),
        (["--backup", "x", "--upgrade"], "argument --upgrade: not allowed with argument --backup"),
        (["--backup", "x", "--dry-run"], "--dry-run does not go with --backup: leave one out"),
        (["-s", "RETENTION_LISTINGS=-1"], "RETENTION_LISTINGS is '-1': give a whole number from 0"),
    ],
)
def test_a_mistake_is_one_line(tmp_path: Path, arguments: list[str], line: str) -> None:
    said = _maintain(tmp_path, *arguments, code=2)
    assert said.startswith(f"scrapy maintain: {line}") and said.count("\n") == 1
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("arguments", [[], ["--dry-run"], ["--backup", "b"], ["--upgrade"], ["--restore", "b"]])
def test_without_a_store_or_a_backup_nothing_is_made(tmp_path: Path, arguments: list[str]) -> None:
    said = _maintain(tmp_path, *arguments, code=1)
    assert "there is no store at" in said or "b is no backup" in said
    assert [*tmp_path.iterdir()] == []


def test_the_archive_is_left_where_it_cannot_be_written(copied: Crawled) -> None:
    [first, second] = copied.files
    (copied.folder / ARCHIVE / "packed.plan").write_text("{}")
    assert "packed.plan cannot be read" in _maintain(copied.folder, code=74)
    assert copied.files == [first, second, copied.folder / ARCHIVE / "packed.plan"]
