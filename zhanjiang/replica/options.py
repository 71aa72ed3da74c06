"""The replica's options, on the command line and from Python, each checked in one place."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from zhanjiang.replica.checks import (
    OptionError,
    read_choice,
    read_count,
    read_day,
    read_file,
    read_integer,
    read_paths,
    read_rates,
    read_seconds,
)
from zhanjiang.replica.faults import FAULTS
from zhanjiang.replica.generations import MOST_ADDED, Wanted
from zhanjiang.replica.picture_faults import PICTURE_FAULTS, PictureFaults
from zhanjiang.replica.presentation import SKINS

__all__ = ["OptionError", "ReplicaOptions", "add_options", "describe_faults", "parse_options", "read_options"]

MIXED = "mixed"
HEALING = ("usual", "always", "never")
MOST_ARTICLES = 20_000
COMMENTS = ("json", "page_ignored", "html", "missing")
"""The responses of the endpoint of comments: right, page 1 for every page, HTML, or 404."""
_LAST_PORT = 65_535 - 6
_MOST_DAYS = 400
_FIRST_NEWSPAPER = date(2012, 1, 1)
_MOST_SECONDS = 86_400
_MOST_ANSWERS = 1_000_000
EXAMPLE = "python -m zhanjiang.replica --port 8070 --articles 300 --seed 1 --fault unavailable=0.05 --truth truth.jsonl"


@dataclass(frozen=True, slots=True)
class ReplicaOptions:
    """How to run a replica.

    ``port`` is the portal's, the other sites use the next ones; 0: free ones, None: 8070, or free ones if it is in use.
    ``faults`` are pairs of a fault's name and its rate (0 to 1) among articles, or channels for faults of listings;
    ``faults_at`` pairs of name and path. ``latency`` and ``crawl_delay`` are seconds; no ``crawl_delay`` leaves the
    line out of robots.txt. ``truth`` and ``changes`` are files to write. ``added``, ``edited`` and
    ``withdrawn`` say how many articles the second generation changes; None: the usual shares. Without ``validators``
    no page has an ETag. After ``die_after`` responses of all sites, connections are closed without one; after
    ``challenge_after`` responses the portal demands the challenge's cookie; with ``challenge_first`` it demands it of
    everybody from the start, and one cookie opens the whole host for an hour. ``newspaper_from`` is the first of the
    ``newspaper_days`` (None: around a seeded day); from 2024 on it is that of the newspapers' newer site. The picture
    box changes every ``picture_box_seconds`` (0: never). ``comments`` is one of ``COMMENTS``. The newest
    ``live_pages`` articles are live pages. Traps lead to the site ``elsewhere``.
    """

    port: int | None = 0
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
    challenge_first: bool = False
    newspaper_days: int = 14
    newspaper_from: date | None = None
    newspaper_truth: Path | None = None
    rank_json: bool = True
    picture_box_seconds: int = 20
    comments: str = "json"
    load_more_by_script: bool = False
    picture_faults: tuple[tuple[str, float], ...] = ()
    picture_faults_at: tuple[tuple[str, str], ...] = ()
    live_pages: int = 0
    stop_with_stdin: bool = False
    elsewhere: str = "http://10.255.255.1"

    @property
    def wanted(self) -> Wanted:
        """How many articles the second generation is to change."""
        return Wanted(self.added, self.edited, self.withdrawn)

    @property
    def faults_of_pictures(self) -> PictureFaults:
        """What goes wrong with pictures."""
        return PictureFaults(self.seed, self.picture_faults, self.picture_faults_at)

    def arguments(self) -> list[str]:
        """Return the same options as command line arguments.

        >>> ReplicaOptions(faults=(("reset", 0.5),)).arguments()[-2:]
        ['--fault', 'reset=0.5']
        """
        return list(_arguments(self))


_ALWAYS_GIVEN = (
    *("articles", "seed", "generation", "skin", "heal", "latency"),
    *("newspaper_days", "picture_box_seconds", "comments", "live_pages", "elsewhere"),
)
_GIVEN_IF_SET = (
    "port",
    *("crawl_delay", "truth", "changes", "added", "edited", "withdrawn", "die_after", "challenge_after"),
    *("newspaper_from", "newspaper_truth"),
)
_SWITCHES = (
    ("--no-validators", "validators", True),
    ("--no-rank-json", "rank_json", True),
    ("--challenge-first", "challenge_first", False),
    ("--load-more-by-script", "load_more_by_script", False),
    ("--stop-with-stdin", "stop_with_stdin", False),
)
"""Each switch, the option that it turns, and the option's value without it."""


