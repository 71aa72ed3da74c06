"""What the replica can be told on the command line and from Python, each option checked in one place."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.generations import MOST_ADDED, Wanted
from zhanjiang.replica.presentation import SKINS

MIXED = "mixed"
HEALING = ("usual", "always", "never")
MOST_ARTICLES = 20_000
_LAST_PORT = 65_535 - 3
_MOST_ANSWERS = 1_000_000
EXAMPLE = "python -m zhanjiang.replica --port 8070 --articles 300 --seed 1 --fault unavailable=0.05 --truth truth.jsonl"


class OptionError(ValueError):
    """An option has a value that is not allowed; the message says in one line what is."""


@dataclass(frozen=True, slots=True)
class ReplicaOptions:
    """How to run a replica.

    ``faults`` are pairs of a fault's name and its rate (0 to 1) among articles, or channels for faults of listings;
    ``faults_at`` pairs of name and path. ``latency`` and ``crawl_delay`` are seconds; no ``crawl_delay`` leaves the
    line out of robots.txt. ``truth`` and ``changes`` are files to write these to. ``added``, ``edited`` and
    ``withdrawn`` say how many articles the second generation changes; None: the usual shares. Without ``validators``
    no page has an ETag. After ``die_after`` answers of all sites, connections are closed without one; after
    ``challenge_after`` answers of the portal, it asks for the challenge's cookie.
    """

    port: int = 0
    articles: int = 300
    seed: int = 1
    generation: int = 1
    skin: str = MIXED
    faults: tuple[tuple[str, float], ...] = ()
    faults_at: tuple[tuple[str, str], ...] = ()
    heal: str = "usual"
    latency: float = 0.0
    crawl_delay: float | None = None
    truth: Path | None = None
    changes: Path | None = None
    added: int | None = None
    edited: int | None = None
    withdrawn: int | None = None
    validators: bool = True
    die_after: int | None = None
    challenge_after: int | None = None
    stop_with_stdin: bool = False

    @property
    def wanted(self) -> Wanted:
        """How many articles the second generation is to change."""
        return Wanted(self.added, self.edited, self.withdrawn)

    def arguments(self) -> list[str]:
        """Return the command line's arguments that say the same.

        >>> ReplicaOptions(faults=(("reset", 0.5),)).arguments()[-2:]
        ['--fault', 'reset=0.5']
        """
        return list(_arguments(self))


def _arguments(options: ReplicaOptions) -> Iterator[str]:
    for name in ("port", "articles", "seed", "generation", "skin", "heal", "latency"):
        yield from (f"--{name}", str(getattr(options, name)))
    for name in ("crawl_delay", "truth", "changes", "added", "edited", "withdrawn", "die_after", "challenge_after"):
        value = getattr(options, name)
        if value is not None:
            yield from (f"--{name.replace('_', '-')}", str(value))
    if not options.validators:
        yield "--no-validators"
    if options.stop_with_stdin:
        yield "--stop-with-stdin"
    for name, rate in options.faults:
        yield from ("--fault", f"{name}={rate}")
    for name, path in options.faults_at:
        yield from ("--fault-at", f"{name}={path}")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the replica's options; their values are checked by ``read_options``."""
    add = parser.add_argument
    add("--port", default="0", metavar="N", help="the portal's port, other sites take the next three (0: free ones)")
    add("--articles", default="300", metavar="N", help=f"how many articles, 1 to {MOST_ARTICLES} (300)")
    add("--seed", default="1", metavar="N", help="the same seed gives the same articles (1)")
    add("--generation", default="1", metavar="N", help="2: some articles added, edited and withdrawn since 1 (1)")
    add("--skin", default=MIXED, metavar="NAME", help=f"one of {', '.join(SKINS)}, or mixed: by the year (mixed)")
    add("--fault", default=[], action="append", metavar="NAME=RATE", help="a fault below, by rate; may be repeated")
    add("--fault-at", default=[], action="append", metavar="NAME=PATH", help="a fault at a path; may be repeated")
    add("--heal", default="usual", metavar="WHEN", help="are faults gone at the second visit: usual, always, never")
    add("--latency", default="0", metavar="SECONDS", help="wait before each answer (0)")
    add("--crawl-delay", metavar="SECONDS", help="the Crawl-delay in robots.txt (none)")
    add("--truth", metavar="FILE", help="write the truth about every article to this file, as JSON lines")
    add("--changes", metavar="FILE", help="write what generation 2 changed to this file, as JSON")
    add("--added", metavar="N", help="how many articles generation 2 adds (4 in 100)")
    add("--edited", metavar="N", help="how many articles generation 2 edits (5 in 100)")
    add("--withdrawn", metavar="N", help="how many articles generation 2 withdraws (2 in 100)")
    add("--no-validators", action="store_true", help="send no ETag and no Last-Modified")
    add("--die-after", metavar="N", help="after N answers of all sites, close every connection without one (never)")
    add("--challenge-after", metavar="N", help="after N answers of the portal, answer with the challenge (never)")
    add("--stop-with-stdin", action="store_true", help="end when standard input ends")


