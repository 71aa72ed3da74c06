"""The table of the newspapers' pages: a row for each page of each day, as last read.

``page`` is its name, such as ``zjrb/2018-07-17/node_2``. ``articles`` holds which articles stand on it and where, so
that an article knows its place whichever run reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from sqlalchemy import JSON, Column, Connection, Index, Table, Text, func, select

from zhanjiang.addresses.newspapers import read_newspaper
from zhanjiang.items import ArticleArea, NewspaperPage, PlaceInNewspaper
from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata

newspaper_pages = Table(
    "newspaper_pages",
    metadata,
    Column("page", Text, primary_key=True),
    Column("paper", Text, nullable=False),
    Column("day", Text, nullable=False),
    Column("number", Text),
    Column("name", Text),
    Column("url", Text, nullable=False),
    Column("scan", Text),
    Column("pdf", Text),
    Column("articles", JSON, nullable=False),
    Index(None, "paper", "day"),
)

_GIVEN: Final = tuple(column.name for column in newspaper_pages.columns if column.name != "page")


_SAVE: Final = upsert_all(newspaper_pages)


def save(connection: Connection, page: NewspaperPage) -> None:
    """Store a page in place of its earlier version. Raises ValueError where its address names no page."""
    reference = read_newspaper(page.url or "")
    if reference is None or reference.is_article:
        raise ValueError(f"{page.url} is not the address of a newspaper's page")
    row = {"page": reference.id, **{name: getattr(page, name) for name in _GIVEN}}
    row["articles"] = [asdict(area) for area in page.articles]
    connection.execute(_SAVE.of(connection), row)


def pages_of(connection: Connection, paper: str, day: str) -> list[NewspaperPage]:
    """Return the pages of a paper's day, in the order of their numbers as printed."""
    query = select(*(newspaper_pages.c[name] for name in _GIVEN))
    query = query.where(newspaper_pages.c.paper == paper, newspaper_pages.c.day == day)
    rows = connection.execute(query.order_by(newspaper_pages.c.number, newspaper_pages.c.page)).mappings()
    return [_as_page(dict(row)) for row in rows]


def place_of(connection: Connection, article_id: str) -> PlaceInNewspaper | None:
    """Return where an article stands by the pages that are stored; None where none of them names it."""
    paper, _, rest = article_id.partition("/")
    for page in pages_of(connection, paper, rest.partition("/")[0]):
        for area in page.articles:
            if area.article == article_id:
                return PlaceInNewspaper(page.number, page.name, area.area)
    return None


def _as_page(row: Mapping[str, Any]) -> NewspaperPage:
    return NewspaperPage(**{**row, "articles": [ArticleArea(**area) for area in row["articles"]]})


def days(connection: Connection, paper: str, since: str = "", until: str = "9999") -> list[str]:
    """The days of a paper of which a page is stored, between two days (both included), rising."""
    day = newspaper_pages.c.day
    query = select(day).where(newspaper_pages.c.paper == paper, day.between(since, until))
    return [*connection.execute(query.distinct().order_by(day)).scalars()]


def nearest_day(connection: Connection, paper: str, *, before: str = "9999", after: str | None = None) -> str | None:
    """The last day of a paper before one, or the first after one; None where there is none."""
    day, of_paper = newspaper_pages.c.day, newspaper_pages.c.paper == paper
    edge, within = (func.max(day), day < before) if after is None else (func.min(day), day > after)
    return connection.execute(select(edge).where(of_paper, within)).scalar()
