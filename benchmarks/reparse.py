"""How fast `scrapy reparse` is against the crawl of the same pages over loopback in the same run.

    python benchmarks/reparse.py [--articles 1000] [--rounds 3]

A round crawls the replica (start-up, archive, comments and store included), deletes the store, and reparses the
archive into a new one. Prints articles per second of both, and the ratio.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT))  # for `python benchmarks/reparse.py`, which has this folder in the path alone

from zhanjiang.replica.launch import ReplicaOptions, running_replica  # noqa: E402

_UNHURRIED = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "LOG_LEVEL": "ERROR",
}


def main() -> None:
    """Run the rounds and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=1000, help="how many articles (1000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often both run, one after the other (3)")
    options = parser.parse_args()
    ratios = []
    with running_replica(ReplicaOptions(articles=options.articles)) as replica:
        addresses = {name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"}
        settings = [part for name, value in (_UNHURRIED | addresses).items() for part in ("-s", f"{name}={value}")]
        for number in range(1, options.rounds + 1):
            with tempfile.TemporaryDirectory() as folder:
                crawl, reparse = _round(Path(folder), settings, options.articles)
            ratios.append(crawl / reparse)
            print(f"round {number}: crawl {options.articles / crawl:.0f} articles/s, reparse"
                  f" {options.articles / reparse:.0f} articles/s, ratio {crawl / reparse:.2f}", flush=True)  # fmt: skip
    print(f"reparse against the crawl: {statistics.median(ratios):.2f}")


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
    environment = os.environ | {"PYTHONPATH": str(_ROOT), "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings"}
    started = time.perf_counter()
    command = [sys.executable, "-m", "scrapy", *arguments]
    subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def _stored(folder: Path) -> set[tuple[str, str]]:
    with closing(sqlite3.connect(folder / "data" / "zhanjiang.db")) as store:
        return set(store.execute("SELECT id, content_hash FROM articles"))


if __name__ == "__main__":
    main()