def _arguments(options: ReplicaOptions) -> Iterator[str]:
    for name in _ALWAYS_GIVEN:
        yield from (f"--{name.replace('_', '-')}", str(getattr(options, name)))
    for name in _GIVEN_IF_SET:
        value = getattr(options, name)
        if value is not None:
            yield from (f"--{name.replace('_', '-')}", str(value))
    yield from (switch for switch, name, usual in _SWITCHES if getattr(options, name) is not usual)
    for name, rate in options.faults:
        yield from ("--fault", f"{name}={rate}")
    for name, path in options.faults_at:
        yield from ("--fault-at", f"{name}={path}")
    for name, rate in options.picture_faults:
        yield from ("--picture-fault", f"{name}={rate}")
    for name, path in options.picture_faults_at:
        yield from ("--picture-fault-at", f"{name}={path}")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the replica's options; their values are checked by ``read_options``."""
    add = parser.add_argument
    add(
        "--port",
        metavar="N",
        help="the portal's port; the other sites use the next six (8070, or free ones; 0: free ones)",
    )
    add("--articles", default="300", metavar="N", help=f"how many articles, 1 to {MOST_ARTICLES} (300)")
    add("--seed", default="1", metavar="N", help="the same seed gives the same articles (1)")
    add("--generation", default="1", metavar="N", help="2: with articles added, edited and withdrawn since 1 (1)")
    add("--skin", default=MIXED, metavar="NAME", help=f"one of {', '.join(SKINS)}, or mixed: by the year (mixed)")
    add("--fault", default=[], action="append", metavar="NAME=RATE", help="a fault below, by rate; may be repeated")
    add("--fault-at", default=[], action="append", metavar="NAME=PATH", help="a fault at one path; may be repeated")
    add("--heal", default="usual", metavar="WHEN", help="whether a second visit heals: usual, always, never")
    add("--latency", default="0", metavar="SECONDS", help="the wait before each response (0)")
    add("--crawl-delay", metavar="SECONDS", help="the Crawl-delay in robots.txt (none)")
    add("--truth", metavar="FILE", help="write the truth about every article to this file, as JSON lines")
    add("--changes", metavar="FILE", help="write what generation 2 changed to this file, as JSON")
    add("--added", metavar="N", help="how many articles generation 2 adds (4 in 100)")
    add("--edited", metavar="N", help="how many articles generation 2 edits (5 in 100)")
    add("--withdrawn", metavar="N", help="how many articles generation 2 withdraws (2 in 100)")
    add("--no-validators", action="store_true", help="send no ETag and no Last-Modified")
    add("--die-after", metavar="N", help="after N responses of all sites, close every connection without one (never)")
    add("--challenge-after", metavar="N", help="after N responses of the portal, send the challenge (never)")
    add(
        "--challenge-first",
        action="store_true",
        help="demand of every client of the portal a cookie that is good for an hour",
    )
    add("--stop-with-stdin", action="store_true", help="end when standard input ends")
    _add_newspaper_options(parser)
    _add_page_options(parser)


def _add_newspaper_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--newspaper-days", default="14", metavar="N", help=f"how many days of each paper, 1 to {_MOST_DAYS} (14)")
    add("--newspaper-from", metavar="DAY", help="the first day (around a seeded day); from 2024 on: of the newer site")
    add(
        "--newspaper-truth",
        metavar="FILE",
        help="write the truth about the newspapers' articles to this file, as JSON lines",
    )


def _add_page_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--no-rank-json", action="store_true", help="404 for the rankings' JSON; scripts fill the list by other means")
    add("--picture-box-seconds", default="20", metavar="N", help="how often the picture box changes, 0: never (20)")
    add(
        "--comments",
        default="json",
        metavar="NAME",
        help=f"how their endpoint responds: {', '.join(COMMENTS)} (json)",
    )
    add("--load-more-by-script", action="store_true", help="load one channel's rows by a script alone")
    add("--elsewhere", default="http://10.255.255.1", metavar="ADDRESS", help="the site to which traps lead")
    add("--live-pages", default="0", metavar="N", help="make live pages of the N newest articles (0)")
    for option, value, how in (
        ("--picture-fault", "NAME=RATE", "by rate"),
        ("--picture-fault-at", "NAME=PATH", "at a path"),
    ):
        add(
            option,
            default=[],
            action="append",
            metavar=value,
            help=f"a fault of pictures from the list below, {how}; may be repeated",
        )


