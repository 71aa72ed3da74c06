"""Opening the store, to write it or to read it alone; its transactions; its errors in one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import orjson
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    OperationalError,
)
from sqlalchemy.pool import NullPool

from zhanjiang.store.schema import REVISION
from zhanjiang.store.upgrade import UPGRADING, prepare, version_of

DIALECTS: Final = ("sqlite", "postgresql")
_WRITABLE: Final = 0o222
# A lock is waited for 5 seconds, the driver's `timeout`, unless STORE_URL ends in ?timeout=…
# The log is brought into the file every 32 MB: an article dirties a dozen pages, which are then written once.
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "wal_autocheckpoint=8000")


class StoreError(Exception):
    """The store cannot be opened or written; the text is one line that says why and what to do."""


class Store:
    """An open store: one connection, used by one process and one thread."""

    def __init__(self, engine: Engine, connection: Connection, url: URL) -> None:
        """Take over an engine and its only connection, both closed by ``close``; errors name the address."""
        self._engine = engine
        self._url = url
        self._connection = connection
        self._waits = self._is_rehearsal = False
        self._lost: StoreError | None = None
        self.on_failure: Callable[[StoreError], None] = _nothing_to_do

    @contextmanager
    def transaction(self, *, commits: bool = True) -> Iterator[Connection]:
        """Give the connection for one unit of work, committed at the end, undone at an exception.

        Without ``commits`` what is written waits, and the next transaction commits it together with its own: until
        then all that reads here sees it, others do not, and a kill undoes it. Raises StoreError where the store cannot
        be written any more, and calls ``on_failure`` with it.
        """
        with self._explained():
            with self._connection.begin_nested():  # what fails here does not undo what waits
                yield self._connection
            self._waits = True
            if commits:
                self._commit()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection to read; nothing is committed. Raises StoreError where the store cannot be read."""
        unit = self._connection.begin_nested() if self._connection.in_transaction() else nullcontext()
        with self._explained(), unit:
            yield self._connection

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (OperationalError, InterfaceError, DatabaseError) as error:
            if isinstance(error, IntegrityError | DataError):
                raise  # one row that does not fit, and no more
            failure = StoreError(_explain(error, self._url))
            self._lost = failure if self._waits else self._lost
            self._waits = False
            self.on_failure(failure)
            raise failure from error
        finally:
            if not self._waits and not self._is_within:
                self._connection.rollback()

    @property
    def _is_within(self) -> bool:
        """Whether what is done now is a part of something greater: of a rehearsal or of another unit of work."""
        return self._is_rehearsal or self._connection.in_nested_transaction()

    def _commit(self) -> None:
        if not self._is_within:
            self._connection.commit()
            self._waits = False

    def flush(self) -> None:
        """Commit what waits. Raises StoreError where that fails, or where an earlier failure has undone what waited."""
        if self._waits:
            with self._explained():
                self._commit()
        if self._lost:
            raise self._lost

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Undo at the end whatever is written while the block runs: nothing of it is committed."""
        with self._connection.begin() as whole:
            self._is_rehearsal = True
            try:
                yield
            finally:
                self._is_rehearsal = self._waits = False
                whole.rollback()

    def close(self) -> None:
        """Commit what waits, and close the connection. A second call does nothing."""
        try:
            if self._waits:
                self.flush()
        finally:
            self._connection.close()
            self._engine.dispose()


def _nothing_to_do(_error: StoreError) -> None:
    """Leave a failure to whoever called."""


def parse_store_url(address: str) -> URL:
    """Read ``STORE_URL``. Raises StoreError for what is no address of a database we know.

    >>> parse_store_url("sqlite:///data/zhanjiang.db").database
    'data/zhanjiang.db'
    """
    example = "such as sqlite:///data/zhanjiang.db or postgresql://user@host/database"
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        raise StoreError(f"STORE_URL {address!r} is no database address: give one {example}") from None
    if url.get_backend_name() not in DIALECTS:
        raise StoreError(f"STORE_URL names {url.get_backend_name()!r}, which is not supported: give one {example}")
    return url


def open_store(address: str, *, create: bool = True) -> Store:
    """Open the store at a database address to write it, and bring its schema up. Raises StoreError.

    Whoever calls holds the store's lock (``store.lock``). With ``create`` a missing SQLite file is made, with its
    folder; without, a missing one is an error.
    """
    url = parse_store_url(address)
    _check_file(url, create)

    def make_ready(connection: Connection) -> None:
        """Refuse a newer store, and bring an older one up."""
        version = version_of(connection)
        _refuse_newer(version, url)
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
        version = version_of(connection)
        connection.rollback()
        if version is None:
            raise _no_store(url)
        _refuse_newer(version, url)
        if version != REVISION:
            raise StoreError(
                f"the store {_name(url)} was written by an older version (schema {version}): {UPGRADING} upgrades it"
            )

    return _open(url, _engine(_reading(url, path) if path else url, ("query_only=ON",), "BEGIN"), check)


def _reading(url: URL, path: Path) -> URL:
    """Return the address by which SQLite changes nothing: neither the store's file nor what stays beside it."""
    log = path.with_name(f"{path.name}-wal")
    if log.exists() and log.stat().st_size:
        mode = {"mode": "ro"}  # a run writes the log, or left it when it was killed: it stays as it is
    elif os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        mode = {"mode": "rw"}  # SQLite makes an empty log and removes it, which it would not with `ro`
    else:
        mode = {"immutable": "1"}  # a log cannot be made, and nobody can write one
    return url.set(database=f"file:{quote(str(path.absolute()))}", query={**url.query, **mode, "uri": "true"})


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
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _open(url: URL, engine: Engine, make_ready: Callable[[Connection], None]) -> Store:
    try:
        with ExitStack() as undo:
            undo.callback(engine.dispose)
            connection = engine.connect()
            undo.callback(connection.close)
            make_ready(connection)
            undo.pop_all()
    except DBAPIError as error:
        raise StoreError(_explain(error, url)) from error
    return Store(engine, connection, url)


