"""The memory of one crawl by how many pages it has read: what stays of a page grows with a run of days.

A portal of small pages, made as they are asked for, is walked by its listings, fifty articles each. How many megabytes
the crawl's process holds is measured after the first number of pages, and after each of the others:

    python -m benchmarks.memory 10000 100000        # half an hour; `python -m benchmarks memory` crawls a fifth of it

It should stay the same within a tenth.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from benchmarks.crawl import UNHURRIED
from benchmarks.figure import ROOT, Figure, Options

_PAGES: Final = (5_000, 20_000)
_VARIANTS: Final = {"archive off": {"ARCHIVE_ENABLED": "False"}, "archive on": {}}
_FIRST: Final = 1_000_000
_ROWS: Final = 50
_CHARACTERS: Final = "湛江港湾渡口渔船早市海风红树林石狗年例社区学校医院道路桥梁灯光居民清晨傍晚春夏秋冬东南西北"
_ARTICLE: Final = re.compile(r"/p/(\d+)\.html")
_LISTING: Final = re.compile(r"/shizheng/(?:index_(\d+)\.html)?")


# --- The portal -------------------------------------------------------------------------------------------------------


def page(path: str, articles: int) -> bytes | None:
    """The page at a path of a portal with so many articles; None where there is none."""
    if path == "/":
        return _document("湛江云媒", '<div class="menu"><a href="/shizheng/">时政</a></div>')
    if listing := _LISTING.fullmatch(path):
        number = int(listing[1] or 1)
        return _listing(number, articles) if (number - 1) * _ROWS < articles else None
    if article := _ARTICLE.fullmatch(path):
        return _article(int(article[1]))
    return None


def _document(title: str, body: str) -> bytes:
    head = f'<head><meta charset="utf-8"><title>{title}</title></head>'
    return f"<!DOCTYPE html><html>{head}<body>{body}</body></html>".encode()


def _listing(number: int, articles: int) -> bytes:
    numbers = range((number - 1) * _ROWS, min(number * _ROWS, articles))
    rows = "".join(f'<li><a href="/p/{_FIRST + one}.html">{_headline(_FIRST + one)}</a></li>' for one in numbers)
    following = f'<a href="/shizheng/index_{number + 1}.html">下一页</a>' if number * _ROWS < articles else ""
    return _document("时政", f'<ul class="list">{rows}</ul><div class="pages">{following}</div>')


def _headline(number: int) -> str:
    return "".join(Random(f"headline {number}").choices(_CHARACTERS, k=14))


def _article(number: int) -> bytes:
    draw = Random(number)
    sentences = ("".join(draw.choices(_CHARACTERS, k=40)) for _ in range(8))
    paragraphs = "".join(f"<p>{sentence}。</p>" for sentence in sentences)
    day = f"2024-{draw.randint(1, 12):02}-{draw.randint(1, 28):02} 10:20"
    return _document(
        f"{_headline(number)}_湛江云媒",
        f'<div class="wrap"><h1 class="article-title">{_headline(number)}</h1><p>{day} 来源：湛江日报</p>'
        f'<div class="article-content">{paragraphs}<p>责任编辑：林小满</p></div></div>',
    )


async def _serve(articles: int, command: Sequence[str]) -> bytes:
    """Serve the portal while a command crawls it, whose last argument gets the port; return what the command prints."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer the requests of a connection."""
        while line := await reader.readline():
            while await reader.readline() not in (b"\r\n", b""):
                pass
            body = page(line.split()[1].decode(), articles)
            status = "404 Not Found" if body is None else "200 OK"
            body = body or b"not found"
            head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head.encode() + body)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    async with server:
        port = str(server.sockets[0].getsockname()[1])
        child = await asyncio.create_subprocess_exec(*command, port, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
        printed, _ = await child.communicate()
    if child.returncode:
        raise SystemExit(f"the crawl ended with {child.returncode}")
    return printed


# --- The crawl --------------------------------------------------------------------------------------------------------


def measure(pages: Sequence[int], settings: Mapping[str, str]) -> list[float]:
    """Crawl as many articles as the last number says; return the megabytes after each number of pages, rising."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"STORE_URL": f"sqlite:///{folder}/store.db", "ARCHIVE_DIR": f"{folder}/archive"}
        feeds = {"FEEDS": {f"{folder}/fed.jsonl": {"format": "jsonlines"}}}
        given = json.dumps({**UNHURRIED, "ROBOTSTXT_OBEY": "False", **places, **feeds, **settings})
        command = [sys.executable, "-m", "benchmarks.memory", *map(str, pages), "--crawl", given, "--port"]
        printed = asyncio.run(_serve(max(pages), command))
    measured: list[float] = json.loads(printed.splitlines()[-1])
    if len(measured) < len(pages):
        raise SystemExit(f"the crawl read fewer than {pages[len(measured)]:,} pages: there is nothing to compare")
    return measured


def _crawl(pages: Sequence[int], settings: Mapping[str, Any], port: str) -> list[float]:
    from scrapy import signals  # heavy, and a part of the crawl alone
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.utils.project import get_project_settings

    values = get_project_settings()
    values.setdict({**settings, "PORTAL_URL": f"http://127.0.0.1:{port}"}, priority="cmdline")
    process = AsyncCrawlerProcess(values)
    crawler = process.create_crawler("articles")
    measured: list[float] = []

    def count(response: Any) -> None:
        """Measure where enough pages have come."""
        received = crawler.stats.get_value("response_received_count", 0)
        if len(measured) < len(pages) and received >= pages[len(measured)]:
            measured.append(_held())

    crawler.signals.connect(count, signals.response_received)
    process.crawl(crawler)
    process.start()
    return measured


def _held() -> float:
    """The megabytes that this process holds now, by Linux's own count."""
    status = Path("/proc/self/status").read_text("utf-8")
    return int(status.split("VmRSS:")[1].split()[0]) / 1e3


def figures(options: Options) -> Iterator[Figure]:
    """Compare the memory after many pages with that after some, with and without the archive."""
    few, many = _PAGES
    for name, settings in _VARIANTS.items():
        before, now = measure(_PAGES, settings)
        values = (f"{held:,.0f} MB" for held in (now, before))
        yield Figure("memory", f"memory of a crawl, {name}, {many:,} pages", f"{few:,} pages", before / now, *values)


def main() -> None:
    """Measure with and without the archive, and print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int, nargs="*", default=[*_PAGES], help="after how many pages (5000 20000)")
    parser.add_argument("--readers", default="0", help="READERS of the crawl (0)")
    parser.add_argument("--crawl", help=argparse.SUPPRESS)
    parser.add_argument("--port", help=argparse.SUPPRESS)
    options = parser.parse_args()
    pages = sorted(options.pages)
    if options.crawl:
        print(json.dumps(_crawl(pages, json.loads(options.crawl), options.port)))
        return
    for name, settings in _VARIANTS.items():
        measured = measure(pages, settings | {"READERS": options.readers})
        held = ", ".join(f"{one:,}: {megabytes:,.1f} MB" for one, megabytes in zip(pages, measured, strict=True))
        print(f"{name}: {held}", flush=True)


if __name__ == "__main__":
    main()
