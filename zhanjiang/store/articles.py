"""The table of articles: a row for each revision, kept whole.

A row holds the fields of ``zhanjiang.items.Article`` under their own names, but for ``addresses``, which have a table.
``series`` and ``number`` are the two parts of the ID (``portal``, 2665093; ``zjrb/2018-07-17``, 2108598), so that
articles can be put in the order of their numbers. Two IDs may share both: only the ID is unique. ``superseded_by`` is
the revision that came after a row's, NULL for the latest of an article, which indexes hold apart. ``search_key`` is the
key of a latest revision in the full-text index (``store.search_index``), NULL where the index lacks it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    func,
    insert,
    select,
    tuple_,
    update,
)

from zhanjiang.addresses.article_id import split_article_id
from zhanjiang.items import Article, Form, Guess, Image, Person, PlaceInNewspaper, RepairReport, Rule, content_hash
from zhanjiang.store import addresses, search_index
from zhanjiang.store.dialect import index_some
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata

_CHUNK = 200  # articles read at once: a few megabytes, whatever the size of the store

# None in a JSON field is SQL's NULL, not the JSON text `null`.
_JSON = JSON(none_as_null=True)

_TYPES: Final[Mapping[Form, Any]] = {
    **dict.fromkeys(("text", "address", "kind", "date"), Text),
    "count": Integer,
    **dict.fromkeys(("people", "images", "record"), _JSON),
}
_KEY: Final = ("id", "revision")


def columns_of(item: type[Article]) -> Iterator[Column[Any]]:
    """Yield a column for each field of an article but its addresses, which have a table of their own."""
    for field in dataclasses.fields(item):
        form: Form = field.metadata["form"]
        if form != "addresses":
            is_key = field.name in _KEY
            is_required = is_key or form in ("people", "images") or field.name == "content_hash"
            yield Column(field.name, _TYPES[form], primary_key=is_key, autoincrement=False, nullable=not is_required)


articles = Table(
    "articles",
    metadata,
    *columns_of(Article),
    Column("series", Text, nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("superseded_by", Integer),
    Column("search_key", BigInteger),
    Index(None, "fetched_at"),
)
search_index.made_with(articles)

IS_LATEST: Final = articles.c.superseded_by.is_(None)
"""Whether a row is the latest revision of its article."""
index_some(articles, "ix_articles_latest_number", IS_LATEST, "series", "number", "id", "published_at")
index_some(articles, "ix_articles_latest_channel", IS_LATEST, "channel", "published_at")
index_some(articles, "ix_articles_latest_search_key", IS_LATEST, "search_key", "published_at", "number", "id")

_FIELDS: Final = tuple(column.name for column in columns_of(Article))
_INSERT: Final = Prepared(insert(articles), (*_FIELDS, "series", "number", "search_key"))
_KEPT: Final = ("id", "revision", "revision_cause")
"""The fields of a revision that stay as they are where it is read better."""
_AMENDED: Final = tuple(name for name in _FIELDS if name not in _KEPT)
_AMEND: Final = Prepared(
    update(articles).where(articles.c.id == bindparam("article"), articles.c.revision == bindparam("of_revision")),
    (*_AMENDED, "search_key"),
)
_SUPERSEDE: Final = (
    update(articles)
    .where(articles.c.id == bindparam("article"), IS_LATEST)
    .values(superseded_by=bindparam("by_revision"), search_key=None)
)
_HIGHEST_KEY: Final = Prepared(
    select(func.max(articles.c.search_key)).where(
        IS_LATEST, articles.c.search_key >= bindparam("first"), articles.c.search_key < bindparam("stop")
    )
)
_ORDER: Final = (articles.c.series, articles.c.number, articles.c.id)
_KNOWN: Final = Prepared(
    select(*(articles.c[name] for name in ("revision", "content_hash", "via", "fetched_at", "channel")))
    .where(articles.c.id == bindparam("article"))
    .order_by(articles.c.revision.desc())
    .limit(1)
)

_LATEST: Final = Prepared(select(articles).where(articles.c.id == bindparam("article"), IS_LATEST))


_Row = Mapping[str, Any]


class KnownArticle(NamedTuple):
    """What the store knows of an article: what the columns of these names say of its latest revision."""

    revision: int
    content_hash: str
    via: str | None
    fetched_at: str | None
    channel: str | None


def known(connection: Connection, article_id: str) -> KnownArticle | None:
    """Return the latest revision that the store holds of an article, or None."""
    row = _KNOWN.first(connection, {"article": article_id})
    return None if row is None else KnownArticle(*row)


def fetched_at(connection: Connection, article_id: str) -> str | None:
    """Return when the page of an article's latest revision was fetched; None for an article that is not stored."""
    query = select(articles.c.fetched_at).where(articles.c.id == article_id)
    return connection.execute(query.order_by(articles.c.revision.desc()).limit(1)).scalar()


