"""``scrapy export --changed-since`` and ``--cursor-file``: each change once, wherever a call is killed."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas
import pytest
from filelock import FileLock

from tests.commands.conftest import Scrapy
from tests.end_to_end.running import clean_environment
from zhanjiang.addresses.page import PageRef
from zhanjiang.items import Article
from zhanjiang.store import articles, ledger, open_store

_KILLED = """
import os, signal, sys
from pathlib import Path
import zhanjiang.durable, zhanjiang.export.output
from scrapy import cmdline

put_in_place, sync = zhanjiang.durable.put_in_place, zhanjiang.durable.sync
stage, calls = sys.argv.pop(1), 0

def kill(*_):
    os.kill(os.getpid(), signal.SIGKILL)

def placed(written, target):
    # The cursor file decides; the output gets its name; the cursor file is cleared.
    global calls
    calls += 1
    put_in_place(written, target)
    if stage == f"placed {calls}":
        kill()

zhanjiang.durable.put_in_place = placed
zhanjiang.durable.sync = kill if stage == "written" else sync
cmdline.execute(["scrapy", *sys.argv[1:]])
"""
_READ: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    ".jsonl": lambda path: [json.loads(line) for line in path.read_text("utf-8").splitlines()],
    ".csv": lambda path: pandas.read_csv(path).to_dict("records"),
    ".parquet": lambda path: pandas.read_parquet(path).to_dict("records"),
    ".xlsx": lambda path: pandas.read_excel(path).to_dict("records"),
}
_STAGES = ("written", "placed 1", "placed 2", "placed 3")


def _article(number: int, **fields: object) -> Article:
    made = Article(id=f"portal/{number}", headline=f"第{number}块盐田", revision=1, content_hash="0", channel="shehui")
    return dataclasses.replace(made, published_at="2026-03-01", **fields)


def _save(folder: Path, *found: Article) -> None:
    store = open_store(f"sqlite:///{folder}/data/zhanjiang.db")
    with store.transaction() as connection:
        for article in found:
            articles.save(connection, article)
    store.close()


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    """Fill the store of the working folder with three articles."""
    _save(tmp_path, *map(_article, (1, 2, 3)))
    return tmp_path


def _seen(text: str) -> list[tuple[str, int]]:
    return [(item["id"], item["revision"]) for item in map(json.loads, text.splitlines())]


def test_the_cursor_of_a_call_gives_the_next_what_came_later(scrapy: Scrapy, filled: Path) -> None:
    done = scrapy("export", "-o", "all.jsonl", "--changed-since", "0")
    assert done.returncode == 0
    cursor = done.stdout.strip()
    assert re.fullmatch("[0-9a-f]{16}-[0-9]+", cursor)
    assert done.stderr == f"scrapy export: next cursor: {cursor}\n"
    assert _seen((filled / "all.jsonl").read_text("utf-8")) == [("portal/1", 1), ("portal/2", 1), ("portal/3", 1)]
    edited = _article(2, text="改", revision_cause="edited")
    _save(filled, dataclasses.replace(edited, revision=2), _article(4, channel="tiyu"))
    later = scrapy("export", "-o", "-", "--changed-since", cursor)
    assert _seen(later.stdout) == [("portal/2", 2), ("portal/4", 1)]
    of_channel = scrapy("export", "-o", "-", "--changed-since", cursor, "--channel", "tiyu", "--revisions", "all")
    assert _seen(of_channel.stdout) == [("portal/4", 1)]
    last = later.stderr.split()[-1]
    done = scrapy("export", "-o", "-", "--changed-since", last)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", f"scrapy export: next cursor: {last}\n")


@pytest.mark.parametrize("name", ["x.csv", "x.xml", "x.xlsx", "x.parquet", "x.atom", "feed.json", "x.jsonl.gz"])
def test_every_format_has_the_changes_alone(scrapy: Scrapy, filled: Path, name: str) -> None:
    cursor = scrapy("export", "-o", name, "--changed-since", "0").stdout.strip()
    _save(filled, *(_article(number) for number in range(10, 80)))
    done = scrapy("export", "-o", name, "--changed-since", cursor)
    assert done.returncode == 0, done.stderr
    if name == "x.csv":
        rows = [*csv.DictReader(io.StringIO((filled / name).read_text("utf-8-sig")))]
        assert [row["id"] for row in rows] == [f"portal/{number}" for number in range(10, 80)]
    if name == "feed.json":  # as many as have changed, and not the newest fifty
        assert len(json.loads((filled / name).read_bytes())["items"]) == 70


@pytest.mark.parametrize("name", ["x.jsonl", "x.csv", "x.parquet", "x.xlsx"])
def test_what_is_withdrawn_comes_again_and_says_so(scrapy: Scrapy, filled: Path, name: str) -> None:
    cursor = scrapy("export", "-o", name, "--changed-since", "0").stdout.strip()
    store = open_store(f"sqlite:///{filled}/data/zhanjiang.db")
    with store.transaction() as connection:
        ledger.add(connection, [PageRef("/p/2.html", "http://a.example", "article", "portal/2")], 1, "leased")
        ledger.write(connection, "/p/2.html", {"state": "stored", "content_hash": "0"})
        ledger.write(connection, "/p/2.html", {"state": "gone"})
    store.close()
    done = scrapy("export", "-o", name, "--changed-since", cursor, "--fields", "id,withdrawn_at")
    assert done.returncode == 0, done.stderr
    [row] = _READ[Path(name).suffix](filled / name)
    assert row["id"] == "portal/2" and str(row["withdrawn_at"]).startswith("20")
    if name == "x.jsonl":
        assert scrapy("validate", name, "--fields", "id,withdrawn_at").returncode == 0


@pytest.mark.parametrize("few", [0, 10_000])
def test_many_changes_are_read_in_the_order_of_all_articles(
    scrapy: Scrapy, filled: Path, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    cursor = scrapy("export", "-o", "x", "--changed-since", "0").stdout.strip()
    monkeypatch.setattr("zhanjiang.store.selection._FEW", few)
    monkeypatch.setattr("zhanjiang.store.selection._CHUNK", 2)
    _save(filled, *map(_article, (11, 4, 10, 9)))
    done = scrapy("export", "-o", "-", "--changed-since", cursor)
    assert [id_ for id_, _ in _seen(done.stdout)] == ["portal/4", "portal/9", "portal/10", "portal/11"]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("options", "code", "expected"),
    [
        (["-o", "x", "--changed-since", "yesterday"], 2, "'yesterday' is no cursor: give one that an export"),
        (["-o", "x", "--changed-since", "0123456789abcdef-1"], 2, "is of another store"),
        (["-o", "x", "--changed-since", "0", "--cursor-file", "f"], 2, "exclude each other"),
        (["-o", "x", "--changed-since", "0", "--limit", "1"], 2, "--limit would leave out changes"),
        (["-o", "x", "--cursor-file", "f", "--limit", "1"], 2, "--limit would leave out changes"),
        (["-o", "-", "--cursor-file", "f"], 2, "--cursor-file needs a file to write"),
        (["-o", "data", "--cursor-file", "f"], 2, "--cursor-file needs a file to write"),
        (["-o", "f", "--cursor-file", "f"], 2, "f is the cursor file"),
        (["-o", "x", "--cursor-file", "data"], 74, "data cannot be used"),
    ],
)
def test_a_mistake_is_one_line(scrapy: Scrapy, options: list[str], code: int, expected: str) -> None:
    done = scrapy("export", *options)
    assert (done.returncode, done.stderr.count("\n")) == (code, 1)
    assert expected in done.stderr


def test_a_cursor_file_steps_with_its_outputs(scrapy: Scrapy, filled: Path) -> None:
    seen = []
    for number in (7, 8):
        done = scrapy("export", "-o", "out/new.jsonl", "--cursor-file", "state/cursor")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        seen += _seen((filled / "out/new.jsonl").read_text("utf-8"))
        _save(filled, _article(number))
    assert seen == [("portal/1", 1), ("portal/2", 1), ("portal/3", 1), ("portal/7", 1)]
    cursor = (filled / "state/cursor").read_text().strip()
    assert _seen(scrapy("export", "-o", "-", "--changed-since", cursor).stdout) == [("portal/8", 1)]
    assert [path.name for path in (filled / "out").iterdir()] == ["new.jsonl"]


def test_a_cursor_file_in_use_or_of_other_content_is_refused(scrapy: Scrapy, filled: Path) -> None:
    with FileLock(f"{filled}/cursor.lock"):
        done = scrapy("export", "-o", "x", "--cursor-file", "cursor")
        assert (done.returncode, done.stderr.count("\n")) == (75, 1)
    (filled / "cursor").write_text("0\nnonsense\n")
    done = scrapy("export", "-o", "x", "--cursor-file", "cursor")
    assert done.returncode == 2 and "is no cursor file" in done.stderr
    for damaged in ("", "\n", "0123\n"):
        (filled / "cursor").write_text(damaged)
        done = scrapy("export", "-o", "x", "--cursor-file", "cursor")
        assert done.returncode == 2 and "the cursor file cursor: " in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("place", ["/proc/cursor", "/proc/self/cursor"])
def test_a_cursor_file_that_cannot_be_is_no_busy_one(scrapy: Scrapy, filled: Path, place: str) -> None:
    done = scrapy("export", "-o", "x", "--cursor-file", place)
    assert (done.returncode, done.stderr.count("\n")) == (74, 1)
    assert place in done.stderr and not (filled / "x").exists()


def test_what_cannot_be_written_leaves_the_cursor(scrapy: Scrapy, filled: Path) -> None:
    (filled / "file").touch()
    assert scrapy("export", "-o", "file/x", "--cursor-file", "cursor").returncode == 74
    assert not (filled / "cursor").exists()


def test_a_cursor_file_that_cannot_be_replaced_leaves_all_as_it_was(
    scrapy: Scrapy, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("zhanjiang.export.cursor_file.put_in_place", refuse)
        assert scrapy("export", "-o", "new.jsonl", "--cursor-file", "cursor").returncode == 74
    assert sorted(path.name for path in filled.iterdir()) == ["cursor.lock", "data"]
    assert scrapy("export", "-o", "new.jsonl", "--cursor-file", "cursor").returncode == 0
    assert len(_seen((filled / "new.jsonl").read_text("utf-8"))) == 3


@pytest.mark.parametrize("stage", _STAGES)
def test_a_consumer_who_takes_the_file_away_gets_each_change_once(scrapy: Scrapy, filled: Path, stage: str) -> None:
    seen: list[tuple[str, int]] = []

    def take() -> None:
        output = filled / "new.jsonl"
        if output.exists():
            seen.extend(_seen(output.read_text("utf-8")))
            output.unlink()

    assert scrapy("export", "-o", "new.jsonl", "--cursor-file", "cursor").returncode == 0
    take()
    _save(filled, _article(4))
    _kill(filled, stage, "new.jsonl")
    take()
    _save(filled, dataclasses.replace(_article(4, revision_cause="edited"), revision=2), _article(5))
    for _ in range(3):
        assert scrapy("export", "-o", "new.jsonl", "--cursor-file", "cursor").returncode == 0
        take()
    # Killed before the cursor file decided, nothing was delivered: article 4 came later, as it was by then.
    of_4 = [("portal/4", 2)] if stage == "written" else [("portal/4", 1), ("portal/4", 2)]
    assert sorted(seen) == [("portal/1", 1), ("portal/2", 1), ("portal/3", 1), *of_4, ("portal/5", 1)]
    assert [path.name for path in filled.iterdir() if path.name.endswith(".tmp")] == []


@pytest.mark.parametrize("stage", _STAGES[:3])
def test_a_consumer_who_goes_by_the_exit_code_gets_each_change_once(scrapy: Scrapy, filled: Path, stage: str) -> None:
    seen: list[tuple[str, int]] = []
    _kill(filled, stage, "new.jsonl")
    _save(filled, _article(4))
    for _ in range(3):
        done = scrapy("export", "-o", "new.jsonl", "--cursor-file", "cursor")
        assert done.returncode == 0
        seen += _seen((filled / "new.jsonl").read_text("utf-8"))
    assert seen == [("portal/1", 1), ("portal/2", 1), ("portal/3", 1), ("portal/4", 1)]


@pytest.mark.parametrize("stage", _STAGES)
def test_files_of_other_names_have_each_change_once(scrapy: Scrapy, filled: Path, stage: str) -> None:
    _kill(filled, stage, "1.jsonl")
    _save(filled, _article(4))
    for name in ("2.jsonl", "3.jsonl"):
        assert scrapy("export", "-o", name, "--cursor-file", "cursor").returncode == 0
    seen = [row for path in sorted(filled.glob("*.jsonl")) for row in _seen(path.read_text("utf-8"))]
    assert seen == [("portal/1", 1), ("portal/2", 1), ("portal/3", 1), ("portal/4", 1)]


def _kill(folder: Path, stage: str, output: str) -> None:
    command = [sys.executable, "-c", _KILLED, stage, "export", "-o", output, "--cursor-file", "cursor"]
    environment = clean_environment() | {"SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL, done.stderr
