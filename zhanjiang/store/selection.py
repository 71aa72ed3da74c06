"""Articles as an export wants them: chosen by day, channel, people and more, and read as plain data.

A record is what ``zhanjiang.items.Article`` holds, as dictionaries and lists by the names of its fields: no object is
made of an article that is only written out again, which takes two thirds of the time.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from typing import Any, Final

import orjson
from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Text,
    and_,
    cast,
    exists,
    func,
    or_,
    select,
    tuple_,
)

from zhanjiang.addresses.article_id import PORTAL, ArticleIds, split_article_id
from zhanjiang.items import Article, Image, PlaceInNewspaper
from zhanjiang.processors.encodable import as_json
from zhanjiang.store.addresses import article_addresses
from zhanjiang.store.articles import IS_LATEST, articles
from zhanjiang.store.changes import ChangeWindow, articles_in, changes, is_in, number_in

Record = dict[str, Any]
"""An article as plain data, its fields in the order of declaration."""

_CHUNK: Final = 500
_FEW: Final = 10_000
"""So many changes are looked up by their IDs, in memory; of more, all articles are read in their order."""
_ORDER: Final = (articles.c.series, articles.c.number, articles.c.id)
_NAMES: Final = tuple(field.name for field in dataclasses.fields(Article))
_PEOPLE: Final = ("authors", "credits")
_JSON: Final = tuple(
    field.name
    for field in dataclasses.fields(Article)
    if field.metadata["form"] in ("people", "images", "record", "addresses")
)
# The parts that older versions did not store.
_NO_IMAGE: Final = asdict(Image())
_NO_PLACE: Final = asdict(PlaceInNewspaper())
_DAY: Final = func.substr(articles.c.published_at, 1, 10)


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """Which articles are wanted: those that fit everything that is given; an empty choice takes all.

    ``since`` and ``until`` are the portal's days (``2022-05-31``), both inclusive; an article without a date fits
    neither. An author is a whole name in ``authors``; a paper is ``zjrb`` or ``zjwb``. With ``all_revisions`` each
    revision is looked at by itself, otherwise only the latest of each article. ``changed`` takes those whose
    last change is among some changes of the store (``store.changes``).
    """

    since: str | None = None
    until: str | None = None
    channels: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    ids: ArticleIds | None = None
    all_revisions: bool = False
    changed: ChangeWindow | None = None


def records(connection: Connection, wanted: ArticleFilter, *, alone: bool = False) -> Iterator[Record]:
    """Yield the wanted articles in the order of series, number and revision, a few hundred in memory at a time.

    ``alone`` says that nobody else uses the connection meanwhile: no transaction stays open while the caller works.
    """
    if wanted.changed and number_in(connection, wanted.changed) <= _FEW:
        yield from _few(connection, wanted, alone)
        return
    if wanted.all_revisions:
        page = select(*_ORDER).where(IS_LATEST)
    else:
        page = _select(connection.dialect.name).where(*conditions(wanted, in_order=True))
    page = page.order_by(*_ORDER).limit(_CHUNK)
    last: tuple[str, int, str] | None = None
    while True:
        rows = connection.execute(page if last is None else page.where(tuple_(*_ORDER) > last)).all()
        found = _revisions(connection, wanted, [row.id for row in rows]) if wanted.all_revisions else rows
        if alone:
            connection.rollback()
        yield from map(_record, found)
        if len(rows) < _CHUNK:
            return
        last = (rows[-1].series, rows[-1].number, rows[-1].id)


def _few(connection: Connection, wanted: ArticleFilter, alone: bool) -> Iterator[Record]:
    """The same of the articles that have changed, by their IDs: a store of a million is not read for ten of them."""
    assert wanted.changed
    ids = sorted(articles_in(connection, wanted.changed), key=lambda id_: (*split_article_id(id_), id_))
    for start in range(0, len(ids), _CHUNK):
        found = _revisions(connection, wanted, ids[start : start + _CHUNK])
        if alone:
            connection.rollback()
        yield from map(_record, found)


def _revisions(connection: Connection, wanted: ArticleFilter, ids: Sequence[str]) -> Sequence[Row[Any]]:
    """The wanted revisions of some articles."""
    query = _select(connection.dialect.name).where(articles.c.id.in_(ids), *conditions(wanted))
    return connection.execute(query.order_by(*_ORDER, articles.c.revision)).all()


def newest(connection: Connection, wanted: ArticleFilter, limit: int | None) -> list[Record]:
    """Return the wanted articles that were published last, the newest first; those without a date come at the end.

    Only the latest revision of each is looked at; without a limit all are returned.
    """
    wanted = replace(wanted, all_revisions=False)
    last = select(articles.c.id).where(*conditions(wanted))
    last = last.order_by(func.coalesce(articles.c.published_at, "").desc(), articles.c.number.desc(), articles.c.id)
    ids = [id_ for (id_,) in connection.execute(last.limit(limit))]
    found: dict[str, Record] = {}
    for start in range(0, len(ids), _CHUNK):
        of_chunk = articles.c.id.in_(ids[start : start + _CHUNK])
        rows = connection.execute(_select(connection.dialect.name).where(of_chunk, IS_LATEST))
        found |= {row.id: _record(row) for row in rows}
    return [found[id_] for id_ in ids]


def count(connection: Connection, wanted: ArticleFilter) -> int:
    """Return how many records ``records`` yields."""
    return connection.execute(select(func.count()).select_from(articles).where(*conditions(wanted))).scalar_one()


def chosen_ids(connection: Connection, wanted: ArticleFilter) -> list[str]:
    """Return the IDs of the wanted articles, in no certain order."""
    return [*connection.execute(select(articles.c.id).where(*conditions(wanted)).distinct()).scalars()]


def has_any(connection: Connection, wanted: ArticleFilter) -> bool:
    """Say whether any article is wanted."""
    return connection.execute(select(articles.c.id).where(*conditions(wanted)).limit(1)).first() is not None


def known_values(connection: Connection, field: str) -> list[str]:
    """Return the values that articles have in a field of text, or the names that they have among their people."""
    column = articles.c[field]
    if field not in _PEOPLE:
        return sorted(value for (value,) in connection.execute(select(column).distinct()) if value)
    lists = connection.execute(select(cast(column, Text)).distinct())
    return sorted({person["name"] for (people,) in lists for person in orjson.loads(people) if person["name"]})


def parted_values(connection: Connection, field: str, typed: str) -> tuple[str, ...]:
    """Part what was typed at its commas, each value once; what articles have in the field with its commas stays whole.

    Of several ways to part it the one with the longest known values counts.
    """
    pieces = typed.split(",")
    known = {*known_values(connection, field)} if len(pieces) > 1 else set()
    values: dict[str, None] = {}
    at = 0
    while at < len(pieces):
        wholes = ((end, ",".join(pieces[at:end]).strip()) for end in range(len(pieces), at + 1, -1))
        end, value = next(((end, whole) for end, whole in wholes if whole in known), (at + 1, pieces[at].strip()))
        values[value] = None
        at = end
    return tuple(filter(None, values))


def days(connection: Connection) -> tuple[str | None, str | None]:
    """Return the first and the last day of publication of all articles; None where none has a date."""
    first, last = connection.execute(select(func.min(_DAY), func.max(_DAY))).one()
    return first, last


def stored_ids(connection: Connection, ids: Sequence[str]) -> set[str]:
    """Return those of the IDs whose articles are stored."""
    return {id_ for (id_,) in connection.execute(select(articles.c.id).where(articles.c.id.in_(ids)))}


@cache
def _select(dialect: str) -> Select[Any]:
    """The columns of a record in its order, JSON as text; series and number after them."""
    columns: list[ColumnElement[Any]] = []
    for name in _NAMES:
        if name == "addresses":
            columns.append(_addresses(dialect))
        else:
            columns.append(cast(articles.c[name], Text) if name in _JSON else articles.c[name])
    return select(*columns, articles.c.series, articles.c.number)


def _addresses(dialect: str) -> ColumnElement[str]:
    """The addresses of an article as JSON, in the order in which they were first seen, then by name."""
    reached_by = article_addresses
    ordered = select(reached_by.c.address).where(reached_by.c.article == articles.c.id).correlate(articles)
    ordered_by = ordered.order_by(reached_by.c.first_seen, reached_by.c.address).subquery()
    collect = {"sqlite": func.json_group_array, "postgresql": func.json_agg}[dialect]
    return cast(select(collect(ordered_by.c.address)).scalar_subquery(), Text)


def conditions(wanted: ArticleFilter, *, in_order: bool = False) -> list[ColumnElement[bool]]:
    """What wanted articles fulfil; ``in_order`` where pages of them are read by the index of their order."""
    conditions: list[ColumnElement[bool]] = [IS_LATEST] if not wanted.all_revisions else []
    if wanted.since is not None:
        conditions.append(wanted.since <= _DAY)
    if wanted.until is not None:
        conditions.append(wanted.until >= _DAY)
    # By the index of channels a database would sort all that is left of a channel for each page.
    channel = func.coalesce(articles.c.channel, "") if in_order else articles.c.channel
    choices = ((channel, wanted.channels), (articles.c.source, wanted.sources), (articles.c.kind, wanted.kinds))
    conditions += [column.in_(values) for column, values in choices if values]
    if wanted.authors:
        people = cast(articles.c.authors, Text)
        # A quotation mark within a value is written as \", so that this stands in no other place.
        written = (f'"name":{as_json(author).decode()}' for author in wanted.authors)
        conditions.append(or_(*(people.contains(name, autoescape=True) for name in written)))
    if wanted.papers:
        conditions.append(or_(*(articles.c.series.startswith(f"{paper}/") for paper in wanted.papers)))
    if wanted.ids:
        conditions.append(_is_named(wanted.ids))
    if wanted.changed:
        of_row = and_(changes.c.article == articles.c.id, changes.c.revision == articles.c.revision)
        conditions.append(exists().where(of_row, is_in(wanted.changed)))
    return conditions


def _is_named(ids: ArticleIds) -> ColumnElement[bool]:
    number = articles.c.number
    ranges = [and_(articles.c.series == PORTAL, number.between(part[0], part[-1])) for part in ids.ranges]
    return or_(articles.c.id.in_(sorted(ids.single)), *ranges)


def _record(row: Row[Any]) -> Record:
    record = dict(zip(_NAMES, row, strict=False))
    for name in _JSON:
        if (written := record[name]) is not None:
            record[name] = orjson.loads(written)
    record["addresses"] = record["addresses"] or []  # of none PostgreSQL makes NULL
    record["images"] = [_NO_IMAGE | image for image in record["images"]]
    if record["newspaper_page"]:
        record["newspaper_page"] = _NO_PLACE | record["newspaper_page"]
    return record
