"""Archives of others that are hostile, or broken in every way: what is good in them is imported, the rest is lines."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete

from tests.archive.hostile import HOSTILE, has_good
from tests.end_to_end.running import clean_environment
from zhanjiang import settings
from zhanjiang.archive.capture import Capture
from zhanjiang.archive.reader import files_of
from zhanjiang.archive.recognition import Recogniser
from zhanjiang.archive.verification import Damage, check_file
from zhanjiang.archive.writer import ArchiveWriter
from zhanjiang.catalogue.importing import Import, import_file
from zhanjiang.catalogue.verification import Verification
from zhanjiang.store import Store, captures, open_store

_GOOD = {f"https://www.example/p/{number}.html" for number in (1, 2)}
_HARMLESS = {
    "WARC, status of twenty digits",
    "WARC, status of five thousand digits",
    "WARC, half a pair in the metadata",
    "WARC, a NUL in the metadata",
    "WARC, nested metadata",
    "WARC, metadata of thousands of digits",
    "WARC, metadata beyond 64 bits",
    "WARC, metadata that are none",
    "WARC, metadata that lie",
    "WARC, an ID of thirty digits",
    "WARC, port 99999",
    "WARC, an address of bytes",
    "WARC, a file's address",
    "WARC, a date with a fraction of thousands of digits",
    "WARC, a body's digest that lies, a record's that does not",
    "WARC, a digest of no known kind",
    "WARC, a revisit of nothing",
    "WARC, two lengths",
    "WARC, a folded field",
    "WARC, bare line ends in a field",
    "WARC, ten thousand fields",
    "WARC, fields in UTF-8",
    "WARC, a head of an answer without end",
    "WARC, records within a record",
    "WARC, a request that is larger than its answer",
    "WARC, the same record a thousand times",
    "WARC, one ID for other records",
    "WARC, gzip a thousand times",
    "WARC, chunks that are none",
    "WARC, a chunk of 2^64 bytes",
    "WARC, chunks of one byte",
    "WACZ, a size too large",
    "WACZ, a packed size too large",
    "WACZ, names that lead out",
    "WACZ, a long name",
    "WACZ, an odd name",
    "WACZ, a folder",
    "WACZ, two files of one name",
    "WACZ, rubbish before it",
    "WACZ, bad indexes",
}
"""The files of which everything is imported: what is odd in them does no harm."""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of this file's own."""
    opened = open_store(f"sqlite:///{tmp_path_factory.mktemp('store')}/zhanjiang.db")
    yield opened
    opened.close()


@pytest.fixture
def folder(store: Store, tmp_path: Path) -> Path:
    """An empty archive, of which the store knows nothing."""
    with store.transaction() as connection:
        connection.execute(delete(captures.captures))
    (tmp_path / "archive").mkdir()
    return tmp_path / "archive"


def _import(store: Store, folder: Path, path: Path) -> tuple[list[Capture], list[str]]:
    told = {name: getattr(settings, name) for name in dir(settings) if name.isupper()}
    writer = ArchiveWriter(folder, "import", {}, 10**9)
    into = Import(store, writer, Recogniser.from_settings(told))
    try:
        lines = [*import_file(into, path)]
    finally:
        writer.close()
    return into.taken, lines


@pytest.mark.parametrize("name", [name for name in HOSTILE if "1 GB" not in name])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_what_is_good_is_imported_and_the_archive_stays_sound(store: Store, folder: Path, name: str) -> None:
    path = folder.parent / "theirs"
    path.write_bytes(HOSTILE[name]())
    taken, lines = _import(store, folder, path)
    assert {capture.url for capture in taken} >= (_GOOD if has_good(name) else set())
    assert bool(lines) is (name not in _HARMLESS), lines
    assert all("\n" not in line for line in lines)
    parts = [part for file in files_of(folder) for part in check_file(file)]
    assert parts == taken and not any(isinstance(part, Damage) for part in parts)
    assert [*Verification(store, folder, lambda _done: None).problems()] == []


# --- Bounds of a whole process --------------------------------------------------------------------------------------

_BOUNDED = """
import re, sys
from pathlib import Path
from scrapy import cmdline
try:
    cmdline.execute(["scrapy", *sys.argv[1:]])
finally:
    print(re.search(r"VmHWM:\\s+([0-9]+)", Path("/proc/self/status").read_text())[1], file=sys.stderr)
"""
_MOST_KILOBYTES = 500 << 10
_MOST_MORE = 100 << 20


def _bytes_below(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:  # it is gone already
            continue
    return total


def _watch(folder: Path, process: subprocess.Popen[str], seen: list[int]) -> None:
    while process.poll() is None:
        seen.append(_bytes_below(folder))
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells how much memory was taken")
def test_bombs_take_neither_memory_nor_disk(tmp_path: Path) -> None:
    names = [name for name in HOSTILE if any(sign in name for sign in ("bomb", " MB", " GB", "larger", "megabyte"))]
    assert len(names) > 12
    (tmp_path / "tmp").mkdir()
    for number, name in enumerate(names):
        (tmp_path / f"{number:02}.warc").write_bytes(HOSTILE[name]())
    given = [f"{number:02}.warc" for number in range(len(names))]
    before = _bytes_below(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", _BOUNDED, "archive", "import", *given],
        cwd=tmp_path,
        env=clean_environment(TMPDIR=str(tmp_path / "tmp")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        seen = [before]
        watcher = threading.Thread(target=_watch, args=(tmp_path, process, seen))
        watcher.start()
        out, err = process.communicate(timeout=120)
        watcher.join()
    assert process.returncode == 65, err
    assert "Traceback" not in err
    assert out.count("\n") >= len(names)
    assert int(err.splitlines()[-1]) < _MOST_KILOBYTES
    assert max(seen) < before + _MOST_MORE
