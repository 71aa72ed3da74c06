"""What a search costs in a store of many articles, and whether it finds what a scan of all texts finds.

Articles of invented words, as unevenly frequent as those of a language, are stored as a crawl stores them. Then 200
runs of one to six characters, drawn from them at random and every other one in traditional script, are searched, each
for its first 20 hits; that is compared with what one would write without an index, `LIKE '%…%'` over headline and text.
One scan of all texts says what each query has to find. `python -m benchmarks searching` does so on the largest of
`--sizes`. All figures at each size, with `export` of the same store:

    python -m benchmarks.searching 10000 300000
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Final
from unittest.mock import patch

from sqlalchemy import select, text

from benchmarks.figure import ROOT, Figure, Options, timed
from benchmarks.growth import command_cost, peak_megabytes
from benchmarks.similar import batches
from zhanjiang.items import Article
from zhanjiang.processors.script_conversion import converted
from zhanjiang.processors.search_query import SearchQuery
from zhanjiang.store import Store, articles, open_read_only, open_store, search, search_index

_SIZES: Final = (300_000,)
_QUERIES: Final = 200
_LONGEST: Final = 6
_SCANNED: Final = 5
"""So many queries are answered by LIKE: each reads the whole store."""
_TOGETHER: Final = 2000
_MORE: Final = 500
"""So many articles more are stored to see what the index costs each."""
_DAYS: Final = 4700


@dataclass(frozen=True)
class Searching:
    """The figures at one size; ``wrong`` are the queries that found something else than the scan."""

    articles: int
    index_ms_an_article: float
    text_mb: float
    index_mb: float
    index_by_text: float
    median_ms: float
    p95_ms: float
    worst_ms: float
    like_ms: float
    wrong: int
    search_mb: float
    exported_a_second: float
    export_mb: float


def figures(options: Options) -> Iterator[Figure]:
    """Compare with LIKE, the index with the text that it indexes, and what it finds with what a scan finds."""
    taken = measure(max(options.sizes))
    for share, cost in (("median", taken.median_ms), ("95 %", taken.p95_ms)):
        subject, values = f"a search, {share}, {taken.articles:,} stored", (f"{cost:.2f} ms", f"{taken.like_ms:.0f} ms")
        yield Figure("searching", subject, "LIKE '%…%'", taken.like_ms / cost, *values)
    sizes = (f"{megabytes:,.0f} MB" for megabytes in (taken.index_mb, taken.text_mb))
    yield Figure("searching", "size of the index", "the texts that it indexes", taken.text_mb / taken.index_mb, *sizes)
    right = _QUERIES - taken.wrong
    yield Figure("searching", "answers", "a scan of all texts", right / _QUERIES, f"{right} right", f"{_QUERIES}")


def measure(size: int) -> Searching:
    """Make a store of so many articles, and measure."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{folder}/store.db"
        with closing(open_store(address)) as store:
            _fill(store, size)
            index_ms = _index_cost(store)
        with closing(open_read_only(address)) as store:
            queries = _draw(store, size)
            like = statistics.median(_like_seconds(store, query) for query in queries[:_SCANNED])
            wrong, text_bytes = _scan(store, queries)
            index_bytes = _index_bytes(store)
        times, search_mb = _searched(address, queries)
        seconds, export_mb = command_cost("export", address, "-o", os.devnull)
    return Searching(
        size, index_ms, text_bytes / 1e6, index_bytes / 1e6, index_bytes / text_bytes,
        statistics.median(times), sorted(times)[int(len(times) * 0.95)], max(times), like * 1e3,
        wrong, search_mb, size / seconds, export_mb,
    )  # fmt: skip


# --- The store --------------------------------------------------------------------------------------------------------


