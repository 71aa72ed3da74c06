"""Which pages of the ledger the archive lacks, by the table of captures."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, MetaData, Table, Text, exists, func, or_, select

from zhanjiang.store.captures import IS_PAGE, WHOLE, captures
from zhanjiang.store.crawls import crawls
from zhanjiang.store.ledger import HELD, ledger

_damaged: Final = Table(
    "damaged", MetaData(), Column("file", Text), Column("offset", BigInteger), prefixes=["TEMPORARY"]
)
_IS_SOUND: Final = ~exists().where(_damaged.c.file == captures.c.file, _damaged.c.offset == captures.c.offset)
_next: Final = crawls.alias("next")


def unreadable_pages(
    connection: Connection, damaged: Collection[tuple[str, int]], lost: Collection[str]
) -> list[tuple[str, str]]:
    """Name and address of the ledger's pages that a run with an archive stored, but that cannot be read from it.

    Such a page has no sound capture, or only one that refers to none. ``damaged`` are file and offset of damaged
    records, ``lost`` the names of missing files.
    """
    _note_damaged(connection, damaged, lost)
    query = select(ledger.c.page, ledger.c.url).where(
        ledger.c.state.in_((*HELD, "read")),
        or_(ledger.c.state != "unchanged", ledger.c.content_hash.is_not(None)),  # a 304 that nobody had asked for
        _fetched_with_archive(),
        ~exists().where(captures.c.page == ledger.c.page, IS_PAGE, _IS_SOUND, _has_body()),
    )
    pages = [(page, url) for page, url in connection.execute(query.order_by(ledger.c.page))]
    _damaged.drop(connection)
    return pages


def _note_damaged(connection: Connection, damaged: Collection[tuple[str, int]], lost: Collection[str]) -> None:
    _damaged.create(connection)
    if damaged:
        connection.execute(_damaged.insert(), [{"file": file, "offset": offset} for file, offset in damaged])
    for file in lost:
        rows = select(captures.c.file, captures.c.offset).where(captures.c.file == file)
        connection.execute(_damaged.insert().from_select(["file", "offset"], rows))


def _fetched_with_archive() -> ColumnElement[bool]:
    """Whether a run with an archive fetched a row's page; a killed run counts until the next one began."""
    with_archive = select(captures.c.run).where(captures.c.run.is_not(None)).distinct()
    next_began = select(func.min(_next.c.started_at)).where(_next.c.id > crawls.c.id).scalar_subquery()
    ended_at = func.coalesce(crawls.c.ended_at, next_began, ledger.c.last_fetched)
    return exists().where(
        crawls.c.id.in_(with_archive), crawls.c.started_at <= ledger.c.last_fetched, ended_at >= ledger.c.last_fetched
    )


def _has_body() -> ColumnElement[bool]:
    """Whether a capture's body is in the archive, in its own record or in one with the same digest."""
    whole = captures.alias("whole")
    is_damaged = exists().where(_damaged.c.file == whole.c.file, _damaged.c.offset == whole.c.offset)
    bodies = select(whole.c.digest).where(whole.c.type.in_(WHOLE), ~is_damaged)
    return or_(captures.c.type.in_(WHOLE), captures.c.digest.in_(bodies))
