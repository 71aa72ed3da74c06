"""The table of captures: the index of the archive, a row for each answer, so that a page is one seek away.

Its columns are the fields of ``zhanjiang.archive.Capture``. The archive's files contain all of it too, and missing rows
are noted again from them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)

from zhanjiang.addresses.page import PageKind
from zhanjiang.archive import Capture
from zhanjiang.store.dialect import upsert
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata

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
    Index(None, "taken_at", "article"),
    Index(None, "run"),
    Index(None, "digest"),
)

_NAMES: Final = [field.name for field in fields(Capture)]
_COLUMNS: Final = tuple(captures.c[name] for name in _NAMES)
_ADD: Final = Prepared(upsert(captures), _NAMES)
WHOLE: Final = ("response", "resource")
_IS_WHOLE: Final = or_(*(captures.c.type == whole for whole in WHOLE))
_IS_UNCHANGED: Final = and_(captures.c.type == "revisit", captures.c.status == 304)
IS_PAGE: Final = or_(captures.c.status.is_(None), captures.c.status.between(200, 299), _IS_UNCHANGED)
_OF_ADDRESS: Final = (
    select(*_COLUMNS)
    .where(captures.c.url == bindparam("address"), captures.c.type == "response")
    .order_by(captures.c.taken_at.desc())
    .limit(1)
)
_IN_ORDER: Final = (captures.c.taken_at, captures.c.file, captures.c.offset)
_CAME: Final = captures.c.status.between(200, 299)
_SAME_BODY: Final = Prepared(_OF_ADDRESS.where(captures.c.digest == bindparam("digest")))
_LAST_PAGE: Final = Prepared(_OF_ADDRESS.where(captures.c.status == 200))
_HOLDS_PAGE: Final = Prepared(
    select(captures.c.file).where(captures.c.page == bindparam("name"), _IS_WHOLE, captures.c.status == 200).limit(1)
)
_CHUNK: Final = 500
_UNCHANGED: Final = 304


def add(connection: Connection, taken: Iterable[Capture]) -> None:
    """Add captures; known ones stay as they are."""
    _ADD.run(connection, [{name: getattr(capture, name) for name in _NAMES} for capture in taken])


def previous(connection: Connection, url: str, status: int, digest: str) -> Capture | None:
    """The earlier capture of an address with the same body, so that the new one can be stored as a revisit; or None.

    For an answer that says that nothing has changed (304) it is the last page.
    """
    if status == _UNCHANGED:
        row = _LAST_PAGE.first(connection, {"address": url})
    else:
        row = _SAME_BODY.first(connection, {"address": url, "digest": digest})
    return Capture(*row) if row else None


def holds_page(connection: Connection, page: str) -> bool:
    """Say whether a page, by its name in the ledger, is stored whole."""
    return _HOLDS_PAGE.first(connection, {"name": page}) is not None


def is_known(connection: Connection, capture: Capture) -> bool:
    """Say whether the archive has an answer with the same moment, address, type and body, in whatever file."""
    same = (getattr(captures.c, name) == getattr(capture, name) for name in ("url", "taken_at", "type", "digest"))
    return connection.execute(select(captures.c.file).where(*same).limit(1)).first() is not None


def forget(connection: Connection, file: str, offsets: Sequence[int]) -> list[Capture]:
    """Delete the captures at these offsets of a file, and return them."""
    forgotten: list[Capture] = []
    for start in range(0, len(offsets), _CHUNK):
        gone = and_(captures.c.file == file, captures.c.offset.in_(offsets[start : start + _CHUNK]))
        forgotten += _select(connection, gone)
        connection.execute(captures.delete().where(gone))
    return forgotten


# --- Looking up -------------------------------------------------------------------------------------------------------


def latest(
    connection: Connection, *, urls: Sequence[str] = (), article: str | None = None, until: str | None = None
) -> Capture | None:
    """The latest capture of an address, or of an article's first page, until a moment.

    A capture with a page is preferred to errors and redirects, even to later ones.
    """
    query = select(*_COLUMNS).where(captures.c.url.in_(urls) if urls else captures.c.article == article)
    if not urls:
        query = query.where(~captures.c.is_further)
    if until:
        query = query.where(captures.c.taken_at <= until)
    order = (case((IS_PAGE, 0), else_=1), captures.c.taken_at.desc())
    row = connection.execute(query.order_by(*order).limit(1)).first()
    return Capture(*row) if row else None


def has_page(capture: Capture) -> bool:
    """Say whether a capture is an answer with a page: neither an error nor a redirect."""
    if capture.status == _UNCHANGED:
        return capture.type == "revisit"
    return capture.status is None or 200 <= capture.status < 300


def referred(connection: Connection, refers_to: tuple[str, str] | None, digest: str) -> Capture | None:
    """The answer that a revisit refers to: by address and moment, else any with the same body, or None."""
    whole = select(*_COLUMNS).where(_IS_WHOLE).limit(1)
    row = None
    if refers_to:
        named = whole.where(captures.c.url == refers_to[0], captures.c.taken_at == refers_to[1])
        row = connection.execute(named).first()
    row = row or connection.execute(whole.where(captures.c.digest == digest)).first()
    return Capture(*row) if row else None


def bodies(connection: Connection, digests: Sequence[str]) -> dict[str, Capture]:
    """The earliest answer with each of these bodies; a body that no answer has is left out."""
    answers: dict[str, Capture] = {}
    for start in range(0, len(digests), _CHUNK):
        for capture in _select(connection, captures.c.digest.in_(digests[start : start + _CHUNK]), _IS_WHOLE):
            answers.setdefault(capture.digest, capture)
    return answers


def of_days(connection: Connection, since: str, until: str) -> list[Capture]:
    """The captures from one moment until another, the second excluded."""
    return _select(connection, captures.c.taken_at >= since, captures.c.taken_at < until)


def of_run(connection: Connection, run: int) -> list[Capture]:
    """The captures of a run."""
    return _select(connection, captures.c.run == run)


def of_articles(connection: Connection, ids: Sequence[str]) -> list[Capture]:
    """The captures of articles, including their next pages, redirects and errors."""
    return _among(connection, captures.c.article, ids)


def of_urls(connection: Connection, urls: Sequence[str]) -> list[Capture]:
    """The captures of addresses."""
    return _among(connection, captures.c.url, urls)


def _among(connection: Connection, column: Column[Any], values: Sequence[str]) -> list[Capture]:
    selected: list[Capture] = []
    for start in range(0, len(values), _CHUNK):
        selected += _select(connection, column.in_(values[start : start + _CHUNK]))
    return selected


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> list[Capture]:
    query = select(*_COLUMNS).where(*conditions).order_by(*_IN_ORDER)
    return [Capture(*row) for row in connection.execute(query)]


# --- Files ------------------------------------------------------------------------------------------------------------


def files(connection: Connection) -> set[str]:
    """The names of the files with at least one capture; one seek in the index for each."""
    names: set[str] = set()
    query = select(func.min(captures.c.file))
    name = connection.execute(query).scalar()
    while name is not None:
        names.add(name)
        name = connection.execute(query.where(captures.c.file > name)).scalar()
    return names


def articles(connection: Connection) -> list[str]:
    """The IDs of all articles with a capture, in the order of the first one."""
    of_article = captures.c.article.is_not(None)
    query = select(captures.c.article).where(of_article).group_by(captures.c.article)
    return list(connection.execute(query.order_by(func.min(captures.c.taken_at), captures.c.article)).scalars())


def latest_articles(connection: Connection, number: int) -> list[str]:
    """The IDs of the articles that were captured last, at most this many, the latest first."""
    latest: dict[str, None] = {}
    query = select(captures.c.article).where(captures.c.article.is_not(None))
    rows = connection.execute(query.order_by(captures.c.taken_at.desc(), captures.c.article))
    for article in rows.scalars():
        if len(latest) == number:
            break
        latest[article] = None
    rows.close()
    return [*latest]


def articles_of_run(connection: Connection, run: int, number: int) -> list[str]:
    """The IDs of articles that a run captured, at most this many, in no certain order."""
    query = select(captures.c.article).where(captures.c.run == run, captures.c.article.is_not(None))
    return [*connection.execute(query.distinct().limit(number)).scalars()]


def by_article(connection: Connection, ids: Sequence[str]) -> dict[str, list[Capture]]:
    """The captures of articles by ID, the earliest first; an article without captures is left out."""
    by_id: dict[str, list[Capture]] = {}
    for capture in of_articles(connection, ids):
        by_id.setdefault(capture.article or "", []).append(capture)
    return by_id


def of_kinds(connection: Connection, kinds: Sequence[PageKind]) -> list[Capture]:
    """The captures of pages of these kinds that came, with a body of their own, the earliest first."""
    came = or_(captures.c.status.is_(None), _CAME)
    return _select(connection, captures.c.kind.in_(kinds), _IS_WHOLE, came)


def below(connection: Connection, path: str) -> list[Capture]:
    """The captures, on any site, of addresses with this path that came with a body, the earliest first."""
    return _select(connection, captures.c.url.contains(path, autoescape=True), _IS_WHOLE, _CAME)


def move(connection: Connection, file: str, target: str, offsets: Mapping[int, int]) -> None:
    """Note that captures of a file stand in another file now, each at its new offset; by their old offsets."""
    if offsets:
        moved = [{"was": was, "now": now} for was, now in offsets.items()]
        where = and_(captures.c.file == file, captures.c.offset == bindparam("was"))
        connection.execute(captures.update().where(where).values(file=target, offset=bindparam("now")), moved)


def known_lengths(connection: Connection) -> dict[str, int]:
    """The end of the last capture in each file, in bytes from its beginning."""
    end = func.max(captures.c.offset + captures.c.length)
    return {file: int(length) for file, length in connection.execute(select(captures.c.file, end).group_by("file"))}


def runs_of_file(connection: Connection, file: str) -> tuple[str, set[int]]:
    """The first moment of a file's captures, empty without one, and the numbers of the runs that fetched them."""
    of_file = captures.c.file == file
    first = connection.execute(select(func.min(captures.c.taken_at)).where(of_file)).scalar()
    runs = select(captures.c.run).where(of_file, captures.c.run.is_not(None)).distinct()
    return first or "", set(connection.execute(runs).scalars())


def of_file(connection: Connection, file: str) -> dict[int, tuple[int, str]]:
    """Length and digest of the captures of a file, by offset."""
    query = select(captures.c.offset, captures.c.length, captures.c.digest).where(captures.c.file == file)
    return {offset: (length, digest) for offset, length, digest in connection.execute(query)}
