"""Start-up: the commands of an installation against those of an empty Scrapy project.

What a user would have instead is a project as ``scrapy startproject`` makes it.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure, Options, interleaved, run
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_SCRAPY = (sys.executable, "-m", "scrapy")
_MORE = 3
"""How many times as many rounds: a start takes a second."""


def figures(options: Options) -> Iterator[Figure]:
    """Measure `scrapy --help`, `scrapy version`, and a crawl of a portal that has nothing new."""
    with running_replica(ReplicaOptions(articles=20)) as replica, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        listed = folder / "addresses.txt"
        listed.write_text(replica.truth()[0]["url"], "utf-8")
        empty = _empty_project(folder)
        settings = {
            **replica.addresses,
            "STORE_URL": f"sqlite:///{folder}/store.db",
            "ARCHIVE_DIR": f"{folder}/archive",
        }
        settings |= {"LOG_LEVEL": "ERROR", "DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "False"}
        settings.pop("MIRROR_URL")
        given = [part for setting, value in settings.items() for part in ("-s", f"{setting}={value}")]
        crawl = [*_SCRAPY, "crawl", "frontpage", *given]
        run(crawl)  # makes the store
        for subject, ours, theirs in (
            ("scrapy --help", [*_SCRAPY, "--help"], ([*_SCRAPY, "--help"], empty)),
            ("scrapy version", [*_SCRAPY, "version"], ([*_SCRAPY, "version"], empty)),
            ("crawl frontpage", crawl, ([sys.executable, "-m", "benchmarks.bare_scrapy", str(listed)], None)),
        ):
            yield _figure(subject, ours, theirs, options.rounds * _MORE)


def _figure(subject: str, ours: list[str], theirs: tuple[list[str], Path | None], rounds: int) -> Figure:
    command, folder = theirs
    floor = (lambda: run_elsewhere(command, folder)) if folder else (lambda: run(command))
    name = "the same in an empty project" if folder else "bare Scrapy, one page"
    [(_, ratio, bare, seconds)] = interleaved(floor, {subject: lambda: run(ours)}, rounds)
    return Figure("startup", subject, name, ratio, f"{seconds:.2f} s", f"{bare:.2f} s")


def run_elsewhere(command: list[str], folder: Path) -> float:
    """Run a command in a project that is not ours, and return its seconds."""
    return run(["env", "-u", "SCRAPY_SETTINGS_MODULE", "-u", "PYTHONPATH", *command], folder)


def _empty_project(folder: Path) -> Path:
    run_elsewhere([*_SCRAPY, "startproject", "empty"], folder)
    return folder / "empty"
