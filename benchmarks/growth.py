"""What a store of many articles costs: runs, the store itself, ``status`` and ``export``, by how much is stored.

A store is filled with copies of one article (``benchmarks/many_articles.py``), 6 kB each with all indexes. On it are
measured, each in a process of its own, in seconds of the processor:

new       a run that finds 20 new articles, on a replica of the portal
nothing   the same run again, which finds nothing
all_due   a run of which all articles are due: until it has 20 answers (first: seconds of the clock until the first)
range     a run of `ids=1-2700000`: until it has 20 answers
status, export, and what it costs to lease, store and settle one article more

`python -m benchmarks growth` compares larger stores with the smallest. All figures at each size:

    python -m benchmarks.growth 10000 100000 1000000
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

from sqlalchemy import text

from benchmarks.crawl import UNHURRIED
from benchmarks.figure import ROOT, Figure, Options
from benchmarks.many_articles import fill, model, page_of
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.store import crawls, open_store, similar

_SIZES: Final = (10_000, 100_000)
_NEW: Final = 20
_STORED_ANEW: Final = 500


@dataclass(frozen=True)
class Growth:
    """The costs at one size: seconds of the processor (but for ``first``: of the wall), and megabytes at the most."""

    articles: int
    fill: float
    megabytes: float
    new: float
    nothing: float
    nothing_mb: float
    all_due: float
    first: float
    all_due_mb: float
    range: float
    range_mb: float
    status: float
    status_mb: float
    export: float
    export_mb: float
    store_ms: float


# --- Measuring --------------------------------------------------------------------------------------------------------


def measure(sizes: Sequence[int] = _SIZES) -> Iterator[Growth]:
    """Measure at each size in turn; the smallest store comes first."""
    with running_replica(ReplicaOptions(articles=_NEW, seed=5)) as replica:
        for size in sorted(sizes):
            with tempfile.TemporaryDirectory() as folder:
                yield _measure(size, replica, Path(folder))


_COMPARED: Final = {
    "new": "a run that finds 20 new, {size:,} stored",
    "nothing": "a run that finds nothing, {size:,} stored",
    "all_due": "a run to its 20th answer, {size:,} due",
    "range": "ids=1-2700000 to its 20th answer, {size:,} stored",
    "status": "status, {size:,} stored",
    "status_mb": "memory of status, {size:,} stored",
    "all_due_mb": "memory of a run, {size:,} due",
    "store_ms": "storing one more, {size:,} stored",
}
"""The costs that should not grow, each with its subject."""


def figures(options: Options) -> Iterator[Figure]:
    """Compare what larger stores cost with what the smallest does."""
    smallest, *larger = measure(options.sizes)
    for growth in larger:
        for name, subject in _COMPARED.items():
            before, now = getattr(smallest, name), getattr(growth, name)
            unit = "MB" if name.endswith("_mb") else "ms" if name.endswith("_ms") else "s of CPU"
            values = (f"{cost:,.2f} {unit}" for cost in (now, before))
            yield Figure(
                "growth",
                subject.format(size=growth.articles),
                f"the same with {smallest.articles:,}",
                before / now,
                *values,
            )


def _measure(size: int, replica: RunningReplica, folder: Path) -> Growth:
    address = f"sqlite:///{folder}/store.db"
    started = time.process_time()
    with closing(open_store(address)) as store:
        fill(store, size, replica.addresses["PORTAL_URL"])
    filled = time.process_time() - started
    settings = {**UNHURRIED, **replica.addresses, "STORE_URL": address, "ARCHIVE_DIR": f"{folder}/archive"}
    settings["FEEDS"] = json.dumps({f"{folder}/fed.jsonl": {"format": "jsonlines"}})
    new, nothing = (_child("crawl", settings) for _ in range(2))
    status = command_cost("status", address)
    export = command_cost("export", address, "-o", os.devnull)
    stored = _child("store", settings)
    few = settings | {"CLOSESPIDER_PAGECOUNT": str(_NEW)}
    of_range = _child("crawl", few | {"ids": "1-2700000"})
    _make_due(address)
    due = _child("crawl", few)
    return Growth(
        size,
        filled,
        (folder / "store.db").stat().st_size / 1e6,
        *(new["cpu"], nothing["cpu"], nothing["megabytes"]),
        *(due["cpu"], due["first"], due["megabytes"]),
        *(of_range["cpu"], of_range["megabytes"]),
        *status,
        *export,
        stored["cpu"] / _STORED_ANEW * 1e3,
    )


def _make_due(address: str) -> None:
    with closing(open_store(address)) as store, store.transaction() as connection:
        connection.execute(text("UPDATE ledger SET due = '2026-01-01T00:00:00Z' WHERE kind = 'article'"))


def _child(task: str, settings: Mapping[str, str]) -> dict[str, float]:
    """Do a task in a process of its own; what it returns, and the seconds and megabytes that the process took."""
    command = [sys.executable, "-m", "benchmarks.growth", "--task", task, json.dumps(settings)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        raise SystemExit(f"{task} failed: {done.stderr or done.stdout}")
    report: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return report


def command_cost(*command: str) -> tuple[float, float]:
    """Run a command of the project on a store; seconds of the processor, and megabytes at the most."""
    name, address, *more = command
    script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    script += " r = resource.getrusage(resource.RUSAGE_CHILDREN); print(r.ru_utime + r.ru_stime, r.ru_maxrss / 1e3)"
    scrapy = [sys.executable, "-m", "scrapy", name, *more, "-s", f"STORE_URL={address}"]
    done = subprocess.run([sys.executable, "-c", script, *scrapy], cwd=ROOT, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)


def _crawl(settings: Mapping[str, str]) -> dict[str, float]:
    """Crawl the articles; when the first answer came, in seconds since the start."""
    started = time.monotonic()
    answered: list[float] = []
    from scrapy import signals  # heavy, and counted as a part of the run
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    values = get_project_settings()
    arguments = {name: value for name, value in settings.items() if name.islower()}
    values.setdict({**settings, "FEEDS": json.loads(settings["FEEDS"])}, priority="cmdline")
    process = AsyncCrawlerProcess(values)
    crawler = process.create_crawler("articles")

    def answer(response: Any) -> None:
        """Note when an answer came that is a page's."""
        if not response.url.endswith("robots.txt"):
            answered.append(time.monotonic() - started)

    crawler.signals.connect(answer, signals.response_received)
    process.crawl(crawler, **arguments)
    process.start()
    return {"first": answered[0], "answers": len(answered), **crawler.stats.get_stats()}


