"""Statements that a crawl runs for every page: compiled once, and run on the driver's own cursor.

SQLAlchemy looks a statement up and prepares its values anew at each execution. For the small statements of a page that
takes several times as long as the database itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlalchemy import Connection, Executable, SelectBase, UpdateBase
from sqlalchemy.exc import DBAPIError

from zhanjiang.processors.encodable import encodable
from zhanjiang.store.dialect import PerDialect

_Row = Mapping[str, Any]
_Converter = Callable[[Any], Any]


class _Compiled(NamedTuple):
    """A statement in the words of one dialect, and what its values need."""

    text: str
    own: dict[str, Any]  # the values that are part of the statement, such as a limit
    order: list[str] | None  # of the values, where the driver takes them by their place
    converters: list[tuple[str, _Converter]]
    result_converters: Sequence[tuple[int, _Converter]]

    def bind(self, row: _Row) -> list[Any] | dict[str, Any]:
        """The values of a row as the driver takes them, without what no database takes."""
        values = {**self.own, **row}
        for name, convert in self.converters:
            values[name] = convert(values[name])
        for name, value in values.items():
            if isinstance(value, (str, list)):  # a tuple is faster than a union
                values[name] = encodable(value)
        return values if self.order is None else [values[name] for name in self.order]

    def convert(self, row: Iterable[Any]) -> list[Any]:
        """A row of a result, its values as the columns' types have them."""
        values = list(row)
        for place, convert in self.result_converters:
            values[place] = convert(values[place])
        return values


class Prepared:
    """A statement, or one for each dialect. Its parameters are named; their types convert the values, as in SQLAlchemy.

    A list is one parameter (``dialect.among``). What the database refuses raises the errors of SQLAlchemy.
    """

    def __init__(self, statement: Executable | PerDialect[Any], columns: Iterable[str] | None = None) -> None:
        """Take a statement; ``columns`` are those to which each row of an insert or an update gives a value."""
        self._statement = statement
        self._columns = None if columns is None else [*columns]
        self._compiled: dict[str, _Compiled] = {}

    def run(self, connection: Connection, rows: Sequence[_Row]) -> None:
        """Run it for each of some rows of values; without any nothing happens."""
        compiled = self._in(connection)
        if len(rows) == 1:
            _run(connection, compiled.text, compiled.bind(rows[0])).close()
        elif rows:
            _run(connection, compiled.text, [compiled.bind(row) for row in rows], many=True).close()

    def all(self, connection: Connection, values: _Row) -> list[list[Any]]:
        """The rows of a result."""
        compiled = self._in(connection)
        cursor = _run(connection, compiled.text, compiled.bind(values))
        rows = [compiled.convert(row) for row in cursor.fetchall()]
        cursor.close()
        return rows

    def first(self, connection: Connection, values: _Row) -> list[Any] | None:
        """The only row of a result that has one at most."""
        return next(iter(self.all(connection, values)), None)

    def _in(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect.name
        if dialect not in self._compiled:
            self._compiled[dialect] = self._compile(connection)
        return self._compiled[dialect]

    def _compile(self, connection: Connection) -> _Compiled:
        dialect = connection.dialect
        statement: Any = self._statement.of(connection) if isinstance(self._statement, PerDialect) else self._statement
        compiled = statement.compile(dialect=dialect, column_keys=self._columns)
        converters = {
            name: convert
            for name, parameter in compiled.binds.items()
            if (convert := parameter.type.dialect_impl(dialect).bind_processor(dialect))
        }
        own = {name: value for name, value in compiled.params.items() if value is not None}
        # What it gives: the columns of a SELECT, or of RETURNING.
        results = enumerate(statement.exported_columns if isinstance(statement, (SelectBase, UpdateBase)) else ())
        result_converters = [
            (place, convert)
            for place, column in results
            if (convert := column.type.dialect_impl(dialect).result_processor(dialect, None))
        ]
        return _Compiled(str(compiled), own, compiled.positiontup, [*converters.items()], result_converters)


def say(connection: Connection, text: str) -> None:
    """Give the database a statement without values, such as one about a savepoint."""
    _run(connection, text, ()).close()


@contextmanager
def alone(connection: Connection) -> Iterator[None]:
    """Let PostgreSQL end the transaction of each statement by itself, where none has begun: that saves two answers."""
    if connection.in_transaction() or connection.dialect.name != "postgresql":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.autocommit = True
    try:
        yield
    finally:
        if not driver.closed:
            connection.rollback()
            driver.autocommit = False


def _run(connection: Connection, text: str, values: Any, *, many: bool = False) -> Any:
    """Run a statement on a cursor of the driver, within the transaction; return the cursor."""
    if not connection.in_transaction():
        connection.begin()
    cursor = connection.connection.cursor()
    try:
        if many:
            cursor.executemany(text, values)
        else:
            cursor.execute(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _refusal(connection, cursor, text, error) from error
    return cursor


def _refusal(connection: Connection, cursor: Any, text: str, error: Exception) -> BaseException:
    """What SQLAlchemy raises for an error of the driver; a connection that is lost is marked so."""
    raw: Any = connection.connection
    dialect = connection.dialect
    refusal = DBAPIError.instance(text, None, error, dialect.loaded_dbapi.Error, dialect=dialect)
    if dialect.is_disconnect(error, raw, cursor):  # type: ignore[arg-type]
        connection.invalidate(error)
    return refusal
