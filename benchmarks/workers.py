"""How much faster several workers are than one: pages a second of 1, 2 and 4 workers over the same replica.

    python -m benchmarks.workers --store-url postgresql://user@host/empty_database --redis-url redis://127.0.0.1:6379/9

The database is emptied before each fleet, and Redis as well: give both of their own. A rate is that of the articles'
answers, from the first to the last, so that what it takes to start and to end does not count.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from redis import Redis
from sqlalchemy import create_engine, text

from zhanjiang.replica.launch import ReplicaOptions, running_replica
from zhanjiang.times import parse_moment

_UNHURRIED = {
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "COMMENTS_ENABLED": "False",
    "PROGRESS_ENABLED": "False",
    "LOG_LEVEL": "WARNING",
}
_SIZES = ("ledger", "articles", "article_addresses", "similar_bands", "captures")


def main() -> None:
    """Measure, and print a row for each number of workers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store-url", required=True, help="an empty database in PostgreSQL")
    parser.add_argument("--redis-url", required=True, help="an empty database in Redis")
    parser.add_argument("--articles", type=int, default=2000, help="how many (2000)")
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer (0.05)")
    parser.add_argument("--workers", default="1,2,4", help="the numbers of workers (1,2,4)")
    given = parser.parse_args()
    engine = create_engine(given.store_url)
    first = None
    with running_replica(ReplicaOptions(articles=given.articles, latency=given.latency)) as replica:
        for number in map(int, given.workers.split(",")):
            with engine.begin() as connection:
                connection.execute(text("DROP SCHEMA public CASCADE"))
                connection.execute(text("CREATE SCHEMA public"))
            Redis.from_url(given.redis_url).flushdb()
            sites = {name: address for name, address in replica.addresses.items() if name != "MIRROR_URL"}
            processor = _crawl(number, {**sites, "STORE_URL": given.store_url, "REDIS_URL": given.redis_url})
            with engine.connect() as connection:
                begun, ended, pages = connection.execute(
                    text("SELECT min(taken_at), max(taken_at), count(*) FROM captures WHERE article IS NOT NULL")
                ).one()
                sizes = {
                    name: connection.execute(text(f"SELECT pg_total_relation_size('{name}')")).scalar_one()
                    for name in _SIZES
                }
            rate = pages / (parse_moment(ended) - parse_moment(begun)).total_seconds()
            first = first or rate
            cost = f"{1000 * processor / pages:.0f} ms of a core a page, starts and ends included"
            print(
                f"{number} workers: {rate:.1f} pages a second, {rate / first:.2f} times the first; {cost}", flush=True
            )
        print(", ".join(f"{name}: {size / given.articles:.0f} bytes an article" for name, size in sizes.items()))


def _crawl(number: int, settings: dict[str, str]) -> float:
    """Crawl with so many workers; return the seconds of a core that they took together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory(prefix="zhanjiang-workers-") as folder:
        given = {**_UNHURRIED, "CONCURRENT_REQUESTS_PER_DOMAIN": "2", "ARCHIVE_DIR": f"{folder}/archive", **settings}
        options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        environment = os.environ | {
            "PYTHONPATH": str(Path(__file__).parents[1]),
            "SCRAPY_SETTINGS_MODULE": "zhanjiang.settings",
        }
        command = [sys.executable, "-m", "scrapy", "crawl", "articles", *options]
        started = [subprocess.Popen(command, cwd=folder, env=environment) for _ in range(number)]
        codes = [worker.wait() for worker in started]
        assert codes == [0] * number, codes
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
