"""Figures for Prometheus: a text file for the node exporter's textfile collector, written anew at each run's end.

The format is a few lines of text, so no library writes it. All spiders' figures come from the store, since the file is
replaced whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from zhanjiang.durable import put_in_place
from zhanjiang.store import crawls, monitor_states
from zhanjiang.store.crawls import Crawl
from zhanjiang.times import moment, parse_moment

_CHALLENGES: Final = "challenge/met"
PREFIX: Final = "zhanjiang_"


@dataclass(frozen=True, slots=True)
class SpiderFigures:
    """What is known of a spider: its last run and its last good one, and what belongs to the store as a whole."""

    run: Crawl
    good: Crawl | None
    broken: int
    newest: float | None
    disk: int | None

    def count(self, name: str) -> float:
        """A count of the last run."""
        return float((self.run.counts or {}).get(name, 0))


_METRICS: Final[Mapping[str, tuple[str, Callable[[SpiderFigures], float | None]]]] = {
    "run_started_timestamp_seconds": ("When the last run started.", lambda of: _seconds(of.run.started_at)),
    "run_ended_timestamp_seconds": ("When the last run ended.", lambda of: _seconds(of.run.ended_at)),
    "run_duration_seconds": ("How long the last run took.", lambda of: of.run.seconds),
    "run_exit_code": ("The exit code of the last run.", lambda of: of.run.exit_code),
    "last_good_run_timestamp_seconds": (
        "When the last run ended that ended with 0, if not in the future.",
        lambda of: _seconds(of.good.ended_at) if of.good else None,
    ),
    "articles_new": ("New articles of the last run.", lambda of: of.count("articles/new")),
    "articles_edited": ("Edited articles of the last run.", lambda of: of.count("articles/edited")),
    "articles_collated": (
        "Articles of which the last run read another copy that differs.",
        lambda of: of.count("articles/collated"),
    ),
    "articles_unchanged": ("Articles that the last run found unchanged.", lambda of: of.count("articles/unchanged")),
    "pages_failed": ("Pages that the last run could not fetch.", lambda of: of.count("ledger/failed")),
    "pages_quarantined": ("Pages that the last run could not read.", lambda of: of.count("ledger/quarantined")),
    "challenges": ("Script challenges that the last run met.", lambda of: of.count(_CHALLENGES)),
    "repair_guesses": ("Places that the last run repaired by a guess.", lambda of: of.count("repair/guesses")),
    "monitors_broken": ("Monitors that fail now.", lambda of: of.broken),
    "newest_article_timestamp_seconds": ("When the portal's newest article was published.", lambda of: of.newest),
    "disk_left_bytes": ("The room on the fullest disk of store and archive.", lambda of: of.disk),
}
"""Each figure by its name without the prefix: what it is, and where it comes from; None leaves it out."""

NAMES: Final = tuple(f"{PREFIX}{name}" for name in _METRICS)


def write_metrics(path: Path, connection: Connection, newest: float | None, disk: int | None) -> None:
    """Write the figures of all spiders that ever ran into a file, in one step. Raises OSError.

    ``newest`` is the moment of the newest article in seconds since 1970, ``disk`` the bytes left.
    """
    text = "".join(f"{line}\n" for line in _lines(connection, newest, disk))
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f".{path.name}.unfinished")  # the collector reads *.prom alone
    written.write_text(text, "utf-8")
    put_in_place(written, path)


def _lines(connection: Connection, newest: float | None, disk: int | None) -> Iterator[str]:
    broken, until = len(monitor_states.broken(connection)), moment()  # a run that is dated ahead is no fresh one
    figures = {
        spider: SpiderFigures(run, crawls.last_good(connection, spider, until), broken, newest, disk)
        for spider in crawls.spiders(connection)
        if (run := crawls.last_of(connection, spider))
    }
    for name, (meaning, value) in _METRICS.items():
        yield f"# HELP {PREFIX}{name} {meaning}"
        yield f"# TYPE {PREFIX}{name} gauge"
        for spider, of_spider in figures.items():
            if (number := value(of_spider)) is not None:
                yield f'{PREFIX}{name}{{spider="{spider}"}} {number!r}'


def _seconds(moment: str | None) -> float | None:
    return parse_moment(moment).timestamp() if moment else None