def describe_faults() -> str:
    """Return a line on each fault, for the help."""
    return "\n".join(f"  {name:<18}{fault.description}" for name, fault in FAULTS.items())


def read_options(given: argparse.Namespace) -> ReplicaOptions:
    """Check what was given. Raises OptionError for the first value that is not allowed."""
    return ReplicaOptions(
        port=_integer("--port", given.port, 0, _LAST_PORT),
        articles=_integer("--articles", given.articles, 1, MOST_ARTICLES),
        seed=_integer("--seed", given.seed, 0, 2**31),
        generation=_integer("--generation", given.generation, 1, 2),
        skin=_choice("--skin", given.skin, (*SKINS, MIXED)),
        faults=tuple((name, _rate(name, rate)) for name, rate in map(_fault, given.fault)),
        faults_at=tuple((name, _path(name, path)) for name, path in map(_fault, given.fault_at)),
        heal=_choice("--heal", given.heal, HEALING),
        latency=_seconds("--latency", given.latency),
        crawl_delay=None if given.crawl_delay is None else _seconds("--crawl-delay", given.crawl_delay),
        truth=_file("--truth", given.truth),
        changes=_file("--changes", given.changes),
        added=_count("--added", given.added, MOST_ADDED),
        edited=_count("--edited", given.edited, MOST_ARTICLES),
        withdrawn=_count("--withdrawn", given.withdrawn, MOST_ARTICLES),
        validators=not given.no_validators,
        die_after=_count("--die-after", given.die_after, _MOST_ANSWERS),
        challenge_after=_count("--challenge-after", given.challenge_after, _MOST_ANSWERS),
        stop_with_stdin=given.stop_with_stdin,
    )


def _integer(option: str, value: str, low: int, high: int) -> int:
    if not value.isdecimal() or not low <= int(value) <= high:
        raise OptionError(f"{option} {value!r} is not allowed: give a whole number from {low} to {high}")
    return int(value)


def _count(option: str, value: str | None, most: int) -> int | None:
    return None if value is None else _integer(option, value, 0, most)


def _seconds(option: str, value: str) -> float:
    try:
        seconds = float(value)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 60:
        raise OptionError(f"{option} {value!r} is not allowed: give seconds from 0 to 60, such as 0.5")
    return seconds


def _choice(option: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise OptionError(f"{option} {value!r} is not allowed: give one of {', '.join(allowed)}")
    return value


def _fault(value: str) -> tuple[str, str]:
    name, _, rest = value.partition("=")
    return _choice("--fault", name, tuple(FAULTS)), rest


def _rate(name: str, value: str) -> float:
    try:
        rate = float(value)
    except ValueError:
        rate = -1.0
    if not 0 <= rate <= 1:
        raise OptionError(f"--fault {name}={value} is not allowed: give a rate from 0 to 1, such as {name}=0.05")
    return rate


def _path(name: str, value: str) -> str:
    if not value.startswith("/"):
        raise OptionError(f"--fault-at {name}={value} is not allowed: give a path, such as {name}=/p/2665093.html")
    return value


def _file(option: str, value: str | None) -> Path | None:
    path = Path(value) if value else None
    if path and not path.parent.is_dir():
        raise OptionError(f"{option} {value!r} is not allowed: give a file in a folder that exists")
    return path
