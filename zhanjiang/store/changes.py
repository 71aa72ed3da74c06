"""The table of changes: when each revision was last written, as a number that rises in the order of commits.

Triggers of the database write it (``change_triggers``), so that nothing can change an article and pass it by. A number
is what a reader has seen up to: all that changes later has a higher one. Numbers have gaps. ``withdrawals`` has the
articles whose own page the site answers no more, since the moment at which that was first noticed; once the page is
back, ``ended_withdrawals`` has from when until when it was gone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    event,
    func,
    select,
    update,
)
from sqlalchemy import Sequence as NumberSequence

from zhanjiang.store import addresses, articles, ledger  # noqa: F401  (their tables come before the triggers)
from zhanjiang.store.change_triggers import drop_triggers, make_ending_trigger, make_triggers, name_store
from zhanjiang.store.schema import metadata

changes = Table(
    "changes",
    metadata,
    Column("article", Text, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("change", BigInteger, nullable=False),
    Index(None, "change"),
    sqlite_with_rowid=False,
)

withdrawals = Table(
    "withdrawals",
    metadata,
    Column("article", Text, primary_key=True),
    Column("withdrawn_at", Text, nullable=False),
    Index(None, "withdrawn_at"),
)

ended_withdrawals = Table(
    "ended_withdrawals",
    metadata,
    Column("article", Text, nullable=False),
    Column("withdrawn_at", Text, nullable=False),
    Column("returned_at", Text, nullable=False),
    Index(None, "withdrawn_at"),
    Index(None, "returned_at"),
)

store_identity = Table("store_identity", metadata, Column("identity", Text, primary_key=True))
"""One row: a name made at random with the store, by which a cursor of another store is known."""

change_numbers: Final = NumberSequence("change_numbers", metadata=metadata)
"""What PostgreSQL counts changes by; SQLite has one writer, and takes the highest number."""

event.listen(metadata, "after_create", lambda _metadata, connection, **_options: make_triggers(connection))
event.listen(metadata, "after_create", lambda _metadata, connection, **_options: make_ending_trigger(connection))
event.listen(store_identity, "after_create", lambda _table, connection, **_options: name_store(connection))
event.listen(metadata, "before_drop", lambda _metadata, connection, **_options: drop_triggers(connection))

_CURSOR: Final = re.compile(r"([0-9a-f]{16})-([0-9]{1,18})")
BEGINNING: Final = "0"
"""The cursor before all changes, of whatever store."""


class WrongCursor(ValueError):
    """A cursor cannot be used with this store; the text is one line that says why and what to do."""


class ChangeWindow(NamedTuple):
    """The changes after one number and up to another, which is included."""

    after: int
    until: int


def last(connection: Connection) -> int:
    """Return the number of the last change that is committed, 0 in an empty store."""
    return int(connection.execute(select(func.coalesce(func.max(changes.c.change), 0))).scalar_one())


def cursor_at(connection: Connection, number: int) -> str:
    """The cursor of the moment after a change."""
    return f"{_identity(connection)}-{number}"


def window_since(connection: Connection, cursor: str) -> ChangeWindow:
    """Return the changes since a cursor that are committed now. Raises WrongCursor."""
    until = last(connection)
    if cursor == BEGINNING:
        return ChangeWindow(0, until)
    match = _CURSOR.fullmatch(cursor)
    if not match:
        raise WrongCursor(f"{cursor!r} is no cursor: give one that an export has printed, or 0 for all articles")
    if match[1] != _identity(connection):
        raise WrongCursor(f"the cursor {cursor} is of another store: set STORE_URL, or begin with the cursor 0")
    if int(match[2]) > until:
        raise WrongCursor(
            f"the cursor {cursor} is newer than the store, which may be a copy restored: begin with the cursor 0"
        )
    return ChangeWindow(int(match[2]), until)


def number_in(connection: Connection, window: ChangeWindow) -> int:
    """Return how many revisions have changed."""
    return int(connection.execute(select(func.count()).select_from(changes).where(is_in(window))).scalar_one())


def articles_in(connection: Connection, window: ChangeWindow) -> Sequence[str]:
    """Return the IDs of the articles that have changed, each once."""
    return connection.execute(select(changes.c.article).distinct().where(is_in(window))).scalars().all()


def is_in(window: ChangeWindow) -> ColumnElement[bool]:
    """Say in SQL that a change is of a window."""
    return changes.c.change.between(window.after + 1, window.until)


def withdrawn(connection: Connection) -> dict[str, str]:
    """Return the articles that are withdrawn, by ID, each with the moment since when."""
    return dict(connection.execute(select(withdrawals.c.article, withdrawals.c.withdrawn_at)).all())


def withdrawn_at(connection: Connection, article_id: str) -> str | None:
    """Return since when the site has answered that an article is gone; None for one that it still has."""
    query = select(withdrawals.c.withdrawn_at).where(withdrawals.c.article == article_id)
    return connection.execute(query).scalar()


def date_withdrawal(connection: Connection, article_id: str, moment: str) -> None:
    """Set since when an article is withdrawn, if it is: what is read again was withdrawn before today."""
    connection.execute(update(withdrawals).where(withdrawals.c.article == article_id).values(withdrawn_at=moment))


def _identity(connection: Connection) -> str:
    return str(connection.execute(select(store_identity.c.identity)).scalar_one())