def _made(size: int) -> Iterator[Article]:
    """Make articles of 13 years, each batch of a thousand newest first."""
    for number, article in ((int(str(article.id)[7:]), article) for batch in batches(size) for article, _ in batch):
        day = date(2013, 1, 1) + timedelta(number * _DAYS // size)
        at = f"{day}T{number % 24:02}:{number % 60:02}:00+08:00"
        yield replace(article, published_at=at, kind="article", channel=f"channel{number % 7}")


def _fill(store: Store, size: int) -> None:
    """Store so many articles, in the order of their days, as many together as ``maintain --reindex`` does."""
    made = _made(size)
    with store.transaction() as connection:
        search_index.expect_many(connection)
    while some := sorted(islice(made, _TOGETHER), key=lambda article: article.published_at or ""):
        with store.transaction() as connection:
            for article in some:
                articles.save(connection, article)
    with store.transaction() as connection:
        search_index.expect_few(connection)


def _index_cost(store: Store) -> float:
    """The milliseconds of the processor that the index costs an article which is stored; nothing of it stays."""
    spent = []
    for index in (articles.index, lambda *_: None):
        made = [replace(article, id=f"portal/{at + 9_000_000}") for at, article in enumerate(_made(1000))]
        with store.rehearsal(), patch.object(articles, "index", index):
            started = time.process_time()
            for article in made[:_MORE]:
                with store.unit() as connection:
                    articles.save(connection, article)
            spent.append(time.process_time() - started)
    return (spent[0] - spent[1]) / _MORE * 1e3


def _index_bytes(store: Store) -> int:
    with store.reading() as connection:
        return sum(
            connection.execute(text(f"SELECT sum(length({column})) FROM {table}_{part}")).scalar_one()
            for table in ("search_index", "search_characters")
            for part, column in (("data", "block"), ("docsize", "id || sz"))
        )


# --- Queries ----------------------------------------------------------------------------------------------------------


def _draw(store: Store, size: int) -> list[str]:
    """Draw runs of one to six characters from the articles, every other one in traditional script."""
    chance = Random(size)
    runs: list[str] = []
    with store.reading() as connection:
        while len(runs) < _QUERIES:
            [article] = articles.latest(connection, [f"portal/{chance.randrange(size)}"]).values()
            paragraph = chance.choice([article.headline or "", *(article.text or "").split("\n\n")])
            start = chance.randrange(len(paragraph))
            run = paragraph[start : start + chance.randint(1, _LONGEST)]
            if any(character.isalnum() for character in run):
                runs.append(converted(run, "hant") if len(runs) % 2 else run)
    return runs


def _like_seconds(store: Store, query: str) -> float:
    """How long LIKE takes for the newest 20 articles, as one would write it."""
    wanted = "headline LIKE :run OR text LIKE :run"
    like = text(f"SELECT id, headline, published_at FROM articles WHERE {wanted} ORDER BY published_at DESC LIMIT 20")
    with store.reading() as connection:
        return timed(lambda: connection.execute(like, {"run": f"%{query}%"}).all())


def _scan(store: Store, queries: Sequence[str]) -> tuple[int, int]:
    """How many queries find something else than a scan of all texts does, and how many bytes the texts have.

    Sets of articles are compared by their number and the sum of their keys.
    """
    runs = [SearchQuery.parse(query) for query in queries]
    expected = [[0, 0] for _ in runs]
    size = 0
    with store.reading() as connection:
        rows = connection.execution_options(yield_per=500).execute(select(articles.articles)).mappings()
        for row in rows:
            folded = search_index.entry_of(articles.as_article(dict(row), [])).folded
            size += len(folded.encode())
            for run, found in zip(runs, expected, strict=True):
                if run.words[0] in folded:
                    found[0] += 1
                    found[1] += row["search_key"]
        wrong = 0
        for run, found in zip(runs, expected, strict=True):
            match = search_index.matching(connection, run, headline=False)
            keys = search_index.newest_keys(connection, match, range(1, 1 << 62), 1 << 40)
            wrong += [len(keys), sum(keys)] != found
    return wrong, size


def _searched(address: str, queries: Sequence[str]) -> tuple[list[float], float]:
    """Search in a process of its own: the milliseconds of each query, and the megabytes of the process at the most."""
    command = [sys.executable, "-m", "benchmarks.searching", "--search", address]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(queries), capture_output=True, text=True, check=True)
    times, megabytes = json.loads(done.stdout)
    return times, megabytes


def _search(address: str) -> None:
    times = []
    with closing(open_read_only(address)) as store, store.reading() as connection:
        for typed in ["启", *json.load(sys.stdin)]:  # the first one loads what all need
            query = SearchQuery.parse(typed)
            times.append(timed(lambda query=query: search.find(connection, query)) * 1e3)  # type: ignore[misc]
    print(json.dumps([times[1:], peak_megabytes()]))


def main() -> None:
    """Measure at the given sizes, and print the figures of each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", type=int, nargs="*", default=[*_SIZES], help="how many articles (300000)")
    parser.add_argument("--search", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.search:
        _search(options.search)
        return
    for size in options.sizes:
        for name, value in asdict(measure(size)).items():
            print(f"{name:22}{value:>14,.2f}" if isinstance(value, float) else f"{name:22}{value:>14,}", flush=True)


if __name__ == "__main__":
    main()
