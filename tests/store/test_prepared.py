"""A prepared statement writes and reads what SQLAlchemy does, and fails as SQLAlchemy does."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Column, Integer, LargeBinary, MetaData, Table, Text, bindparam, insert, select
from sqlalchemy.exc import IntegrityError

from zhanjiang.items import Person
from zhanjiang.store import Store
from zhanjiang.store.dialect import PerDialect, among
from zhanjiang.store.prepared import Prepared

_made = Table(
    "made",
    MetaData(),
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("text", Text),
    Column("people", JSON(none_as_null=True)),
    Column("is_odd", Boolean),
    Column("bytes", LargeBinary),
    prefixes=["TEMPORARY"],
)
_INSERT = Prepared(insert(_made), _made.columns.keys())
_SOME = Prepared(PerDialect(lambda dialect: select(_made).where(among(_made.c.id, dialect)).order_by(_made.c.id)))
_ROWS: list[dict[str, Any]] = [
    {"id": 1, "text": "港口", "people": [Person("记者", "林\0宇\ud83d")], "is_odd": True, "bytes": b"\0\xff"},
    {"id": 2, "text": "航\0线\ud83d", "people": None, "is_odd": False, "bytes": b""},
    {"id": 3, "text": None, "people": {"b": [1, None], "a": 'é"'}, "is_odd": None, "bytes": None},
]


def test_rows_are_written_and_read_as_by_sqlalchemy(store: Store) -> None:
    with store.transaction() as connection:
        _made.create(connection)
        connection.execute(insert(_made), _ROWS)
        columns = [column.cast(Text) if column.name == "people" else column for column in _made.columns]
        raw = connection.execute(select(*columns)).all()
        usual = connection.execute(select(_made)).all()
        connection.execute(_made.delete())
        _INSERT.run(connection, [])
        _INSERT.run(connection, _ROWS[:1])
        _INSERT.run(connection, _ROWS[1:])
        assert connection.execute(select(*columns)).all() == raw
        read = _SOME.all(connection, {"values": [3, 2, 1, 7]})
        assert [tuple(row)[:2] + tuple(row)[3:] for row in read] == [row[:2] + row[3:] for row in usual]
        assert [type(row[3]) for row in read] == [bool, bool, type(None)]


def test_what_the_database_refuses_is_an_error_of_sqlalchemy(store: Store) -> None:
    with store.transaction() as connection:
        _made.create(connection)
        _INSERT.run(connection, _ROWS[:1])
    with pytest.raises(IntegrityError), store.transaction() as connection:
        _INSERT.run(connection, _ROWS[:1])
    with store.reading() as connection:
        assert [row[0] for row in _SOME.all(connection, {"values": [1]})] == [1]


def test_a_part_of_the_statement_stays_one(store: Store) -> None:
    first = Prepared(select(_made.c.id).where(_made.c.text == bindparam("text"), _made.c.id < 3).limit(1))
    with store.transaction() as connection:
        _made.create(connection)
        _INSERT.run(connection, [{**row, "text": "港口"} for row in _ROWS])
        assert first.first(connection, {"text": "港口"}) is not None
        assert first.first(connection, {"text": "航线"}) is None
