"""Which captures of listings later ones supersede, by the table of captures: what a retention may delete."""

from __future__ import annotations

from typing import Final, NamedTuple

from sqlalchemy import Connection, func, or_, select

from zhanjiang.store.captures import WHOLE, captures

_KINDS: Final = ("listing", "frontpage")
"""Kinds of pages that are read for their links alone, which the ledger has. What was published is never superseded."""


class SupersededCapture(NamedTuple):
    """Where a record stands, and whose it is."""

    file: str
    offset: int
    length: int
    page: str
    taken_at: str


def superseded_listings(connection: Connection, before: str) -> list[SupersededCapture]:
    """The captures of listings and front pages from before a moment that have a later whole one, in the files' order.

    A record to which another refers for its body is none of them.
    """
    row = captures.c
    is_whole = row.type.in_(WHOLE)
    newest = (
        select(row.page, func.max(row.taken_at).label("taken_at"))
        .where(row.kind.in_(_KINDS), is_whole, row.status == 200)
        .group_by(row.page)
        .subquery()
    )
    referred = select(row.digest).where(row.type == "revisit")
    query = (
        select(row.file, row.offset, row.length, row.page, row.taken_at)
        .join(newest, newest.c.page == row.page)
        .where(row.kind.in_(_KINDS), row.taken_at < before, row.taken_at < newest.c.taken_at)
        .where(or_(~is_whole, row.digest.not_in(referred)))
    )
    return [SupersededCapture(*values) for values in connection.execute(query.order_by(row.file, row.offset))]


def newest_whole(connection: Connection, page: str) -> tuple[str, int]:
    """File and offset of the latest capture of a page that has a body of its own; there is one."""
    row = captures.c
    query = select(row.file, row.offset).where(row.page == page, row.type.in_(WHOLE), row.status == 200)
    file, offset = connection.execute(query.order_by(row.taken_at.desc()).limit(1)).one()
    return file, offset
