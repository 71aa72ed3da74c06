"""Is the replica fast enough? Pages per second that a plain asyncio client and bare Scrapy fetch from it.

Both fetch the same pages over 32 connections, each in a process of its own beside the server's. The plain client
should fetch at least five times as many, else a crawl would wait for the replica. Run it with

    python benchmarks/replica.py --articles 300 --rounds 4
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))

from zhanjiang.replica.launch import ReplicaOptions, running_replica

_CONNECTIONS = 32
_SETTINGS = {
    "CONCURRENT_REQUESTS": _CONNECTIONS,
    "CONCURRENT_REQUESTS_PER_DOMAIN": _CONNECTIONS,
    "CONCURRENT_ITEMS": 8,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "COOKIES_ENABLED": False,
    "RETRY_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "REMOTE_CONTROL_ENABLED": False,
    "LOG_LEVEL": "ERROR",
}


async def _fetch_all(addresses: list[str]) -> int:
    """Fetch the addresses over plain connections; return how many answers have status 200."""
    queue = list(reversed(addresses))
    return sum(await asyncio.gather(*(_fetch_from(queue) for _ in range(_CONNECTIONS))))


async def _fetch_from(queue: list[str]) -> int:
    parts = urlsplit(queue[-1])
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1 << 20)
    fetched = 0
    while queue:
        path = urlsplit(queue.pop()).path
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        fetched += head.startswith(b"HTTP/1.1 200")
    writer.close()
    return fetched


def _crawl_bare(addresses: list[str]) -> None:
    """Download the addresses with Scrapy and nothing else; print the pages per second."""
    import scrapy  # heavy, and the plain client should run without it
    from scrapy.crawler import AsyncCrawlerProcess

    class Bare(scrapy.Spider):
        name = "bare"

        async def start(self):  # type: ignore[no-untyped-def]
            for address in addresses:
                yield scrapy.Request(address, dont_filter=True)

        def parse(self, response):  # type: ignore[no-untyped-def]
            return None

    process = AsyncCrawlerProcess(_SETTINGS)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler)
    process.start()
    stats = crawler.stats.get_stats()
    print(stats["response_received_count"] / stats["elapsed_time_seconds"])


def _plain_rate(addresses: list[str]) -> float:
    started = time.perf_counter()
    fetched = asyncio.run(_fetch_all(addresses))
    if fetched != len(addresses):
        raise SystemExit(f"only {fetched} of {len(addresses)} pages have status 200")
    return fetched / (time.perf_counter() - started)


def _bare_rate(addresses: list[str]) -> float:
    command = [sys.executable, __file__, "--bare"]
    done = subprocess.run(command, input="\n".join(addresses), capture_output=True, text=True, check=True)
    return float(done.stdout.split()[-1])


def main() -> None:
    """Measure both clients, and print their rates and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=300, help="how many articles (300)")
    parser.add_argument("--rounds", type=int, default=4, help="how often each page is fetched (4)")
    parser.add_argument("--bare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.bare:
        _crawl_bare(sys.stdin.read().split())
        return
    with running_replica(ReplicaOptions(articles=options.articles)) as replica:
        pages = [truth["url"] for truth in replica.truth() if truth["kind"] != "link"]
        print(f"first visit: {_plain_rate(pages):8.0f} pages per second, rendering included")
        plain = _plain_rate(pages * options.rounds * 4)
        bare = _bare_rate(pages * options.rounds)
    print(f"plain asyncio: {plain:6.0f} pages per second")
    print(f"bare Scrapy:   {bare:6.0f} pages per second")
    print(f"ratio:         {plain / bare:6.1f}")


if __name__ == "__main__":
    main()
