"""The table of quarantine: pages that gave no article, stored with their bytes and the reason."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Column, Connection, Integer, LargeBinary, Table, Text, UniqueConstraint, select

from zhanjiang.store.dialect import upsert
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment, parse_moment

Stage = Literal["read", "validate", "store", "incomplete"]

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("address", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("traceback", Text),
    Column("body", LargeBinary),  # compressed with zlib
    Column("content_type", Text),
    Column("fetched_at", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    UniqueConstraint("address", "reason"),
)


@dataclass(frozen=True, slots=True)
class QuarantinedPage:
    """A quarantined page: its address as requested, the stage that failed, the reason in one line, and the page.

    ``traceback`` is None where no exception says more, ``body`` the bytes as they came.
    """

    address: str
    stage: Stage
    reason: str
    traceback: str | None
    body: bytes
    content_type: str | None


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A row of the table without the page itself; ``attempts`` counts the visits that ended so.

    ``fetched_at`` has one form whatever version wrote the row, so that it can be compared as text.
    """

    id: int
    address: str
    stage: Stage
    reason: str
    fetched_at: str
    attempts: int


_KEEP: Final = upsert(
    quarantine,
    ("stage", "traceback", "body", "content_type", "fetched_at"),
    {"attempts": quarantine.c.attempts + 1},
    key=("address", "reason"),
)


def keep(connection: Connection, page: QuarantinedPage) -> None:
    """Add a page. The same address with the same reason is one row: the newest bytes, and one attempt more."""
    row = {
        "address": page.address,
        "stage": page.stage,
        "reason": page.reason,
        "traceback": page.traceback,
        "body": zlib.compress(page.body),
        "content_type": page.content_type,
        "fetched_at": moment(),
        "attempts": 1,
    }
    connection.execute(_KEEP.of(connection), row)


def kept(connection: Connection) -> list[QuarantinedPage]:
    """Return every page in quarantine, in the order in which they first came."""
    names = ("address", "stage", "reason", "traceback", "body", "content_type")
    rows = connection.execute(select(*(quarantine.c[name] for name in names)).order_by(quarantine.c.id)).mappings()
    return [QuarantinedPage(**{**row, "body": zlib.decompress(row["body"])}) for row in rows]


def newest(connection: Connection) -> list[KeptPage]:
    """Return the newest page of each address in quarantine, in the order in which the addresses first came."""
    names = ("id", "address", "stage", "reason", "fetched_at", "attempts")
    rows = connection.execute(select(*(quarantine.c[name] for name in names)).order_by(quarantine.c.id)).mappings()
    of_address: dict[str, KeptPage] = {}
    for row in rows:
        page = KeptPage(**{**row, "fetched_at": moment(parse_moment(row["fetched_at"]))})
        earlier = of_address.get(page.address)
        if earlier is None or earlier.fetched_at <= page.fetched_at:
            of_address[page.address] = page
    return [*of_address.values()]


def page_of(connection: Connection, row: int) -> QuarantinedPage:
    """Return the page of a row, with its bytes."""
    names = ("address", "stage", "reason", "traceback", "body", "content_type")
    query = select(*(quarantine.c[name] for name in names)).where(quarantine.c.id == row)
    columns = connection.execute(query).mappings().one()
    return QuarantinedPage(**{**columns, "body": zlib.decompress(columns["body"])})


def restate(connection: Connection, kept: KeptPage, stage: Stage, reason: str, traceback: str | None) -> None:
    """Give a quarantined page its present stage, reason and traceback, and delete the other rows of its address."""
    others = quarantine.delete().where(quarantine.c.address == kept.address, quarantine.c.id != kept.id)
    connection.execute(others)
    values = {"stage": stage, "reason": reason, "traceback": traceback}
    connection.execute(quarantine.update().where(quarantine.c.id == kept.id).values(values))


def release(connection: Connection, addresses: Sequence[str]) -> None:
    """Delete all rows of these addresses."""
    connection.execute(quarantine.delete().where(quarantine.c.address.in_(addresses)))