def _store_anew(settings: Mapping[str, str]) -> dict[str, float]:
    """Lease, store and settle some more articles, as a crawl does."""
    from scrapy.statscollectors import StatsCollector  # heavy
    from scrapy.utils.test import get_crawler

    portal = settings["PORTAL_URL"]
    with closing(open_store(settings["STORE_URL"])) as store:
        with store.transaction() as connection:
            run = crawls.begin(connection, "articles", {}, {})
        frontier = RunFrontier(store, run, "adaptive", StatsCollector(get_crawler()))
        numbers = range(100_000, 100_000 + _STORED_ANEW)
        made = [model(number, portal) for number in numbers]
        before = time.process_time()
        for number, article in zip(numbers, made, strict=True):
            frontier.lease([page_of(number, portal)])
            with store.transaction() as connection:
                similar.save(connection, article)
                frontier.record_article(connection, article, "stored")
        spent = time.process_time() - before
        frontier.close(finished=True)
    return {"cpu": spent}


_TASKS: Final = {"crawl": _crawl, "store": _store_anew}


def peak_megabytes() -> float:
    """The megabytes of this process at the most, by Linux's own count: getrusage gives a child its parent's."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmHWM:")[1].split()[0]) / 1e3


def _do(task: str, settings: Mapping[str, str]) -> None:
    report = _TASKS[task](settings)
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = {"cpu": used.ru_utime + used.ru_stime, "megabytes": peak_megabytes()}
    print(json.dumps(spent | report, default=str))


def main() -> None:
    """Measure at the given sizes, and print a table with a row for each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[*_SIZES], help="how many articles (10000 100000)")
    parser.add_argument("--task", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.task:
        _do(options.task[0], json.loads(options.task[1]))
        return
    names = [field.name for field in fields(Growth)]
    print("  ".join(f"{name:>10}" for name in names))
    for growth in measure(options.sizes):
        print("  ".join(f"{value:>10,}" if isinstance(value, int) else f"{value:>10.2f}" for value in astuple(growth)),
              flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
