"""The table of pictures: what was downloaded from which address, and where it is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, func, select

from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata

images = Table(
    "images",
    metadata,
    Column("url", Text, primary_key=True),
    Column("path", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("fetched_at", Text, nullable=False),
)


@dataclass(frozen=True, slots=True)
class StoredImage:
    """A picture that was downloaded: its address, its file below ``IMAGES_STORE``, its sizes, the UTC time."""

    url: str
    path: str
    sha256: str
    bytes: int
    width: int
    height: int
    fetched_at: str


_COLUMNS: Final = tuple(images.c[field.name] for field in fields(StoredImage))


_SAVE: Final = upsert_all(images)


def save(connection: Connection, image: StoredImage) -> None:
    """Add a picture; an earlier one of this address is replaced."""
    row = {column.name: getattr(image, column.name) for column in _COLUMNS}
    connection.execute(_SAVE.of(connection), row)


def known(connection: Connection, urls: Sequence[str]) -> dict[str, StoredImage]:
    """Return those of the pictures that were downloaded before, by address."""
    query = select(*_COLUMNS).where(images.c.url.in_(urls))
    return {row.url: StoredImage(**row._mapping) for row in connection.execute(query)}


def is_any(connection: Connection) -> bool:
    """Say whether any picture was downloaded."""
    return connection.execute(select(images.c.url).limit(1)).first() is not None


def paths(connection: Connection) -> list[str]:
    """The files of all pictures, below ``IMAGES_STORE``."""
    return list(connection.execute(select(images.c.path).distinct().order_by(images.c.path)).scalars())


def total(connection: Connection) -> tuple[int, int]:
    """Return how many files of pictures there are, and how many bytes they have: several addresses may share one."""
    files = select(images.c.path, func.max(images.c.bytes).label("bytes")).group_by(images.c.path).subquery()
    number, size = connection.execute(select(func.count(), func.coalesce(func.sum(files.c.bytes), 0))).one()
    return number, int(size)
