"""Storing articles and exporting them, against what one would write oneself with ``sqlite3`` and ``json``.

The usual pipeline of a tutorial inserts a row of texts for each item and commits it; it knows no revisions and no
reprints, and looks nothing up. The usual export selects the rows and dumps each.
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from benchmarks.figure import Figure, Options, a_second, interleaved, run, timed
from benchmarks.similar import batches
from zhanjiang.items import Article
from zhanjiang.store import articles, open_store, similar

_MORE = 5
"""How many times as many articles as a crawl's are stored: an export of few would be all start-up."""
_TOGETHER = 100
"""How many articles are committed together, as `scrapy reparse` does."""
_COLUMNS = ("id", "url", "headline", "published_at", "text")


def figures(options: Options) -> Iterator[Figure]:
    """Measure storing with and without reprints, and exporting."""
    made = [article for batch in batches(options.articles * _MORE) for article, _ in batch]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subjects = {
            "storing": lambda: _store(folder, made, group=False),
            "storing, reprints found": lambda: _store(folder, made, group=True),
        }
        floor = "an INSERT and a commit each, by sqlite3"
        for subject, ratio, bare, ours in interleaved(lambda: _insert(folder, made), subjects, options.rounds):
            yield _figure(subject, floor, ratio, len(made), (ours, bare))
        subjects = {"export -o FILE.jsonl": lambda: _export(folder)}
        floor = "SELECT and json.dumps, started anew"
        for subject, ratio, bare, ours in interleaved(lambda: _select(folder), subjects, options.rounds):
            yield _figure(subject, floor, ratio, len(made), (ours, bare))


def _figure(subject: str, floor: str, ratio: float, count: int, seconds: tuple[float, float]) -> Figure:
    return Figure("storing", subject, floor, ratio, *(a_second(count, of, "articles") for of in seconds))


def _store(folder: Path, made: list[Article], *, group: bool) -> float:
    """Store the articles as a crawl does, each by itself, and commit them in groups."""
    _remove(folder, "store")
    store = open_store(f"sqlite:///{folder}/store.db")
    store.group_commits(units=_TOGETHER)
    save = similar.save if group else articles.save

    def work() -> None:
        for article in copies:
            with store.unit() as connection:
                save(connection, article)

    copies = [replace(article) for article in made]
    try:
        return timed(work)
    finally:
        store.close()


def _insert(folder: Path, made: list[Article]) -> float:
    _remove(folder, "plain")
    with closing(sqlite3.connect(folder / "plain.db")) as plain:
        plain.execute("PRAGMA journal_mode=WAL")
        plain.execute("PRAGMA synchronous=NORMAL")
        plain.execute(f"CREATE TABLE articles ({', '.join(_COLUMNS)})")

        def work() -> None:
            for article in made:
                plain.execute("INSERT INTO articles VALUES (?, ?, ?, ?, ?)", [getattr(article, of) for of in _COLUMNS])
                plain.commit()

        return timed(work)


_SELECT = f"""
import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute("SELECT {", ".join(_COLUMNS)} FROM articles")
with open(sys.argv[2], "w", encoding="utf-8") as file:
    for row in rows:
        file.write(json.dumps(dict(zip({_COLUMNS!r}, row)), ensure_ascii=False) + "\\n")
"""


def _select(folder: Path) -> float:
    return run([sys.executable, "-c", _SELECT, str(folder / "plain.db"), str(folder / "plain.jsonl")])


def _export(folder: Path) -> float:
    store = f"STORE_URL=sqlite:///{folder}/store.db"
    seconds = run([sys.executable, "-m", "scrapy", "export", "-s", store, "-o", f"{folder}/store.jsonl"])
    exported = [(folder / name).read_bytes().count(b"\n") for name in ("store.jsonl", "plain.jsonl")]
    if exported[0] != exported[1]:
        raise SystemExit(f"the exports have {exported} articles: the rates would mean nothing")
    return seconds


def _remove(folder: Path, name: str) -> None:
    for path in folder.glob(f"{name}.db*"):
        path.unlink()
