"""An open store: its connection, its transactions, and its failures in one line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, Final

from sqlalchemy import URL, Connection, Engine
from sqlalchemy.exc import (
    DatabaseError,
    DataError,
    DBAPIError,
    IntegrityError,
    InterfaceError,
    PendingRollbackError,
    ResourceClosedError,
    SQLAlchemyError,
)

from zhanjiang.store import search_index
from zhanjiang.store.address import StoreError, file_of, name_of
from zhanjiang.store.commit_group import CommitGroup
from zhanjiang.store.prepared import alone, say
from zhanjiang.store.reconnection import Reconnection
from zhanjiang.store.refusals import explain, first_refusal

_OF_ONE_ROW: Final = (IntegrityError, DataError)
"""The errors of one row that does not fit, and no more."""


class Store:
    """An open store: one connection, used by one process and one thread."""

    def __init__(self, engine: Engine, connection: Connection, url: URL) -> None:
        """Take over an engine and its only connection, both closed by ``close``; errors name the address."""
        self._engine = engine
        self._url = url
        self._connection = connection
        self._file = file_of(url)
        self._stat = self._file.stat() if self._file and self._file.exists() else None
        self._waits = self._is_rehearsal = False
        self._depth = 0
        self._group = CommitGroup(self._commit_in_time, units=1)
        self._lost: StoreError | None = None
        self._dead: StoreError | None = None
        self._reconnection: Reconnection | None = None
        self._is_cut = False
        self._later: list[Callable[[Connection], None]] = []
        self.on_failure: Callable[[StoreError], None] = lambda _error: None  # a failure is left to whoever called

    def group_commits(self, *, units: int, seconds: float = 0) -> None:
        """Commit units of work together: so many of them, or in a running event loop those of so many seconds."""
        if self._waits:
            self._commit()
        self._group = CommitGroup(self._commit_in_time, units=units, seconds=seconds)

    def reconnect_by(self, reconnection: Reconnection) -> None:
        """From now on go on after a lost connection: what was not committed is undone, and the next use waits."""
        self._reconnection = reconnection

    @contextmanager
    def transaction(self, *, commits: bool = True) -> Iterator[Connection]:
        """Give the connection for one unit of work, committed at the end, undone at an exception.

        Without ``commits`` what is written waits, and the next commit includes it: until then all that reads here sees
        it, others do not, and a kill undoes it. Raises StoreError where the store cannot be written any more, and
        calls ``on_failure`` with it.
        """
        try:
            with self._unit():
                yield self._connection
            if commits:
                self._commit()
        except (SQLAlchemyError, StoreError) as error:
            if not commits:  # whoever writes without a commit asks `flush` whether all of it is stored
                self._lost = self._lost or StoreError(f"the store {name_of(self._url)} lacks what was written: {error}")
            raise

    @contextmanager
    def unit(self) -> Iterator[Connection]:
        """Give the connection for one unit of work, committed with its group (``group_commits``), else at the end.

        An exception undoes the unit alone; a StoreError has undone all that was not committed. See ``committed``.
        """
        with self._unit():
            yield self._connection
        if not self._is_within and self._group.add():
            self._commit()

    async def committed(self) -> None:
        """Wait until the units that were written so far are committed. Raises StoreError where they are undone."""
        await self._group.wait()

    def write_later(self, write: Callable[[Connection], None]) -> None:
        """Have something written with the next commit, or the first ``reading`` before it: that costs least."""
        self._later.append(write)

    @contextmanager
    def looking_up(self) -> Iterator[Connection]:
        """Give the connection for one small query, with no transaction around it where PostgreSQL needs none.

        It does not see what is written later. Raises StoreError as ``reading``.
        """
        with self._explained(*_OF_ONE_ROW), alone(self._connection):
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give the connection to read; nothing is committed. Raises StoreError where the store cannot be read."""
        if self._later:
            with self._unit():
                self._write_what_waits()
        # After a statement that failed SQLite goes on; PostgreSQL only from a savepoint on.
        is_part = self._connection.in_transaction() and self._connection.dialect.name == "postgresql"
        with self._explained(*_OF_ONE_ROW), self._part() if is_part else nullcontext():
            yield self._connection

    @contextmanager
    def _unit(self) -> Iterator[None]:
        with self._explained(*_OF_ONE_ROW):
            with self._part():
                yield
            self._waits = self._waits or not self._is_within

    @contextmanager
    def _part(self) -> Iterator[None]:
        """Undo what fails within the block, and nothing that was written before."""
        is_part = self._waits or self._is_within
        if is_part:
            say(self._connection, "SAVEPOINT part")
        self._depth += 1
        is_whole = False
        try:
            yield
            is_whole = True
        finally:
            self._depth -= 1
            if is_part:
                say(self._connection, "RELEASE SAVEPOINT part" if is_whole else "ROLLBACK TO SAVEPOINT part")

    @contextmanager
    def _explained(self, *passing: type[DBAPIError]) -> Iterator[None]:
        """Make a failure of the store one StoreError, but for the errors ``passing``; roll back where nothing waits."""
        if self._is_cut and self._reconnection:
            self._reconnect(self._reconnection)
        self._check_open()
        is_done = False
        try:
            yield
            is_done = True
        except (DatabaseError, InterfaceError, PendingRollbackError) as error:
            if isinstance(error, passing):
                raise
            failure = StoreError(explain(first_refusal(error), self._url))
            self._note_cut(failure)
            self._fail(failure)
            raise failure from error
        except ResourceClosedError as error:  # closed within the block, as by who reads on after it
            if self._dead:
                raise self._dead from error
            raise
        finally:
            if not (self._waits or self._dead or self._is_cut or self._is_within):
                self._end_reading(is_done=is_done)

    def _note_cut(self, failure: StoreError) -> None:
        if self._connection.invalidated:  # a new connection would write without the run's lock
            self._is_cut = self._reconnection is not None
            self._dead = None if self._is_cut else failure

    def _end_reading(self, *, is_done: bool) -> None:
        """End a transaction in which nothing was written; where its connection is lost by now, the next use notices."""
        try:
            if is_done and self._connection.dialect.name == "postgresql":
                self._connection.commit()  # after a rollback the driver forgets its prepared statements
            else:
                self._connection.rollback()
        except DBAPIError as error:
            failure = StoreError(explain(error, self._url))
            self._note_cut(failure)
            self._fail(failure)

    def _check_open(self) -> None:
        if self._dead:
            raise self._dead

    def _reconnect(self, reconnection: Reconnection) -> None:
        """Wait for the database, and go on by a new connection; where it does not come back the store is dead."""
        self._connection.close()
        self._is_cut = False
        try:
            self._connection = reconnection.connect(self._engine)
        except (DBAPIError, StoreError) as error:
            reason = explain(error, self._url) if isinstance(error, DBAPIError) else str(error)
            self._dead = StoreError(reason)
            self._fail(self._dead)
            return
        reconnection.on_return()

    def _fail(self, failure: StoreError) -> None:
        """Report a failure that has undone all that waited."""
        self._lost = failure if self._waits or self._later else self._lost
        self._waits = False
        self._later.clear()
        if not self._is_cut:
            self.on_failure(failure)
        self._group.end(failure)

    @property
    def _is_within(self) -> bool:
        """Whether what is done now is a part of something greater: of a rehearsal or of another unit of work."""
        return self._is_rehearsal or self._depth > 0

    def _commit(self) -> None:
        if not self._is_within:
            with self._explained():
                self._check_place()
                self._write_what_waits()
                search_index.settle(self._connection)
                self._connection.commit()
                self._waits = False
            self._group.end()

    def _write_what_waits(self) -> None:
        self._waits = self._waits or bool(self._later)  # also where it fails: then something is lost
        for write in self._later:
            write(self._connection)
        self._later.clear()

    def _commit_in_time(self) -> None:
        try:
            with suppress(StoreError):  # which those who wait raise, and which has ended the crawl
                self.flush()
        finally:  # whatever else happens, nobody waits for ever
            self._group.end(StoreError(f"the store {name_of(self._url)} was not committed"))

    def _check_place(self) -> None:
        """Raise StoreError where the store's file is gone: SQLite goes on writing one that nobody can open any more."""
        if self._file and self._stat and not _is_same(self._file, self._stat):
            message = f"the store {self._file} was moved or deleted while it was written"
            self._dead = StoreError(f"{message}: put it back, or make it again of the archive with `scrapy reparse`")
            self._fail(self._dead)
            raise self._dead

    def flush(self) -> None:
        """Commit what waits. Raises StoreError where that fails, or where an earlier failure has undone what waited."""
        if self._waits or self._later:
            self._commit()
        if self._lost:
            raise self._lost

    @contextmanager
    def rehearsal(self) -> Iterator[None]:
        """Undo at the end whatever is written while the block runs: nothing of it is committed."""
        self._check_open()
        with self._connection.begin() as whole:
            self._is_rehearsal = True
            try:
                yield
            finally:
                self._is_rehearsal = self._waits = False
                whole.rollback()

    @contextmanager
    def outside_transactions(self) -> Iterator[Any]:
        """Give the driver's own connection, for what no transaction takes (VACUUM). Raises StoreError."""
        self.flush()
        self._check_open()
        self._connection.rollback()
        try:
            with alone(self._connection):
                yield self._connection.connection.driver_connection
        except self._engine.dialect.loaded_dbapi.Error as error:
            raise StoreError(explain(error, self._url)) from error

    def commit_durably(self) -> None:
        """From now on what is committed is on the disk before the commit returns: files may be deleted after it."""
        if self._connection.dialect.name == "sqlite":
            with self.outside_transactions() as driver:
                driver.execute("PRAGMA synchronous=FULL")

    def close(self) -> None:
        """Commit what waits, and close the connection. A second call does nothing; any other raises StoreError."""
        try:
            if self._waits or self._later:
                self.flush()
        finally:
            self._connection.close()
            self._engine.dispose()
            self._dead = self._dead or StoreError(f"the store {name_of(self._url)} is closed: open it again")


def _is_same(path: Path, known: os.stat_result) -> bool:
    try:
        return os.path.samestat(path.stat(), known)
    except OSError:
        return False
