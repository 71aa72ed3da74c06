"""The table of drift: what the runs found changed in how pages are read, a row for each subject that stands so now.

A subject is a layout with a field, or a channel's listing. A finding stays until a run finds that it no longer holds;
one that stays the same keeps the run that found it first.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from typing import Final

from sqlalchemy import Column, Connection, Integer, Table, Text, delete, select

from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.schema import metadata

drift = Table(
    "drift",
    metadata,
    Column("subject", Text, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("before", Text, nullable=False),
    Column("now", Text, nullable=False),
    Column("example", Text),
    Column("advice", Text, nullable=False),
)

_SAVE: Final = upsert_all(drift)


@dataclass(frozen=True, slots=True)
class DriftFinding:
    """What has changed: the subject, what was so before and is so now, an address as example, and what to do."""

    subject: str
    before: str
    now: str
    example: str | None
    advice: str

    @property
    def line(self) -> str:
        """The finding in one line."""
        return f"Drift: {self.sentence}"

    @property
    def sentence(self) -> str:
        """What has changed, with an example, and what to do."""
        example = f", as at {self.example}" if self.example else ""
        return f"{self.subject}: before {self.before}, now {self.now}{example}: {self.advice}"


_FIELDS: Final = tuple(field.name for field in fields(DriftFinding))


def save(connection: Connection, run: int, findings: Iterable[DriftFinding]) -> None:
    """Store what a run found, in place of what was stored of the same subjects."""
    rows = [{"run": run, **asdict(finding)} for finding in findings]
    if rows:
        connection.execute(_SAVE.of(connection), rows)


def remove(connection: Connection, subjects: Iterable[str]) -> None:
    """Remove the findings of subjects for which they no longer hold."""
    connection.execute(delete(drift).where(drift.c.subject.in_([*subjects])))


def found_in(connection: Connection) -> dict[str, int]:
    """Return the subjects of the findings that hold, each with the run that found it."""
    return {row.subject: row.run for row in connection.execute(select(drift.c.subject, drift.c.run))}


def current(connection: Connection) -> list[DriftFinding]:
    """Return the findings that hold, in the order of the runs that found them."""
    columns = [drift.c[name] for name in _FIELDS]
    query = select(*columns).order_by(drift.c.run, drift.c.subject)
    return [DriftFinding(*row) for row in connection.execute(query)]
