"""How long the pages of ``scrapy browse`` take over a large store, and ``scrapy report``: each page's latency.

A store is filled with copies of one article (``benchmarks/many_articles.py``), with runs, rankings, comments and pages
of newspapers beside them, and served by the real command. Each page is fetched over one connection, of other articles,
days and words each time; the median and the slowest of the visits are printed, the first one left out, since the
templates are compiled for it, and the time of the processor that a visit costs the server: the latency of a machine
that does nothing else. The pages should take no more than 100 ms.

    python -m benchmarks.browsing --articles 300000
"""

from __future__ import annotations

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Final
from urllib.parse import quote

from sqlalchemy import text

from benchmarks.figure import ROOT
from benchmarks.many_articles import fill
from zhanjiang.items import ArticleArea, Comment, NewspaperPage, RankingEntry
from zhanjiang.store import Store, comments, crawls, newspaper, open_store, rankings
from zhanjiang.store.reindexing import empty, reindex

_PORTAL: Final = "http://portal.example"
_MOST: Final = 0.1
"""Seconds that a page may take."""
_SNAPSHOTS: Final = 200
_RUNS: Final = 400


def _fill(address: str, articles: int, *, with_search: bool) -> None:
    with closing(open_store(address)) as store:
        fill(store, articles, _PORTAL)
        empty(store)  # the copies have the index entry of their model
        for _ in reindex(store) if with_search else ():
            pass
        _fill_tables(store)


def _fill_tables(store: Store) -> None:
    with store.transaction() as connection:
        ids = [*connection.execute(text("SELECT id FROM articles ORDER BY number LIMIT 1000")).scalars()]
        for number in range(_RUNS):
            run = crawls.begin(connection, "articles", {}, {"scrapy": "2"})
            crawls.end(connection, run, "finished", 60.0, {"articles/new": number})
        for at in range(_SNAPSHOTS):
            for rank in range(1, 11):
                moment = f"2026-01-{1 + at // 24:02}T{at % 24:02}:00:00Z"
                url = f"{_PORTAL}/p/{rank + at % 3}.html"
                rankings.save(connection, RankingEntry("day", rank, f"第{rank}条", url, ids[rank + at % 3], moment))
        for number in range(1, 51):
            said = Comment(ids[0], str(number), "读者", "写得好。" * 9, None, "2022-05-31", 1, "new", "2026-01-01")
            comments.save(connection, said)
        for day in range(1, 29):
            for page in range(2, 10):
                _save_page(store, f"2018-07-{day:02}", page, ids)


def _save_page(store: Store, day: str, page: int, ids: list[str]) -> None:
    url = f"http://paper.example/zjrb/html/{day[:7]}/{day[8:]}/node_{page}.htm"
    areas = [ArticleArea(ids[at], [[1, at * 10], [99, at * 10], [99, at * 10 + 9]]) for at in range(8)]
    with store.transaction() as connection:
        newspaper.save(connection, NewspaperPage("zjrb", day, f"A{page:02}", "本地", url, None, None, areas))


def _pages(store: str) -> dict[str, Callable[[random.Random], str]]:
    """The addresses of each kind of page, made at random."""
    with closing(open_store(store)) as opened, opened.reading() as connection:
        ids = [*connection.execute(text("SELECT id FROM articles ORDER BY number")).scalars()]
        body: str = connection.execute(text("SELECT text FROM articles LIMIT 1")).scalar_one()
    runs = [re.sub(r"\W", "", body)[at : at + 2] for at in range(0, 400, 2)]

    def day(chance: random.Random) -> str:
        """A day of the years in which the articles are."""
        return f"{chance.randint(2008, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"

    return {
        "front page": lambda chance: f"/day/{day(chance)}",
        "last front page": lambda chance: "/",
        "channel": lambda chance: f"/channel/shehui?before={quote(day(chance))}_0",
        "article": lambda chance: f"/article/{chance.choice(ids)}",
        "article, traditional": lambda chance: f"/article/{chance.choice(ids)}?script=hant",
        "revisions": lambda chance: f"/article/{chance.choice(ids)}/revisions",
        "captures": lambda chance: f"/article/{chance.choice(ids)}/archive",
        "search, rare": lambda chance: f"/search?q={quote(f'第{chance.choice(ids)[7:]}期')}",
        "search, in all": lambda chance: f"/search?q={quote(chance.choice(runs))}",
        "search, narrowed": lambda chance: f"/search?q={quote(chance.choice(runs))}&channel=shehui&year=2015",
        "search, last pages": lambda chance: f"/search?q={quote(chance.choice(runs))}&page=20",
        "newspaper": lambda chance: f"/newspaper/zjrb/2018-07-{chance.randint(1, 28):02}",
        "rankings": lambda chance: "/rankings?period=day",
        "runs": lambda chance: f"/runs?before={chance.randint(2, _RUNS)}",
        "run 1": lambda chance: "/runs/1",
    }


@contextmanager
def _serving(store: str) -> Iterator[tuple[HTTPConnection, int]]:
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"STORE_URL={store}"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            address = process.stdout.readline().split()[2]
            yield HTTPConnection(address.removeprefix("http://").rstrip("/")), process.pid
        finally:
            process.terminate()


def _measure(connection: HTTPConnection, address: str) -> float:
    started = time.perf_counter()
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{address} answers with {answer.status}")
    return time.perf_counter() - started


def _processor(process: int) -> float:
    """Seconds of the processor that a process has used, as Linux counts them."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _visit(server: tuple[HTTPConnection, int], name: str, addresses: Sequence[str]) -> None:
    """Visit pages of one kind, and print what they took."""
    connection, process = server
    _measure(connection, addresses[0])
    began = _processor(process)
    times = [_measure(connection, address) for address in addresses[1:]]
    cost = (_processor(process) - began) / len(times)
    mark = "" if max(times) <= _MOST else f"  more than {_MOST * 1000:.0f} ms"
    figures = (statistics.median(times), max(times), cost)
    print(f"{name:<22}{''.join(f'{seconds * 1000:9.1f} ms' for seconds in figures)}{mark}")


def _report(store: str, folder: Path) -> None:
    file = folder / "report.html"
    command = [sys.executable, "-m", "scrapy", "report", "-o", str(file), "-s", f"STORE_URL={store}"]
    started = time.perf_counter()
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    print(f"{'report':<22}{time.perf_counter() - started:9.1f} s, {file.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Fill a store, or take one that was filled, and measure each page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--visits", type=int, default=20)
    parser.add_argument(
        "--without-search", action="store_true", help="leave out search, whose index takes long to make"
    )
    parser.add_argument("--store", type=Path, help="the file of the store; made if it is not there")
    given = parser.parse_args()
    os.environ.pop("ZHANJIANG_STORE_URL", None)
    with tempfile.TemporaryDirectory() as folder:
        file = given.store or Path(folder) / "store.db"
        store = f"sqlite:///{file.absolute()}"
        if not file.exists():
            _fill(store, given.articles, with_search=not given.without_search)
        chance = random.Random(1)
        pages = {
            name: page
            for name, page in _pages(store).items()
            if not (given.without_search and name.startswith("search"))
        }
        print(f"{'page':<22}{'median':>12}{'slowest':>12}{'processor':>12}")
        with _serving(store) as server:
            for name, address in pages.items():
                _visit(server, name, [address(chance) for _ in range(given.visits + 1)])
        _report(store, Path(folder))


if __name__ == "__main__":
    main()