def fetched(connection: Connection, ids: Sequence[str]) -> dict[str, str]:
    """Return when the page of each article's latest revision was fetched, by ID; of those that are stored."""
    query = select(articles.c.id, articles.c.fetched_at).where(articles.c.id.in_(ids))
    return {id: moment for id, moment in connection.execute(query.order_by(articles.c.revision)) if moment}


def fetched_and_read_by(connection: Connection, ids: Sequence[str], rule: Rule) -> dict[str, str]:
    """The same as ``fetched``, of the articles whose latest revision has its text by a rule."""
    query = select(articles.c.id, articles.c.fetched_at, articles.c.extracted_by).where(articles.c.id.in_(ids))
    latest = {
        id: (moment, rules or {}) for id, moment, rules in connection.execute(query.order_by(articles.c.revision))
    }
    return {id: moment for id, (moment, rules) in latest.items() if moment and rules.get("text") == rule}


def is_empty(connection: Connection) -> bool:
    """Say whether there is no article at all."""
    return connection.execute(select(articles.c.id).limit(1)).first() is None


def save(connection: Connection, article: Article) -> None:
    """Add a revision of an article, with the addresses it was reached by. The caller's transaction holds both."""
    assert article.id is not None and article.revision is not None
    if article.revision > 1:
        if stored := _latest_row(connection, article.id):
            _withdraw(connection, stored)
        connection.execute(_SUPERSEDE, {"article": article.id, "by_revision": article.revision})
    # Addresses first: those of an article that is not there yet are no change of it, which spares it a number.
    addresses.record(connection, article.id, article.addresses)
    _INSERT.run(connection, [{**_as_row(article), "search_key": index(connection, article)}])


def amend(connection: Connection, article: Article) -> None:
    """Replace a stored revision by another extraction of the same article; its addresses are added to the stored ones.

    Its cause stays as it was.
    """
    assert article.id is not None
    stored = _latest_row(connection, article.id)
    is_latest = stored is not None and stored["revision"] == article.revision
    values = {name: getattr(article, name) for name in _AMENDED}
    values["search_key"] = _index_anew(connection, stored, article) if stored and is_latest else None
    _AMEND.run(connection, [{**values, "article": article.id, "of_revision": article.revision}])
    addresses.record(connection, article.id, article.addresses)


def index(connection: Connection, article: Article) -> int:
    """Add a latest revision to the full-text index, and return its key, which is one of its day."""
    assert article.id is not None
    dialect = connection.dialect.name
    keys = search_index.keys_of_day(article.published_at, dialect)
    if dialect == "postgresql":
        key = search_index.key_of_id(article.id, keys)
    else:
        key = _next_key(connection, keys)
        # A day of more articles than keys is no day of a newspaper's: the rest are found after all others.
        key = key if key in keys else _next_key(connection, search_index.keys_of_day(None, dialect))
    search_index.add(connection, key, search_index.entry_of(article))
    return key


def _next_key(connection: Connection, keys: range) -> int:
    [highest] = _HIGHEST_KEY.all(connection, {"first": keys.start, "stop": keys.stop})[0]
    return keys.start if highest is None else int(highest) + 1


def _index_anew(connection: Connection, stored: _Row, article: Article) -> int:
    """Put an article in the place of what the index has of it, and return its key; most often that is the same."""
    before = as_article(dict(stored), [])
    is_of_same_day = (before.published_at or "")[:10] == (article.published_at or "")[:10]
    key: int | None = stored["search_key"]
    if key is not None and is_of_same_day and search_index.entry_of(before) == search_index.entry_of(article):
        return key
    _withdraw(connection, stored)
    return index(connection, article)


