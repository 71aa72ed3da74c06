"""One run at a time for each store: a lock that the system takes back when its holder dies, however it dies."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack, nullcontext
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text

from zhanjiang.store.address import StoreError, file_of, has_file, parse_store_url
from zhanjiang.store.engine import open_store
from zhanjiang.store.session import Store

_ADVISORY: Final = 0x7A6A6E77
"""The number of our advisory lock in PostgreSQL, which belongs to the connection."""


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


def open_locked(address: str, stack: ExitStack, *, create: bool = True) -> Store:
    """Open a store until the stack is left, locked against other runs. Raises StoreBusy and StoreError.

    Without ``create`` a missing one is an error, and nothing is made for it, the lock's folder neither.
    """
    if create or has_file(address):
        stack.enter_context(lock_store(address))
    store = open_store(address, create=create, lock=_lock_connection)
    stack.callback(store.close)
    return store


def _lock_connection(connection: Connection) -> None:
    """Take the lock of a store in PostgreSQL; it is released with the connection. Raises StoreBusy."""
    if connection.dialect.name == "postgresql":
        taken = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _ADVISORY}).scalar()
        connection.rollback()
        if not taken:
            raise StoreBusy(_busy("in PostgreSQL"))


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
