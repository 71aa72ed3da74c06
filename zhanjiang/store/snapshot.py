"""A store as it is at one moment, for a copy of it: a run may go on writing meanwhile."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import URL, Connection, text

from zhanjiang.store.address import StoreError, without_secrets
from zhanjiang.store.refusals import explain

_PAGES: Final = 2000
"""Pages of the database that are copied between two calls that show progress."""
_TOOLS: Final = "apt-get install postgresql-client"


def hold_snapshot(connection: Connection) -> str:
    """Let a connection that reads see the store as it is now, until its transaction ends.

    Return the name by which PostgreSQL gives the same to others, empty for SQLite. Called before anything is read.
    """
    if connection.dialect.name == "postgresql":
        connection.execution_options(isolation_level="REPEATABLE READ")
        return str(connection.execute(text("SELECT pg_export_snapshot()")).scalar_one())
    connection.execute(text("SELECT version_num FROM alembic_version"))
    return ""


def copy_sqlite(connection: Connection, path: Path, show: Callable[[int], None]) -> None:
    """Copy a SQLite store, as its snapshot is, into a new file; ``show`` gets the bytes so far.

    Raises StoreError, also where the copy is not sound: then the store is not either.
    """
    (size,) = connection.execute(text("PRAGMA page_size")).one()
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    try:
        with closing(sqlite3.connect(path)) as copy:
            driver.backup(copy, pages=_PAGES, progress=lambda _status, left, total: show((total - left) * size))
            [(verdict,), *_] = copy.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        raise StoreError(explain(error, connection.engine.url)) from error
    if verdict != "ok":
        raise StoreError(f"the store is damaged ({verdict}): restore an earlier backup (`scrapy maintain --restore`)")


def dump_postgresql(url: URL, snapshot: str, path: Path) -> None:
    """Have pg_dump write a snapshot of a store in PostgreSQL into a file. Raises StoreError."""
    _run("pg_dump", url, "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={path}")


def restore_postgresql(url: URL, path: Path) -> None:
    """Have pg_restore make what a file holds in an empty database, whole or not at all. Raises StoreError."""
    _run("pg_restore", url, "--no-owner", "--exit-on-error", "--single-transaction", str(path))


def _run(tool: str, url: URL, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise StoreError(f"{tool} is not on the PATH, and a store in PostgreSQL needs it: install it ({_TOOLS})")
    password = url.password or url.query.get("password")
    query = {name: value for name, value in url.query.items() if name != "password"}
    # Everybody on this machine can read a command line, and nobody the environment.
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    command = [program, f"--dbname={shown.render_as_string()}", *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = without_secrets(" ".join(done.stderr.split()) or f"exit code {done.returncode}", url)
        raise StoreError(f"{tool} failed ({reason}): check that it is of the server's version ({_TOOLS})")
