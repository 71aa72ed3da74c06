"""Statements that SQLite and PostgreSQL write in different words.

SQLAlchemy's dialect of PostgreSQL is loaded where there is a connection to one alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from sqlalchemy import (
    ARRAY,
    JSON,
    Column,
    ColumnElement,
    Connection,
    Executable,
    Index,
    Table,
    any_,
    bindparam,
    event,
    func,
    literal_column,
    select,
    true,
)
from sqlalchemy.types import TypeEngine

from zhanjiang.times import exact_moment, now

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

DIALECTS: Final = ("sqlite", "postgresql")
"""The databases that a store may be in, by SQLAlchemy's names."""

Statement = TypeVar("Statement", bound=Executable)


class PerDialect(Generic[Statement]):
    """One statement as each dialect writes it, made when it is first asked for: few stores are on PostgreSQL."""

    def __init__(self, make: Callable[[str], Statement]) -> None:
        """Take what makes the statement for one of ``DIALECTS``, by its name."""
        self._make = make
        self._made: dict[str, Statement] = {}

    def of(self, connection: Connection) -> Statement:
        """The statement in the dialect of a connection."""
        dialect = connection.dialect.name
        if dialect not in self._made:
            self._made[dialect] = self._make(dialect)
        return self._made[dialect]


def index_some(table: Table, name: str, where: ColumnElement[bool], *columns: str) -> None:
    """Index those rows of a table for which a condition holds."""
    index = Index(name, *(table.c[column] for column in columns), sqlite_where=where)

    def hold(_table: Table, connection: Connection, **_options: object) -> None:
        """Say the condition to PostgreSQL too."""
        if connection.dialect.name == "postgresql":
            index.dialect_kwargs["postgresql_where"] = where

    event.listen(table, "before_create", hold)


def newer(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The value that an upsert brings for a column, beside ``column`` itself, which is the stored value."""
    return literal_column(f'excluded."{column.key}"', column.type)


def each_value(kind: TypeEngine[Any], dialect: str) -> ColumnElement[Any]:
    """The parameter ``values``, one however many they are, as a column to select from."""
    if dialect == "postgresql":
        return func.unnest(bindparam("values", type_=ARRAY(kind)))
    return func.json_each(bindparam("values", type_=JSON)).table_valued("value").c.value


def among(column: ColumnElement[Any], dialect: str) -> ColumnElement[bool]:
    """Say that a column is one of ``values``: one parameter, however many they are."""
    if dialect == "postgresql":
        return column == any_(bindparam("values", type_=ARRAY(column.type)))
    return column.in_(select(each_value(column.type, dialect)))


def upsert(
    table: Table,
    update: Iterable[str] = (),
    computed: Mapping[str, Any] | None = None,
    *,
    key: Iterable[str] = (),
    where: ColumnElement[bool] | None = None,
) -> PerDialect[sqlite.Insert | postgresql.Insert]:
    """An insert that updates the row that is there already: the columns ``update`` by the newer values.

    ``computed`` are columns that get another value, by name. Without either a row that is there stays as it is. ``key``
    are the columns by which a row is known, if they are not the primary key. Where ``where`` does not hold of the row
    that is there, it stays as it is.
    """
    changes = {name: newer(table.c[name]) for name in update} | dict(computed or {})
    known_by = [*key] or [column.name for column in table.primary_key]

    def make(dialect: str) -> sqlite.Insert | postgresql.Insert:
        """Make the statement for a dialect."""
        insert: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(table)
        if not changes:
            return insert.on_conflict_do_nothing(index_elements=known_by)  # type: ignore[no-any-return]
        return insert.on_conflict_do_update(index_elements=known_by, set_=changes, where=where)  # type: ignore[no-any-return]

    return PerDialect(make)


def upsert_all(table: Table) -> PerDialect[sqlite.Insert | postgresql.Insert]:
    """An upsert that replaces every column of the row that is there already."""
    return upsert(table, [column.name for column in table.columns if not column.primary_key])


def insert_each(column: Column[Any], dialect: str) -> Executable:
    """An insert of a row for each of ``values``, which a column gets; the other columns are parameters of all rows.

    A row that is there already stays as it is.
    """
    others = [other for other in column.table.columns if other is not column]
    rows = select(each_value(column.type, dialect), *(bindparam(other.name, type_=other.type) for other in others))
    insert: Any = import_module(f"sqlalchemy.dialects.{dialect}").insert(column.table)
    # Without a WHERE SQLite would take the conflict's clause for a part of the SELECT.
    chosen = insert.from_select([column.name, *(other.name for other in others)], rows.where(true()))
    return chosen.on_conflict_do_nothing()  # type: ignore[no-any-return]


def lock_transaction(connection: Connection, name: str) -> None:
    """Let one transaction at a time hold a name, until it ends; SQLite has one writing transaction at a time anyway."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtext(name))))


def moment_of(connection: Connection, seconds: float = 0) -> str:
    """The present moment by the database's clock, or one so many seconds later, as ``times.exact_moment`` writes it."""
    present = now()
    if connection.dialect.name == "postgresql":
        present = connection.execute(select(func.clock_timestamp())).scalar_one()
    return exact_moment(present + timedelta(seconds=seconds))
