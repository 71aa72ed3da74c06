"""What a store of many articles costs: runs, the store itself, ``status`` and ``export``, by how much is stored.

A store is filled with copies of one article, saved by the store's own functions and then copied by the database: rows
of the same form in each table, 4.4 kB an article, some 15,000 articles a second. On it are measured, each in a process
of its own, in seconds of the processor:

new       a run that finds 20 new articles, on a replica of the portal
nothing   the same run again, which finds nothing
all_due   a run of which all articles are due: until it has 20 answers (first: seconds of the clock until the first)
range     a run of `ids=1-2700000`: until it has 20 answers
status, export, and what it costs to lease, store and settle one article more

Run it with

    python benchmarks/growth.py 10000 100000 1000000
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
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import Any, Final

sys.path.insert(0, str(Path(__file__).parents[1]))

from sqlalchemy import Connection, text

from zhanjiang.addresses.page import PageRef
from zhanjiang.archive import Capture
from zhanjiang.crawl.frontier import RunFrontier
from zhanjiang.items import Article, Image, Person, content_hash
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica
from zhanjiang.store import Store, captures, crawls, ledger, open_store, similar
from zhanjiang.times import moment

_ROOT: Final = Path(__file__).parents[1]
_SIZES: Final = (10_000, 100_000)
_NEW: Final = 20
_STORED_ANEW: Final = 500
_MODEL: Final = 1_000_000
"""The number of the article that is copied: of seven digits, as the copies' numbers are."""
_CHANNELS: Final = ("shizheng", "shehui", "jingji", "minsheng", "xianqu", "tupian", "shipin")
_SETTINGS: Final = {
    "CONCURRENT_REQUESTS": "32",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "32",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "LOG_LEVEL": "ERROR",
    "COMMENTS_ENABLED": "False",
}


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


# --- A store of many articles -----------------------------------------------------------------------------------------


def fill(store: Store, count: int, portal: str) -> None:
    """Store so many articles, 0 to ``count`` - 1: copies of one that differ in numbers, headline, channel and days."""
    with store.transaction() as connection:
        run = crawls.begin(connection, "articles", {}, {})
        crawls.end(connection, run, "finished", 1.0, {"articles/new": count})
        _store_model(connection, portal)
        for table, columns in _copied().items():
            _copy(connection, table, columns, count)
        _remove_model(connection)


def _store_model(connection: Connection, portal: str) -> None:
    article = model(_MODEL, portal)
    similar.save(connection, article)
    page = _page(_MODEL, portal)
    ledger.add(connection, [page], 1, "leased")
    values = {"state": "stored", "content_hash": article.content_hash, "pages": 1, "etag": f'"{_MODEL:x}"'}
    values |= {"last_fetched": moment(), "due": "2099-01-01T00:00:00Z", "interval": 15_552_000}
    ledger.write(connection, page.page, values | {"published_at": article.published_at})
    capture = Capture(
        file="articles-1-20260101T000000000000-00001.warc.gz", offset=_MODEL, length=9000, type="response",
        url=page.url, status=200, digest=f"sha1:{_MODEL:032}", taken_at="2026-01-01T00:00:00.000000Z", run=1,
        page=page.page, kind="article", article=page.article, channel=page.channel, headline=page.headline,
        is_further=False,
    )  # fmt: skip
    captures.add(connection, [capture])


def _page(number: int, portal: str) -> PageRef:
    url = f"{portal}/p/{number}.html"
    return PageRef(f"/p/{number}.html", url, "article", f"portal/{number}", "shehui", f"第{number}期港口开通新航线")


def model(number: int, portal: str) -> Article:
    """An article of 700 characters that no other reprints."""
    words = [f"{chr(0x4E00 + (number * 7919 + at * 104_729) % 20_000)}港口航线货物增长" for at in range(70)]
    url = f"{portal}/p/{number}.html"
    article = Article(
        id=f"portal/{number}", url=url, addresses=[url, f"{portal}/shehui/p/{number}.html"], kind="article",
        channel="shehui", headline=f"第{number}期港口开通新航线", published_at="2022-05-31T10:00:00+08:00",
        source="湛江日报", byline="记者林宇云", authors=[Person("记者", "林宇云")], credits=[Person("编辑", "周子琪")],
        text="\n\n".join("，".join(words[at : at + 10]) + "。" for at in range(0, len(words), 10)),
        images=[Image(f"{portal}/pictures/{number}.jpg", "新航线首船离港。")], pages=1, script="hans", revision=1,
        extracted_by=dict.fromkeys(("headline", "published_at", "source", "byline", "text"), "selector"),
        fetched_at="2026-01-01T00:00:00Z",
    )  # fmt: skip
    return replace(article, content_hash=content_hash(article))


