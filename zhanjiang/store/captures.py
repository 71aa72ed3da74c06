"""The table of captures: where in the archive each answer stands, a row for each, so that a page is one seek away.

A row holds the fields of ``zhanjiang.archive.Capture`` under their own names. All of it stands in the archive's files
too, and is told again from them where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Connection, Index, Integer, Table, Text, bindparam, select

from zhanjiang.archive import Capture
from zhanjiang.archive.reader import records_of
from zhanjiang.store.schema import insert, metadata

captures = Table(
    "captures",
    metadata,
    Column("file", Text, primary_key=True),
    Column("offset", BigInteger, primary_key=True, autoincrement=False),
    Column("length", BigInteger, nullable=False),
    Column("type", Text, nullable=False),
    Column("url", Text, nullable=False),
    Column("status", Integer),
    Column("digest", Text, nullable=False),
    Column("taken_at", Text, nullable=False),
    Column("run", Integer),
    Column("page", Text),
    Column("kind", Text),
    Column("article", Text),
    Column("channel", Text),
    Column("headline", Text),
    Column("is_further", Boolean, nullable=False),
    Index(None, "url", "taken_at"),
    Index(None, "page"),
    Index(None, "article"),
)

_COLUMNS: Final = tuple(captures.c[field.name] for field in fields(Capture))
_ADD: Final = {
    dialect: insert(captures, dialect).on_conflict_do_nothing(index_elements=["file", "offset"])
    for dialect in ("sqlite", "postgresql")
}
_OF_ADDRESS: Final = (
    select(*_COLUMNS)
    .where(captures.c.url == bindparam("address"), captures.c.type == "response")
    .order_by(captures.c.taken_at.desc())
    .limit(1)
)
_SAME_BODY: Final = _OF_ADDRESS.where(captures.c.digest == bindparam("digest"))
_LAST_PAGE: Final = _OF_ADDRESS.where(captures.c.status == 200)
_CHUNK: Final = 500
_UNCHANGED: Final = 304


def add(connection: Connection, taken: Iterable[Capture]) -> None:
    """Add captures; those that are known already stay."""
    rows = [asdict(capture) for capture in taken]
    for start in range(0, len(rows), _CHUNK):
        connection.execute(_ADD[connection.dialect.name], rows[start : start + _CHUNK])


def former(connection: Connection, url: str, status: int, digest: str) -> Capture | None:
    """Return the answer from an address that another one from there need not repeat.

    It is kept whole and has the same body; of an answer that says that nothing has changed (304) it is the last page.
    """
    if status == _UNCHANGED:
        row = connection.execute(_LAST_PAGE, {"address": url}).first()
    else:
        row = connection.execute(_SAME_BODY, {"address": url, "digest": digest}).first()
    return Capture(*row) if row else None


def files(connection: Connection) -> set[str]:
    """Return the names of the files of which something is known."""
    return set(connection.execute(select(captures.c.file).distinct()).scalars())


def note_file(connection: Connection, path: Path) -> int:
    """Note all that a file of the archive holds; return how many captures that is. ArchiveError where it is damaged."""
    taken = [record.capture for record in records_of(path)]
    add(connection, taken)
    return len(taken)