def describe_faults() -> str:
    """Return a line on each fault for the help, those of pictures below a heading."""
    described = {name: fault.description for name, fault in FAULTS.items()}
    lines = [f"  {name:<21}{description}" for name, description in described.items()]
    pictures = [f"  {name:<21}{description}" for name, description in PICTURE_FAULTS.items()]
    return "\n".join([*lines, "", "faults of pictures:", *pictures])


def read_options(given: argparse.Namespace) -> ReplicaOptions:
    """Check what was given. Raises OptionError for the first value that is not allowed."""
    return ReplicaOptions(
        port=read_count("--port", given.port, _LAST_PORT),
        seed=read_integer("--seed", given.seed, 0, 2**31),
        skin=read_choice("--skin", given.skin, (*SKINS, MIXED)),
        faults=read_rates("--fault", given.fault, FAULTS),
        faults_at=read_paths("--fault-at", given.fault_at, FAULTS),
        heal=read_choice("--heal", given.heal, HEALING),
        latency=read_seconds("--latency", given.latency),
        crawl_delay=None if given.crawl_delay is None else read_seconds("--crawl-delay", given.crawl_delay),
        die_after=read_count("--die-after", given.die_after, _MOST_ANSWERS),
        elsewhere=given.elsewhere.rstrip("/"),
        challenge_after=read_count("--challenge-after", given.challenge_after, _MOST_ANSWERS),
        **_read_switches(given),
        **_read_content(given),
        **_read_pages(given),
    )


class _StrictParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Raise OptionError, where argparse would end the process."""
        raise OptionError(message)


def parse_options(line: str) -> ReplicaOptions:
    """Read options written as on a command line. Raises OptionError for what is no option, or no value of one.

    >>> parse_options("--no-rank-json --articles 50").articles
    50
    """
    parser = _StrictParser(add_help=False, allow_abbrev=False)
    add_options(parser)
    try:
        return read_options(parser.parse_args(shlex.split(line)))
    except ValueError as error:
        raise OptionError(str(error)) from None


def _read_switches(given: argparse.Namespace) -> dict[str, Any]:
    typed = {name: getattr(given, switch[2:].replace("-", "_")) for switch, name, _ in _SWITCHES}
    return {name: not usual if typed[name] else usual for _, name, usual in _SWITCHES}


def _read_content(given: argparse.Namespace) -> dict[str, Any]:
    """Read the amounts of content, and the files to write."""
    return {
        "articles": read_integer("--articles", given.articles, 1, MOST_ARTICLES),
        "generation": read_integer("--generation", given.generation, 1, 2),
        "truth": read_file("--truth", given.truth),
        "changes": read_file("--changes", given.changes),
        "added": read_count("--added", given.added, MOST_ADDED),
        "edited": read_count("--edited", given.edited, MOST_ARTICLES),
        "withdrawn": read_count("--withdrawn", given.withdrawn, MOST_ARTICLES),
        "newspaper_days": read_integer("--newspaper-days", given.newspaper_days, 1, _MOST_DAYS),
        "newspaper_from": read_day("--newspaper-from", given.newspaper_from, _FIRST_NEWSPAPER),
        "newspaper_truth": read_file("--newspaper-truth", given.newspaper_truth),
    }


def _read_pages(given: argparse.Namespace) -> dict[str, Any]:
    """Read the peculiarities of the portal's pages and pictures."""
    return {
        "picture_box_seconds": read_integer("--picture-box-seconds", given.picture_box_seconds, 0, _MOST_SECONDS),
        "comments": read_choice("--comments", given.comments, COMMENTS),
        "live_pages": read_integer("--live-pages", given.live_pages, 0, MOST_ARTICLES),
        "picture_faults": read_rates("--picture-fault", given.picture_fault, PICTURE_FAULTS),
        "picture_faults_at": read_paths("--picture-fault-at", given.picture_fault_at, PICTURE_FAULTS),
    }
