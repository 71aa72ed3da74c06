"""One run at a time for each store: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text

from zhanjiang.store.address import StoreError, file_of, has_file, parse_store_url
from zhanjiang.store.engine import open_store
from zhanjiang.store.session import Store

_ADVISORY: Final = 0x7A6A6E77
"""The number of our advisory lock in PostgreSQL, which belongs to the connection: workers share it."""
_OPENING: Final = 0x7A6A6E78
"""The number of the lock that a worker holds while it opens the store, so that one alone makes the tables."""

_PATIENCE: Final = 0.3
"""Seconds for which a lock is waited for: who only looks at it (``is_locked``) takes it for a moment."""
_IS_TAKEN: Final = text(
    "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objid = :key "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)


class StoreBusy(Exception):
    """Another run has the lock; the text is one line that says what to do."""


def lock_store(address: str) -> AbstractContextManager[object]:
    """Take the lock of a SQLite store, until the context is left. Raises StoreBusy, and StoreError for no folder.

    The lock is the file ``<store>.lock`` beside it; the file stays, the lock on it goes with the process. A store in
    memory needs none, one in PostgreSQL is locked by its connection.
    """
    path = file_of(parse_store_url(address))
    if path is None:
        return nullcontext()
    lock = FileLock(f"{path}.lock", timeout=_PATIENCE)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return lock.acquire()
    except OSError as error:
        # A lock file that cannot be made is reported as a held one.
        if isinstance(error, Timeout) and Path(f"{path}.lock").exists():
            raise StoreBusy(_busy(str(path))) from None
        reason = error.strerror or f"{path.parent} cannot be written"
        raise StoreError(f"the store's lock {path}.lock cannot be made ({reason}): set STORE_URL") from error


def open_locked(address: str, stack: ExitStack, *, create: bool = True, shared: bool = False) -> Store:
    """Open a store until the stack is left, locked against other runs. Raises StoreBusy and StoreError.

    Without ``create`` a missing one is an error, and nothing is made for it, the lock's folder neither. A ``shared``
    lock is one that a fleet's workers have together; of SQLite it is the lock of one.
    """
    if create or has_file(address):
        try:
            stack.enter_context(lock_store(address))
        except StoreBusy as error:
            raise StoreBusy(f"{error}; several workers need a store in PostgreSQL" if shared else str(error)) from None
    store = open_store(address, create=create, lock=_shared_lock if shared else _lock_connection)
    stack.callback(store.close)
    return store


@contextmanager
def _lock_connection(connection: Connection) -> Iterator[bool]:
    """Take the lock of a store in PostgreSQL; it is released with the connection. Raises StoreBusy."""
    if connection.dialect.name == "postgresql" and not _ask(connection, "pg_try_advisory_lock", _ADVISORY):
        raise StoreBusy(_busy("in PostgreSQL"))
    yield True


@contextmanager
def _shared_lock(connection: Connection) -> Iterator[bool]:
    """The same for a worker, which others may join. The first may change the schema. Raises StoreBusy."""
    if connection.dialect.name != "postgresql":
        yield True
        return
    _ask(connection, "pg_advisory_lock", _OPENING)  # whoever fails meanwhile closes the connection, and the lock ends
    is_alone = _ask(connection, "pg_try_advisory_lock", _ADVISORY)
    if not is_alone:
        share_lock(connection)
    yield is_alone
    if is_alone:
        share_lock(connection)
        _ask(connection, "pg_advisory_unlock", _ADVISORY)
    _ask(connection, "pg_advisory_unlock", _OPENING)


def share_lock(connection: Connection) -> None:
    """Take a worker's share of the lock of a store in PostgreSQL. Raises StoreBusy."""
    if connection.dialect.name == "postgresql" and not _ask(connection, "pg_try_advisory_lock_shared", _ADVISORY):
        raise StoreBusy("a run that is no worker is writing the store: wait for it to end, or set STORE_URL")


def _ask(connection: Connection, function: str, key: int) -> bool:
    answer = connection.execute(text(f"SELECT {function}(:key)"), {"key": key}).scalar()
    connection.rollback()
    return bool(answer)


def is_locked(address: str, connection: Connection) -> bool:
    """Say whether a run holds the lock of the store, as far as can be seen; nothing is made or waited for.

    To look at a file's lock is to take it for a moment: ask only where there is reason to think that a run has it.
    """
    if connection.dialect.name == "postgresql":
        return bool(connection.execute(_IS_TAKEN, {"key": _ADVISORY}).scalar())
    path = file_of(parse_store_url(address))
    if path is None or not Path(f"{path}.lock").exists():
        return False
    try:
        FileLock(f"{path}.lock", timeout=0).acquire().lock.release()
    except (Timeout, OSError):  # a lock that may not be touched is another user's, who runs the crawls
        return True
    return False


def _busy(place: str) -> str:
    return f"another run is writing the store {place}: wait for it to end, or set STORE_URL to another store"
