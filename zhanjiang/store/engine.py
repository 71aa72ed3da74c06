"""Opening the store, to write it or to read it alone, with the schema that this code knows."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from zhanjiang.processors.encodable import as_json, encodable
from zhanjiang.store.address import StoreError, file_of, name_of, parse_store_url
from zhanjiang.store.refusals import explain
from zhanjiang.store.schema import REVISION
from zhanjiang.store.session import Store
from zhanjiang.store.upgrade import UPGRADING, prepare, version_of

_WRITABLE: Final = 0o222
# A lock is waited for 5 seconds, the driver's `timeout`, unless STORE_URL ends in ?timeout=…
# The log is brought into the file every 32 MB: an article dirties a dozen pages, which are then written once.
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=8000")


Lock = Callable[[Connection], AbstractContextManager[bool]]
"""Takes the store's lock by a connection; while the context is open, nobody else looks at the schema. It gives whether
the schema may be changed, which it may not while others use the store."""


def _take_no_lock(_connection: Connection) -> AbstractContextManager[bool]:
    """Leave the lock to whoever calls."""
    return nullcontext(True)


def open_store(address: str, *, create: bool = True, lock: Lock = _take_no_lock) -> Store:
    """Open the store at a database address to write it, and bring its schema up. Raises StoreError.

    Whoever calls holds the store's lock, or takes it by ``lock``, which is called before anything is looked at. With
    ``create`` a missing SQLite file is made, with its folder; without, a missing one is an error.
    """
    url = parse_store_url(address)
    _check_file(url, create)

    def make_ready(connection: Connection) -> None:
        """Refuse a schema that is not ours, and bring an older one up."""
        with lock(connection) as may_change:
            version = version_of(connection, name_of(url))
            if version != REVISION and not may_change:
                raise StoreError(
                    f"the store {name_of(url)} is used by workers of another version: stop them, and start anew"
                )
            prepare(connection, version, file_of(url))

    return _open(url, _engine(url, _PRAGMAS, "BEGIN IMMEDIATE"), make_ready)


def open_read_only(address: str) -> Store:
    """Open the store at a database address to read it alone: nothing in it or beside it changes. Raises StoreError.

    A run may be writing it meanwhile. A store of an older schema is refused, as is one without any.
    """
    url = parse_store_url(address)
    path = file_of(url)
    if path is not None and not path.exists():
        raise _no_store(url)

    def check(connection: Connection) -> None:
        """Refuse a store whose schema is not the one this code reads."""
        version = version_of(connection, name_of(url))
        connection.rollback()
        if version in (None, "none"):
            raise _no_store(url)
        if version != REVISION:
            raise StoreError(
                f"the store {name_of(url)} was written by an older version (schema {version}): {UPGRADING} upgrades it"
            )

    return _open(url, _engine(_reading(url, path) if path else url, ("query_only=ON",), "BEGIN"), check)


def schema_of(address: str) -> str | None:
    """The version of a store's schema, None for an empty database; nothing in it changes.

    Raises StoreError, also where SQLite's file is missing.
    """
    url = parse_store_url(address)
    path = file_of(url)
    if path is not None and not path.exists():
        raise _no_store(url)
    engine = _engine(_reading(url, path) if path else url, ("query_only=ON",), "BEGIN")
    try:
        with engine.connect() as connection:
            return version_of(connection, name_of(url))
    except DBAPIError as error:
        raise StoreError(explain(error, url)) from error
    finally:
        engine.dispose()


def _reading(url: URL, path: Path) -> URL:
    """Return the address by which SQLite changes nothing: neither the store's file nor what stays beside it."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        mode = {"mode": "ro"}  # a run writes the log, or left it when it was killed: it stays as it is
    elif os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        mode = {"mode": "rw"}  # SQLite makes an empty log and removes it, which it would not with `ro`
    else:
        mode = {"immutable": "1"}  # a log cannot be made, and nobody can write one
    # With an empty authority: a path that begins with two slashes would be taken for one.
    return url.set(database=f"file://{quote(str(path.absolute()))}", query={**url.query, **mode, "uri": "true"})


def _engine(url: URL, pragmas: tuple[str, ...], begin: str) -> Engine:
    """Return an engine of one connection; SQLite begins its transactions as ``begin`` says, PostgreSQL its own way.

    Pragmas that only read make PostgreSQL's transactions read-only too.
    """
    engine = create_engine(url, poolclass=NullPool, json_serializer=_to_json, json_deserializer=orjson.loads)

    def set_up(connection: Any, _record: object) -> None:
        """Set up a connection of the driver."""
        if url.get_backend_name() == "sqlite":
            connection.isolation_level = None  # the driver would begin at the first change, and not for the schema's
            for pragma in pragmas:
                connection.execute(f"PRAGMA {pragma}")
        elif begin == "BEGIN":
            connection.execute("SET default_transaction_read_only = on")
            connection.commit()

    event.listen(engine, "connect", set_up)
    event.listen(engine, "before_cursor_execute", _with_encodable_parameters, retval=True)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _with_encodable_parameters(
    _connection: object, _cursor: object, statement: str, parameters: Any, *_context: object
) -> tuple[str, Any]:
    """Replace what no database takes in all texts that are written or looked up, wherever they come from."""
    return statement, encodable(parameters)


def _open(url: URL, engine: Engine, make_ready: Callable[[Connection], None]) -> Store:
    try:
        with ExitStack() as undo:
            undo.callback(engine.dispose)
            connection = engine.connect()
            undo.callback(connection.close)
            make_ready(connection)
            undo.pop_all()
    except DBAPIError as error:
        raise StoreError(explain(error, url)) from error
    return Store(engine, connection, url)


def _no_store(url: URL) -> StoreError:
    return StoreError(f"there is no store at {name_of(url)} yet: run `scrapy crawl articles` first, or set STORE_URL")


def _check_file(url: URL, create: bool) -> None:
    """Make the folder of a SQLite file, or refuse a missing file, and one to be written that is marked read-only."""
    path = file_of(url)
    if path is None:
        return
    if not create and not path.exists():
        raise _no_store(url)
    if create and path.exists() and not path.stat().st_mode & _WRITABLE:  # root could write it all the same
        raise StoreError(f"the store {path} is read-only: allow to write it (chmod u+w), or set STORE_URL")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(
            f"the store's folder {path.parent} cannot be made ({error.strerror}): set STORE_URL"
        ) from error


def _to_json(value: object) -> str:
    """Write the value of a JSON column; people and pictures are dataclasses, which orjson writes as they are."""
    return as_json(value).decode()
