"""How fast a crawl is against bare Scrapy on the same pages, and how fast a page is parsed against plain parsel.

    python benchmarks/crawl.py [--articles 2000] [--rounds 3]

Prints ratios of one run, since machines differ: items per second of `scrapy crawl articles` (start-up, repair gate,
loaders, pipelines, store, archive and feed included) over pages per second of a spider that does nothing with them; and
the time of plain parsel for ten XPaths on a page over the time of our page class for its item.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from parsel import Selector

_ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(_ROOT))  # for `python benchmarks/crawl.py`, which has this folder in the path alone

from zhanjiang.pages.article.page import ArticlePage  # noqa: E402
from zhanjiang.replica.launch import ReplicaOptions, RunningReplica, running_replica  # noqa: E402

_TUNED = {
    "CONCURRENT_REQUESTS": "32",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "32",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "LOG_LEVEL": "ERROR",
}
_BARE = """
import sys, scrapy
from scrapy.crawler import AsyncCrawlerProcess

class Bare(scrapy.Spider):
    name = "bare"
    async def start(self):
        for line in open(sys.argv[1]):
            yield scrapy.Request(line.strip(), self.parse)
    def parse(self, response):
        pass

process = AsyncCrawlerProcess({
    "CONCURRENT_REQUESTS": 32, "CONCURRENT_REQUESTS_PER_DOMAIN": 32, "CONCURRENT_ITEMS": 8, "LOG_LEVEL": "ERROR",
    "ASYNCIO_EVENT_LOOP": "uvloop.Loop", "TELNETCONSOLE_ENABLED": False, "REMOTE_CONTROL_ENABLED": False,
    "COOKIES_ENABLED": False,
})
process.crawl(Bare)
process.start()
"""
_TEN_XPATHS = (
    "//title/text()",
    "//h1/text()",
    "//h2/text()",
    "//time/text()",
    "//div[contains(@class, 'content')]//p//text()",
    "//img/@src",
    "//img/@data-origin-src",
    "//span/text()",
    "//a/@href",
    "//meta/@content",
)


def main() -> None:
    """Run the rounds and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="how many single-page articles (2000)")
    parser.add_argument("--rounds", type=int, default=3, help="how often both run, one after the other (3)")
    options = parser.parse_args()
    # Not every story of the replica is an article of one page, so it publishes twice as many.
    with (
        running_replica(ReplicaOptions(articles=options.articles * 2)) as replica,
        tempfile.TemporaryDirectory() as folder,
    ):
        addresses = _single_pages(replica)[: options.articles]
        listed = Path(folder) / "addresses.txt"
        listed.write_text("\n".join(addresses), "utf-8")
        bodies = [urllib.request.urlopen(url).read() for url in addresses]  # renders each page once, for both
        size = statistics.mean(map(len, bodies)) / 1000
        print(f"{len(addresses)} articles of one page, {size:.1f} kB each")
        _compare_crawls(replica, listed, len(addresses), options.rounds)
        _compare_parsing(addresses[:300], bodies[:300])


def _single_pages(replica: RunningReplica) -> list[str]:
    return [story["url"] for story in replica.truth() if story["kind"] == "article" and story["pages"] == 1]


def _compare_crawls(replica: RunningReplica, listed: Path, articles: int, rounds: int) -> None:
    ratios = []
    for number in range(1, rounds + 1):
        bare = _seconds([sys.executable, "-c", _BARE, str(listed)])
        with tempfile.TemporaryDirectory() as folder:
            ours = _seconds(_our_crawl(replica, listed, Path(folder)))
            fed = (Path(folder) / "articles.jsonl").read_bytes().count(b"\n")
        if fed != articles:
            raise SystemExit(f"the feed has {fed} of {articles} articles: the rate would mean nothing")
        ratios.append(bare / ours)
        print(f"round {number}: bare Scrapy {articles / bare:.0f} pages/s, ours {articles / ours:.0f} items/s,"
              f" ratio {bare / ours:.2f}", flush=True)  # fmt: skip
    print(f"crawl against bare Scrapy: {statistics.median(ratios):.2f}")


def _our_crawl(replica: RunningReplica, listed: Path, folder: Path) -> list[str]:
    settings = {**_TUNED, **replica.addresses, "STORE_URL": f"sqlite:///{folder}/store.db"}
    # The same pages as bare Scrapy fetches, and no others.
    settings |= {"ARCHIVE_DIR": f"{folder}/archive", "COMMENTS_ENABLED": "False"}
    settings.pop("MIRROR_URL")
    command = [sys.executable, "-m", "scrapy", "crawl", "articles", "-a", f"urls_file={listed}"]
    command += ["-O", f"{folder}/articles.jsonl"]
    return command + [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]


def _seconds(command: list[str]) -> float:
    """Run a command to its end and return the seconds; it may write compiled modules, as for a user."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    subprocess.run(command, cwd=_ROOT, env=environment, check=True)
    return time.perf_counter() - started


def _compare_parsing(addresses: list[str], bodies: list[bytes]) -> None:
    started = time.perf_counter()
    for url, body in zip(addresses, bodies, strict=True):
        ArticlePage(body, url, fetched_at="2026-01-01T00:00:00Z").to_item()
    ours = time.perf_counter() - started
    started = time.perf_counter()
    for body in bodies:
        selector = Selector(text=body.decode())
        for path in _TEN_XPATHS:
            selector.xpath(path).getall()
    plain = time.perf_counter() - started
    pages = len(bodies)
    print(f"parsing a page: ours {ours / pages * 1e3:.2f} ms, parsel with ten XPaths {plain / pages * 1e3:.2f} ms,"
          f" ratio {plain / ours:.2f}")  # fmt: skip


if __name__ == "__main__":
    main()
