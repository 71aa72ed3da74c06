"""`scrapy reparse`, against the crawl of the same pages over loopback.

A round crawls the replica (start-up, archive, comments and store included), deletes the store, and reparses the
archive into a new one. Nothing else reads an archive again into items, so the crawl itself is the floor.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.crawl import UNHURRIED
from benchmarks.figure import Figure, Options, a_second, run
from zhanjiang.replica.launch import ReplicaOptions, running_replica

_HALF = 2
"""A round does all twice, so it is done with half as many articles."""


def figures(options: Options) -> Iterator[Figure]:
    """Measure the reparse of a whole archive into a new store."""
    articles = options.articles // _HALF
    with running_replica(ReplicaOptions(articles=articles)) as replica:
        addresses = {name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"}
        given = UNHURRIED | addresses | {"COMMENTS_ENABLED": "True"}
        settings = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        rounds = []
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                rounds.append(_round(Path(folder), settings, articles))
    ratio = statistics.median(crawl / reparse for crawl, reparse in rounds)
    crawl, reparse = (statistics.median(column) for column in zip(*rounds, strict=True))
    rates = (a_second(articles, seconds, "articles") for seconds in (reparse, crawl))
    yield Figure("reparse", "reparse", "the crawl of the same pages", ratio, *rates)


def _round(folder: Path, settings: list[str], articles: int) -> tuple[float, float]:
    crawl = _seconds(folder, "crawl", "articles", *settings)
    stored = _stored(folder)
    for path in (folder / "data").glob("zhanjiang.db*"):
        path.unlink()
    reparse = _seconds(folder, "reparse", *settings)
    if _stored(folder) != stored or len(stored) != articles:
        raise SystemExit("the archive did not give the same articles: the rate would mean nothing")
    return crawl, reparse


def _seconds(folder: Path, *arguments: str) -> float:
    return run([sys.executable, "-m", "scrapy", *arguments], folder)


def _stored(folder: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "data" / "zhanjiang.db")) as store:
        return set(store.execute("SELECT id, content_hash FROM articles"))
