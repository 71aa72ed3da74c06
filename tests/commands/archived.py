"""An archive that a crawl has kept, for the tests of the commands on it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy.settings import Settings

from tests.end_to_end.running import run_scrapy
from tests.in_process import run_in_process
from zhanjiang.replica.launch import RunningReplica

ARCHIVE = Path("data/archive")
CAPTURES = "SELECT url, taken_at, type, status, digest, page, kind, article, channel, is_further FROM captures"


@dataclass(frozen=True)
class Crawled:
    """A folder with two crawls of a replica, the second of what had not changed since the first."""

    folder: Path
    replica: RunningReplica

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Ask the store, or change it."""
        return rows(self.folder, query)

    @property
    def files(self) -> list[Path]:
        """The archive's files, that of the first run first."""
        return sorted((self.folder / ARCHIVE).iterdir())

    @property
    def settings(self) -> Settings:
        """The settings of commands that run there."""
        store = {"STORE_URL": f"sqlite:///{self.folder}/data/zhanjiang.db"}
        return Settings({**store, "ARCHIVE_DIR": str(self.folder / ARCHIVE)})

    @property
    def sites(self) -> list[str]:
        """The options that name the replica's sites."""
        told = {name: url for name, url in self.replica.addresses.items() if name != "MIRROR_URL"}
        return [part for name, url in told.items() for part in ("-s", f"{name}={url}")]


def rows(folder: Path, query: str) -> list[tuple[Any, ...]]:
    """Ask the store below a folder, or change it."""
    with closing(sqlite3.connect(folder / "data/zhanjiang.db")) as store, store:
        return store.execute(query).fetchall()


def archive(folder: Path, *arguments: str, code: int = 0) -> str:
    """Run ``scrapy archive …``; return what it prints: to standard error where it could not do what it was to."""
    done = run_scrapy(folder, "archive", *arguments)
    assert done.returncode == code, done.stderr + done.stdout
    assert "Traceback" not in done.stderr
    return done.stdout if code in (0, 65) else done.stderr


def show(folder: Path, *arguments: str) -> bytes:
    """Run ``scrapy archive show``; return the bytes that it prints."""
    done = run_in_process(folder, ("archive", "show", *arguments), {})
    assert done.returncode == 0, done.stderr
    return done.stdout
