"""The table of counts of rules: in each run, by layout, year and field, how often which rule gave the field.

``rule`` is the field's rule (``selector``, ``learned``, ``label`` …), or ``missing`` where the page gave no value;
``year`` that of publication, '' where it is not known. An article is counted under its layout; the field ``article``
counts all of them. Listings stand in the same table: the layout ``listing``, the channel as field, the rule ``rows``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from sqlalchemy import Column, ColumnElement, Connection, Integer, Table, Text, exists, func, select

from zhanjiang.store.crawls import crawls
from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata

layout_counts = Table(
    "layout_counts",
    metadata,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("layout", Text, primary_key=True),
    Column("year", Text, primary_key=True),
    Column("field", Text, primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("example", Text),
)

ARTICLE: Final = "article"
LISTING: Final = "listing"
MISSING: Final = "missing"

_SAVE: Final = upsert_all(layout_counts)


class RuleCount(NamedTuple):
    """How many articles of a layout and year had a field by a rule; ``example`` is the address of one of them."""

    layout: str
    year: str
    field: str
    rule: str
    number: int
    example: str | None


class LayoutUse(NamedTuple):
    """The last run in which a layout read articles, and how many it read then."""

    run: int
    articles: int


def save(connection: Connection, run: int, counts: Iterable[RuleCount]) -> None:
    """Store the counts of a run, in place of what was stored of the same."""
    rows = [{"run": run, **count._asdict()} for count in counts]
    if rows:
        connection.execute(_SAVE.of(connection), rows)


def of_runs(
    connection: Connection, *, before: int, runs: int, without: ColumnElement[bool] | None = None
) -> dict[int, list[RuleCount]]:
    """Return the counts of the last runs before one that counted anything, the latest run first.

    ``without`` is a condition on the table of runs: those that meet it are passed over.
    """
    numbers = select(layout_counts.c.run).where(layout_counts.c.run < before).distinct()
    if without is not None:
        numbers = numbers.where(~exists().where(crawls.c.id == layout_counts.c.run, without))
    latest = numbers.order_by(layout_counts.c.run.desc()).limit(runs).subquery()
    query = select(layout_counts).join(latest, latest.c.run == layout_counts.c.run)
    by_run: dict[int, list[RuleCount]] = {}
    for run, *count in connection.execute(query.order_by(layout_counts.c.run.desc())):
        by_run.setdefault(run, []).append(RuleCount(*count))
    return by_run


def last_uses(connection: Connection) -> dict[str, LayoutUse]:
    """Return when each layout was used last, by its name."""
    table = layout_counts
    query = select(table.c.layout, table.c.run, func.sum(table.c.number)).where(table.c.field == ARTICLE)
    rows = connection.execute(query.group_by(table.c.layout, table.c.run).order_by(table.c.run))
    return {layout: LayoutUse(run, number) for layout, run, number in rows}