def _withdraw(connection: Connection, stored: _Row) -> None:
    """Take the latest revision of an article out of the full-text index."""
    if stored["search_key"] is not None:
        search_index.remove(connection, stored["search_key"], search_index.entry_of(as_article(dict(stored), [])))


def _latest_row(connection: Connection, article_id: str) -> _Row | None:
    row = _LATEST.first(connection, {"article": article_id})
    return None if row is None else dict(zip(articles.columns.keys(), row, strict=True))


def settle_guesses(connection: Connection, article: Article) -> None:
    """Write what is left of the guesses of a revision, where another mirror has settled some without changing it."""
    of_revision = and_(articles.c.id == article.id, articles.c.revision == article.revision)
    of_revision = and_(of_revision, articles.c.content_hash == content_hash(article))
    connection.execute(update(articles).where(of_revision).values(repair=article.repair))


def _as_row(article: Article) -> dict[str, Any]:
    row: dict[str, Any] = {name: getattr(article, name) for name in _FIELDS}
    row["series"], row["number"] = split_article_id(row["id"])
    return row


def current(connection: Connection, *, alone: bool = False) -> Iterator[Article]:
    """Yield the latest revision of each article, in the order of series and number, a few hundred in memory at a time.

    ``alone`` says that nobody else uses the connection meanwhile: no transaction stays open while the caller works.
    ``zhanjiang.store.selection`` chooses among articles, and makes no objects of them.
    """
    query = select(articles).where(IS_LATEST).order_by(*_ORDER).limit(_CHUNK)
    last: tuple[str, int, str] | None = None
    while True:
        after = query if last is None else query.where(tuple_(*_ORDER) > last)
        rows = connection.execute(after).mappings().all()
        reached_by = addresses.of_articles(connection, [row["id"] for row in rows])
        if alone:
            connection.rollback()
        yield from (as_article(dict(row), reached_by.get(row["id"], [])) for row in rows)
        if len(rows) < _CHUNK:
            return
        last = (rows[-1]["series"], rows[-1]["number"], rows[-1]["id"])


def revisions(connection: Connection, article_id: str) -> list[Article]:
    """Return all revisions of an article, the first one first; [] for an article that the store has not."""
    query = select(articles).where(articles.c.id == article_id).order_by(articles.c.revision)
    rows = connection.execute(query).mappings().all()
    reached_by = addresses.of_articles(connection, [article_id]).get(article_id, []) if rows else []
    return [as_article(dict(row), list(reached_by)) for row in rows]


def latest(connection: Connection, ids: Sequence[str]) -> dict[str, Article]:
    """Return the latest revision of each of the articles that are stored, by ID."""
    rows = connection.execute(select(articles).where(articles.c.id.in_(ids), IS_LATEST)).mappings().all()
    reached_by = addresses.of_articles(connection, ids)
    return {row["id"]: as_article(dict(row), reached_by.get(row["id"], [])) for row in rows}


def latest_without_addresses(connection: Connection, article_id: str) -> Article | None:
    """Return the latest revision of an article, or None; which addresses it was reached by is not looked up."""
    row = _latest_row(connection, article_id)
    return None if row is None else as_article(row, [])


def headlines_and_pictures(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str | None, list[str]]]:
    """Yield ID, headline and addresses of the pictures of each revision of articles, the latest last."""
    columns = (articles.c.id, articles.c.headline, articles.c.images)
    for start in range(0, len(ids), _CHUNK):
        query = select(*columns).where(articles.c.id.in_(ids[start : start + _CHUNK])).order_by(articles.c.revision)
        for id_, headline, pictures in connection.execute(query):
            yield id_, headline, [picture["url"] for picture in pictures if picture["url"]]


def as_article(row: Mapping[str, Any], reached_by: list[str]) -> Article:
    """Make an article of its fields as plain data, its addresses set apart."""
    fields = {name: row[name] for name in _FIELDS}
    fields["authors"] = [Person(**person) for person in fields["authors"]]
    fields["credits"] = [Person(**person) for person in fields["credits"]]
    fields["images"] = [Image(**image) for image in fields["images"]]
    if repair := fields["repair"]:
        fields["repair"] = RepairReport(**{**repair, "guessed": [Guess(**guess) for guess in repair["guessed"]]})
    if page := fields["newspaper_page"]:
        fields["newspaper_page"] = PlaceInNewspaper(**page)
    return Article(addresses=reached_by, **fields)
