"""Which pages of the ledger the archive lacks, by the table of captures."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import BigInteger, Column, ColumnElement, Connection, MetaData, Table, Text, exists, func, or_, select

from zhanjiang.archive import Capture
from zhanjiang.store.captures import IS_PAGE, WHOLE, captures
from zhanjiang.store.crawls import crawls
from zhanjiang.store.ledger import HELD, ledger

_damaged: Final = Table(
    "damaged", MetaData(), Column("file", Text), Column("offset", BigInteger), prefixes=["TEMPORARY"]
)
_IS_SOUND: Final = ~exists().where(_damaged.c.file == captures.c.file, _damaged.c.offset == captures.c.offset)
_next: Final = crawls.alias("next")
_ANSWERS: Final = or_(IS_PAGE, captures.c.status.between(300, 399), captures.c.status.in_((404, 410)))
"""Whether a capture says what a page is, or that it is none: a later error leaves what was fetched before."""
_CHUNK: Final = 500
_whole: Final = captures.alias("whole")
_BODIES: Final = select(_whole.c.digest).where(_whole.c.type.in_(WHOLE))


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
    is_damaged = exists().where(_damaged.c.file == _whole.c.file, _damaged.c.offset == _whole.c.offset)
    return or_(captures.c.type.in_(WHOLE), captures.c.digest.in_(_BODIES.where(~is_damaged)))


# --- What was lost just now -------------------------------------------------------------------------------------------


def pages_of_lost(connection: Connection, forgotten: Sequence[Capture]) -> set[str]:
    """The names of pages whose latest visit was among captures that are forgotten now, and stands nowhere else.

    It is lost as well where its own capture is left, and the body that this refers to was among them.
    """
    lost: dict[tuple[str, str], str] = {}
    for capture in (*forgotten, *_without_body(connection, {capture.digest for capture in forgotten})):
        if capture.page:
            part = (capture.page, capture.url if capture.is_further else "")
            lost[part] = max(lost.get(part, ""), capture.taken_at)
    left = _last_answers(connection, sorted({page for page, _ in lost}))
    return {page for (page, url), moment in lost.items() if left.get((page, url), "") < moment}


def _without_body(connection: Connection, digests: Collection[str]) -> Iterator[Capture]:
    """The captures that refer to a body with one of these digests, of which no capture is left."""
    columns = [captures.c[name] for name in Capture.__slots__]
    for some in _chunks(sorted(digests)):
        query = select(*columns).where(captures.c.digest.in_(some), captures.c.type.not_in(WHOLE))
        yield from (Capture(*row) for row in connection.execute(query.where(captures.c.digest.not_in(_BODIES))))


def _last_answers(connection: Connection, pages: Sequence[str]) -> dict[tuple[str, str], str]:
    """When pages were last fetched by what can be read, by name and, for further pages of an article, address."""
    last: dict[tuple[str, str], str] = {}
    columns = (captures.c.page, captures.c.is_further, captures.c.url)
    has_body = or_(captures.c.type.in_(WHOLE), captures.c.digest.in_(_BODIES))
    for some in _chunks(pages):
        query = select(*columns, func.max(captures.c.taken_at)).where(captures.c.page.in_(some), _ANSWERS, has_body)
        for page, is_further, url, moment in connection.execute(query.group_by(*columns)):
            part = (page, url if is_further else "")
            last[part] = max(last.get(part, ""), moment)
    return last


def _chunks(names: Sequence[str]) -> Iterator[Sequence[str]]:
    return (names[start : start + _CHUNK] for start in range(0, len(names), _CHUNK))
