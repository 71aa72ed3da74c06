"""The table of captures: where in the archive each answer stands, a row for each, so that a page is one seek away.

A row holds the fields of ``zhanjiang.archive.Capture`` under their own names. All of it stands in the archive's files
too, and is told again from them where it is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    func,
    or_,
    select,
)

from zhanjiang.archive import Capture
from zhanjiang.archive.reader import records_of
from zhanjiang.frontier import PageKind
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
_WHOLE: Final = captures.c.type.in_(("response", "resource"))
_LAST_WHOLE: Final = (
    select(*_COLUMNS)
    .where(captures.c.url == bindparam("address"), captures.c.type == "response")
    .order_by(captures.c.taken_at.desc())
    .limit(1)
)
_IN_ORDER: Final = (captures.c.taken_at, captures.c.file, captures.c.offset)
_OK: Final = 200
_CHUNK: Final = 500


def add(connection: Connection, taken: Iterable[Capture]) -> None:
    """Add captures; those that are known already stay."""
    rows = [asdict(capture) for capture in taken]
    for start in range(0, len(rows), _CHUNK):
        connection.execute(_ADD[connection.dialect.name], rows[start : start + _CHUNK])


def last_whole(connection: Connection, url: str) -> Capture | None:
    """Return the last answer from an address that is kept whole."""
    row = connection.execute(_LAST_WHOLE, {"address": url}).first()
    return Capture(*row) if row else None


def files(connection: Connection) -> set[str]:
    """Return the names of the files of which something is known."""
    return set(connection.execute(select(captures.c.file).distinct()).scalars())


def note_file(connection: Connection, path: Path) -> int:
    """Note all that a file of the archive holds; return how many captures that is. ArchiveError where it is damaged."""
    taken = [record.capture for record in records_of(path)]
    add(connection, taken)
    return len(taken)


def articles(connection: Connection) -> list[str]:
    """Return the IDs of all articles of which something was fetched, in the order in which that was first."""
    of_article = captures.c.article.is_not(None)
    query = select(captures.c.article).where(of_article).group_by(captures.c.article)
    return list(connection.execute(query.order_by(func.min(captures.c.taken_at), captures.c.article)).scalars())


def of_articles(connection: Connection, ids: Sequence[str]) -> dict[str, list[Capture]]:
    """Return the captures of articles by ID, the earliest first; of those without any, none."""
    found: dict[str, list[Capture]] = {}
    query = select(*_COLUMNS).where(captures.c.article.in_(ids)).order_by(*_IN_ORDER)
    for row in connection.execute(query):
        found.setdefault(row.article, []).append(Capture(*row))
    return found


def of_kinds(connection: Connection, kinds: Sequence[PageKind]) -> list[Capture]:
    """Return the whole captures of pages of these kinds that came well, the earliest first."""
    came = and_(captures.c.kind.in_(kinds), _WHOLE, or_(captures.c.status.is_(None), captures.c.status == _OK))
    return [Capture(*row) for row in connection.execute(select(*_COLUMNS).where(came).order_by(*_IN_ORDER))]


def below(connection: Connection, path: str) -> list[Capture]:
    """Return the whole captures that came well from addresses with this path, whatever the site, the earliest first."""
    came = and_(captures.c.url.contains(path, autoescape=True), _WHOLE, captures.c.status == _OK)
    return [Capture(*row) for row in connection.execute(select(*_COLUMNS).where(came).order_by(*_IN_ORDER))]
