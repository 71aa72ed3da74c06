"""The table of learned layouts: a row each, with what was learned as data; a forgotten one is marked and stays.

What the data means is the business of whoever learned it. A name is given once: what is learned again under it replaces
the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Integer, Table, Text, func, select, update

from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

layouts = Table(
    "layouts",
    metadata,
    Column("name", Text, primary_key=True),
    Column("learned_at", Text, nullable=False),
    Column("run", Integer),
    Column("forgotten_at", Text),
    Column("data", JSON, nullable=False),
)

_SAVE: Final = upsert_all(layouts)


@dataclass(frozen=True, slots=True)
class StoredLayout:
    """A learned layout: when it was learned, in which run (None: by a command), and when it was forgotten, if it was.

    ``data`` is what was learned, as plain data.
    """

    name: str
    learned_at: str
    run: int | None
    forgotten_at: str | None
    data: dict[str, Any]


def save(connection: Connection, name: str, data: Mapping[str, Any], run: int | None) -> None:
    """Store a layout that was learned just now; it replaces what had its name, forgotten or not."""
    row = {"name": name, "learned_at": moment(), "run": run, "forgotten_at": None, "data": dict(data)}
    connection.execute(_SAVE.of(connection), row)


def forget(connection: Connection, name: str) -> bool:
    """Mark a layout as forgotten, so that it reads no page any more; False where none in use has this name."""
    named = (layouts.c.name == name) & layouts.c.forgotten_at.is_(None)
    return connection.execute(update(layouts).where(named).values(forgotten_at=moment())).rowcount > 0


def stored(connection: Connection, *, with_forgotten: bool = False) -> list[StoredLayout]:
    """Return the layouts in use, or all of them, in the order in which they were learned."""
    query = select(layouts).order_by(layouts.c.learned_at, layouts.c.name)
    if not with_forgotten:
        query = query.where(layouts.c.forgotten_at.is_(None))
    return [StoredLayout(*row) for row in connection.execute(query)]


def changed_at(connection: Connection) -> str:
    """Return when a layout was last learned or forgotten, '' where none ever was."""
    moments = connection.execute(select(func.max(layouts.c.learned_at), func.max(layouts.c.forgotten_at))).one()
    return max(filter(None, moments), default="")
