"""The table of article addresses: every address an article was reached by, so that aliases are recognised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Column, Connection, Index, Table, Text, select

from zhanjiang.store.dialect import upsert
from zhanjiang.store.prepared import Prepared
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

article_addresses = Table(
    "article_addresses",
    metadata,
    Column("address", Text, primary_key=True),
    Column("article", Text, nullable=False),
    Column("first_seen", Text, nullable=False),
    Index(None, "article"),
)

_RECORD: Final = Prepared(upsert(article_addresses), article_addresses.columns.keys())


def record(connection: Connection, article_id: str, addresses: Iterable[str]) -> None:
    """Record that an article was reached by these addresses; what is known already stays as it was first seen."""
    now = moment()
    # In order, so that two workers with the same addresses never wait for each other in a circle.
    rows = [{"address": address, "article": article_id, "first_seen": now} for address in sorted(addresses)]
    _RECORD.run(connection, rows)


def of_articles(connection: Connection, article_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the addresses of each of the articles, in the order in which they were first seen, then by name."""
    table = article_addresses
    query = select(table.c.article, table.c.address).where(table.c.article.in_(article_ids))
    addresses_of = defaultdict(list)
    for article, address in connection.execute(query.order_by(table.c.first_seen, table.c.address)):
        addresses_of[article].append(address)
    return dict(addresses_of)
