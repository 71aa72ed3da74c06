"""No command writes over the store that it reads, over what lies beside it, or into the archive."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.commands.conftest import Scrapy
from zhanjiang.items import Article
from zhanjiang.store import articles, open_store

_STORE = "data/zhanjiang.db"
_LINES = ("--format", "jsonl")
_SAME: dict[str, Callable[[Path], object]] = {
    "data/../data/zhanjiang.db": lambda folder: None,
    "link.db": lambda folder: (folder / "link.db").symlink_to(folder / _STORE),
    "hard.db": lambda folder: os.link(folder / _STORE, folder / "hard.db"),
    "linked/zhanjiang.db": lambda folder: (folder / "linked").symlink_to("data"),
    f"{_STORE}-wal": lambda folder: None,
    f"{_STORE}-shm": lambda folder: None,
    f"{_STORE}-journal": lambda folder: None,
    f"{_STORE}.lock": lambda folder: None,
    "data/archive/00000.warc.gz": lambda folder: None,
    "data/archive/new.jsonl": lambda folder: None,
}
"""Names of files of the store or the archive, with what makes them so."""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    store = open_store(f"sqlite:///{tmp_path}/{_STORE}")
    with store.transaction() as connection:
        articles.save(connection, Article(id="portal/9", headline="盐", revision=1, content_hash="0"))
    store.close()
    (tmp_path / "data/archive").mkdir()
    (tmp_path / "data/archive/00000.warc.gz").write_bytes(b"records")
    return tmp_path


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted((folder / "data").rglob("*")) if path.is_file()}


@pytest.mark.parametrize(
    "command",
    [
        ("export", "-o", _STORE),
        ("export", "-o", _STORE, *_LINES),
        ("export", "-o", _STORE, *_LINES, "--cursor-file", "cursor"),
        ("export", "-o", "out.jsonl", "--cursor-file", _STORE),
        ("report", "-o", _STORE),
        ("changes", "--since", "2022-01-01", "--html", _STORE),
        ("versions", "portal/9", "--html", _STORE),
        ("archive", "wacz", "--day", "2022-01-01", "-o", _STORE),
        ("maintain", "--backup", _STORE),
        ("repair", "--learn", "-s", f"REPAIR_LEARNED={_STORE}"),
        ("crawl", "articles", "-O", f"{_STORE}:jsonl"),
        ("crawl", "articles", "-s", f"LOG_FILE={_STORE}"),
        ("crawl", "articles", "-s", f"METRICS_FILE={_STORE}"),
    ],
    ids=" ".join,
)
def test_no_command_writes_over_the_store(scrapy: Scrapy, filled: Path, command: tuple[str, ...]) -> None:
    before = _bytes(filled)
    done = scrapy(*command)
    assert (done.returncode, done.stdout) == (2, "")
    assert "is the store itself" in done.stderr and done.stderr.count("\n") == 1
    assert _bytes(filled) == before


@pytest.mark.parametrize("name", _SAME)
def test_whatever_the_file_is_called(scrapy: Scrapy, filled: Path, name: str) -> None:
    _SAME[name](filled)
    before = _bytes(filled)
    done = scrapy("export", "-o", name, *_LINES)
    assert done.returncode == 2 and ("is the store itself" in done.stderr or "is in the archive" in done.stderr)
    assert _bytes(filled) == before


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:///link.db",
        "sqlite:////{0}/data/zhanjiang.db",
        "sqlite:///{0}/link.db",
        "sqlite:///file:data/zhanjiang.db?uri=true",
        "sqlite:///file://{0}/data/zhanjiang.db?mode=ro&uri=true",
    ],
)
def test_however_the_store_is_named(scrapy: Scrapy, filled: Path, address: str) -> None:
    (filled / "link.db").symlink_to(filled / _STORE)
    before = _bytes(filled)
    done = scrapy("export", "-o", _STORE, *_LINES, STORE_URL=address.format(filled))
    assert done.returncode == 2 and "is the store itself" in done.stderr
    assert _bytes(filled) == before


def test_a_file_beside_the_store_is_written(scrapy: Scrapy, filled: Path) -> None:
    assert scrapy("export", "-o", "data/copy.db").returncode == 0
    assert scrapy("export", "-o", "data/zhanjiang.db.jsonl").returncode == 0
    assert (filled / "data/zhanjiang.db.jsonl").read_text("utf-8").count("\n") == 1