def _refuse_newer(version: str | None, url: URL) -> None:
    if version and version != "none" and version > REVISION:
        message = f"was written by a newer version (schema {version}): update this project"
        raise StoreError(f"the store {_name(url)} {message}")


def _no_store(url: URL) -> StoreError:
    return StoreError(f"there is no store at {_name(url)} yet: run `scrapy crawl articles` first, or set STORE_URL")


def _name(url: URL) -> str:
    """Return what an error calls the store: its file, or its address without the password."""
    is_file = url.get_backend_name() == "sqlite" and url.database
    return url.database or "" if is_file else url.render_as_string(hide_password=True)


def file_of(url: URL) -> Path | None:
    """Return the file of a SQLite store; None for one in memory or in PostgreSQL."""
    name = url.database or ":memory:"
    is_file = url.get_backend_name() == "sqlite" and not name.startswith(("file:", ":memory:"))
    return Path(name) if is_file else None


def has_file(address: str) -> bool:
    """Say whether a store may be there: SQLite's file is; of any other, which has no file, it is taken for granted."""
    path = file_of(parse_store_url(address))
    return path is None or path.exists()


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
    return orjson.dumps(value).decode()


def _explain(error: DBAPIError, url: URL) -> str:
    """Say in one line what a database's refusal means and what to do."""
    refusal = str(error.orig).strip().split("\n")[0]
    advice = {
        "not a database": "it is another kind of file: move it away, or set STORE_URL to another place",
        "malformed": "it is damaged: restore a copy, or move it away and crawl again",
        "readonly": "it cannot be written: check its permissions, or set STORE_URL to another place",
        "unable to open": "check that the folder can be read and written, or set STORE_URL to another place",
        "locked": "another program is writing it: wait for that to end, and try again",
        "full": "free some space on the disk, and try again",
        "disk I/O": "the disk is full or fails: free some space on it, and try again",
    }
    otherwise = "check STORE_URL and that it is running"
    next_step = next((step for sign, step in advice.items() if sign in refusal), otherwise)
    return f"the store {_name(url)} cannot be used ({refusal}): {next_step}"
