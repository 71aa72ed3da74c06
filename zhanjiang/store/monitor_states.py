"""The table of monitors that failed: since when, what they found, and to which channels that was sent.

A row is there as long as somebody has to hear of it: one that is mended goes once every channel that was sent the
failure was sent the mending too. No address of a channel is stored, only its place and kind (``1 DingTalk``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from sqlalchemy import JSON, Column, Connection, Integer, Table, Text, delete, select, update

from zhanjiang.store.dialect import upsert_all
from zhanjiang.store.drift import DriftFinding
from zhanjiang.store.schema import metadata
from zhanjiang.times import moment

monitor_states = Table(
    "monitor_states",
    metadata,
    Column("name", Text, primary_key=True),
    Column("run", Integer, nullable=False),
    Column("since", Text, nullable=False),
    Column("mended_at", Text),
    *(Column(name, Text, nullable=False) for name in ("subject", "before", "now", "advice")),
    Column("example", Text),
    Column("notices", JSON, nullable=False),
)

_SAVE: Final = upsert_all(monitor_states)
_OF_FINDING: Final = ("subject", "before", "now", "example", "advice")

NoticeKind = Literal["broken", "still broken", "mended"]


class SentNotice(NamedTuple):
    """The last notice that a channel was sent of a monitor, and when."""

    kind: str
    sent_at: str


@dataclass(frozen=True, slots=True)
class MonitorState:
    """A monitor that failed: the run that found it first, since when, and what it finds now.

    ``mended_at`` is None as long as it fails. ``notices`` are the last ones sent, by channel.
    """

    name: str
    run: int
    since: str
    mended_at: str | None
    finding: DriftFinding
    notices: dict[str, SentNotice]

    @property
    def line(self) -> str:
        """What is broken, in one line; the subject is the monitor's name, or what it names more exactly."""
        sentence = self.finding.sentence
        return sentence if self.finding.subject == self.name else f"{self.name}: {sentence}"


def current(connection: Connection) -> dict[str, MonitorState]:
    """Return all states by name, those that broke first before the others."""
    rows = connection.execute(select(monitor_states).order_by(monitor_states.c.run, monitor_states.c.name)).mappings()
    return {row["name"]: _state(row) for row in rows}


def broken(connection: Connection) -> list[MonitorState]:
    """Return the states of the monitors that fail."""
    return [state for state in current(connection).values() if state.mended_at is None]


def _state(row: Mapping[Any, Any]) -> MonitorState:
    finding = DriftFinding(**{name: row[name] for name in _OF_FINDING})
    notices = {channel: SentNotice(*sent) for channel, sent in row["notices"].items()}
    return MonitorState(row["name"], row["run"], row["since"], row["mended_at"], finding, notices)


def fail(connection: Connection, run: int, failed: Mapping[str, DriftFinding]) -> None:
    """Record the monitors that fail, by name; one that failed before keeps its beginning and its notices."""
    known = current(connection)
    rows = [_failed_row(known.get(name), name, run, finding) for name, finding in failed.items()]
    if rows:
        connection.execute(_SAVE.of(connection), rows)


def _failed_row(known: MonitorState | None, name: str, run: int, finding: DriftFinding) -> dict[str, Any]:
    row = {"name": name, **{column: getattr(finding, column) for column in _OF_FINDING}, "mended_at": None}
    notices = {channel: list(sent) for channel, sent in known.notices.items()} if known else {}
    if known is None or known.mended_at is not None:
        return row | {"run": run, "since": moment(), "notices": notices}
    return row | {"run": known.run, "since": known.since, "notices": notices}


def mend(connection: Connection, names: Iterable[str]) -> None:
    """Record that monitors fail no more."""
    is_broken = monitor_states.c.name.in_([*names]) & monitor_states.c.mended_at.is_(None)
    connection.execute(update(monitor_states).where(is_broken).values(mended_at=moment()))


def note_sent(connection: Connection, channel: str, sent: Mapping[str, NoticeKind]) -> None:
    """Record what a channel was sent, by the monitors' names."""
    now = moment()
    states = current(connection)
    for name, kind in sent.items():
        notices = {**states[name].notices, channel: SentNotice(kind, now)}
        row = update(monitor_states).where(monitor_states.c.name == name)
        connection.execute(row.values(notices={key: list(notice) for key, notice in notices.items()}))


def forget(connection: Connection, names: Iterable[str]) -> None:
    """Delete states of which nobody has to hear any more."""
    connection.execute(delete(monitor_states).where(monitor_states.c.name.in_([*names])))
