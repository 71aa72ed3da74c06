"""A figure of a benchmark, and how it is taken: the median of pairs that run one after the other."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Figure:
    """How fast something is: ``ratio`` is its rate over that of the ``floor``, so 2 is twice as fast.

    ``value`` and ``floor_value`` say both in a unit, for this machine alone.
    """

    benchmark: str
    subject: str
    floor: str
    ratio: float
    value: str
    floor_value: str


@dataclass(frozen=True, slots=True)
class Options:
    """How much is measured: articles of a crawl, rounds of pairs, sizes of the stores that grow."""

    articles: int = 2000
    rounds: int = 3
    sizes: tuple[int, ...] = (10_000, 100_000)


Measured = Callable[[], float]
"""Does the work once and returns the seconds that count."""


def interleaved(
    floor: Measured, subjects: Mapping[str, Measured], rounds: int
) -> Iterator[tuple[str, float, float, float]]:
    """Yield for each subject its name, the median ratio to the floor, and the median seconds of both.

    Each round takes the floor anew right before each subject: another program's load hits both.
    """
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in subjects}
    for _ in range(rounds):
        for name, subject in subjects.items():
            seconds[name].append((floor(), subject()))
    for name, pairs in seconds.items():
        ratio = statistics.median(bare / ours for bare, ours in pairs)
        bare, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
        yield name, ratio, bare, ours


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a function takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run(command: Sequence[str], folder: Path = ROOT) -> float:
    """Run a command of the project in a folder and return its seconds; it may write compiled modules, as for a user."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"PYTHONPATH": str(ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
    return timed(lambda: subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL))


def a_second(count: int, seconds: float, unit: str) -> str:
    """Write a rate: so many of a unit in a second.

    >>> a_second(2000, 4, "pages")
    '500 pages/s'
    """
    return f"{count / seconds:,.0f} {unit}/s"


def milliseconds(seconds: float) -> str:
    """Write a duration in milliseconds.

    >>> milliseconds(.00123)
    '1.23 ms'
    """
    return f"{seconds * 1000:,.2f} ms"