def _copied() -> dict[str, dict[str, str]]:
    """For each table the columns in which copies differ from the model, as SQL; ``n`` is the copy's number."""
    in_text = {name: f"replace({name}, '{_MODEL}', n)" for name in ("url", "headline", "article", "page", "address")}
    of_article = {"id": "'portal/' || n", "number": "n", "published_at": "day || substr(published_at, 11)"}
    of_article |= {name: in_text[name] for name in ("url", "headline")} | {"channel": "channel_of_n"}
    of_article |= {"images": f"replace(images, '{_MODEL}', n)", "content_hash": "lower(hex(randomblob(32)))"}
    of_ledger = {name: in_text[name] for name in ("page", "url", "article", "headline")} | {"channel": "channel_of_n"}
    of_ledger |= {"published_at": of_article["published_at"], "content_hash": of_article["content_hash"]}
    of_ledger |= {"due": "date('now', '+' || (1 + n % 180) || ' days') || 'T00:00:00Z'"}
    of_captures = {name: in_text[name] for name in ("page", "url", "article", "headline")}
    of_captures |= {"offset": "n * 9000", "channel": "channel_of_n", "digest": "'sha1:' || hex(randomblob(16))"}
    of_captures |= {"taken_at": "day || substr(taken_at, 11)"}
    return {
        "articles": of_article,
        "article_addresses": {name: in_text[name] for name in ("address", "article")},
        "similar_bands": {"band": "random()", "article": "'portal/' || n", "sketch": "randomblob(length(sketch))"},
        "ledger": of_ledger,
        "captures": of_captures,
    }


def _copy(connection: Connection, table: str, changed: Mapping[str, str], count: int) -> None:
    names = [row[1] for row in connection.execute(text(f"PRAGMA table_info({table})"))]
    values = ", ".join(_qualified(changed.get(name, f'"{name}"'), table) for name in names)
    channel = f"CASE n % {len(_CHANNELS)} " + "".join(f"WHEN {at} THEN '{one}' " for at, one in enumerate(_CHANNELS))
    numbers = f"""
        WITH RECURSIVE counted(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counted WHERE i + 1 < {count}),
        placed(i, n) AS (SELECT i, {first_number()} + i + i / 3 FROM counted),
        numbered(n, day, channel_of_n) AS (
            SELECT n, date('2008-01-01', '+' || CAST(i * 6500.0 / {count} AS INTEGER) || ' days'), {channel} END
            FROM placed)
    """
    quoted = ", ".join(f'"{name}"' for name in names)
    connection.execute(text(f"INSERT INTO {table} ({quoted}) {numbers} SELECT {values} FROM numbered, {table}"))


def _qualified(value: str, table: str) -> str:
    return f"{table}.{value}" if value.startswith('"') else value


def first_number() -> int:
    """The number of the first copy: of seven digits, below those of the replica, and not the model's."""
    return _MODEL + 1


def _remove_model(connection: Connection) -> None:
    for table, column in (("articles", "id"), ("article_addresses", "article"), ("similar_bands", "article"),
                          ("ledger", "article"), ("captures", "article")):  # fmt: skip
        connection.execute(text(f"DELETE FROM {table} WHERE {column} = 'portal/{_MODEL}'"))


# --- Measuring --------------------------------------------------------------------------------------------------------


def measure(sizes: Sequence[int] = _SIZES) -> Iterator[Growth]:
    """Measure at each size in turn; the smallest store comes first."""
    with running_replica(ReplicaOptions(articles=_NEW, seed=5)) as replica:
        for size in sorted(sizes):
            with tempfile.TemporaryDirectory() as folder:
                yield _measure(size, replica, Path(folder))


def _measure(size: int, replica: RunningReplica, folder: Path) -> Growth:
    address = f"sqlite:///{folder}/store.db"
    started = time.process_time()
    with closing(open_store(address)) as store:
        fill(store, size, replica.addresses["PORTAL_URL"])
    filled = time.process_time() - started
    settings = {**_SETTINGS, **replica.addresses, "STORE_URL": address, "ARCHIVE_DIR": f"{folder}/archive"}
    settings["FEEDS"] = json.dumps({f"{folder}/fed.jsonl": {"format": "jsonlines"}})
    new, nothing = (_child("crawl", settings) for _ in range(2))
    status = _command("status", address)
    export = _command("export", address, "-o", os.devnull)
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
    command = [sys.executable, __file__, "--task", task, json.dumps(settings)]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode or done.stderr:
        raise SystemExit(f"{task} failed: {done.stderr or done.stdout}")
    report: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return report


def _command(*command: str) -> tuple[float, float]:
    """Run a command of the project on a store; seconds of the processor, and megabytes at the most."""
    name, address, *more = command
    script = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
    script += " r = resource.getrusage(resource.RUSAGE_CHILDREN); print(r.ru_utime + r.ru_stime, r.ru_maxrss / 1e3)"
    scrapy = [sys.executable, "-m", "scrapy", name, *more, "-s", f"STORE_URL={address}"]
    done = subprocess.run(
        [sys.executable, "-c", script, *scrapy], cwd=_ROOT, capture_output=True, text=True, check=True
    )
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
            frontier.lease([_page(number, portal)])
            with store.transaction() as connection:
                similar.save(connection, article)
                frontier.record_article(connection, article, "stored")
        spent = time.process_time() - before
        frontier.close(finished=True)
    return {"cpu": spent}


_TASKS: Final = {"crawl": _crawl, "store": _store_anew}


def _do(task: str, settings: Mapping[str, str]) -> None:
    report = _TASKS[task](settings)
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = {"cpu": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1e3}
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
