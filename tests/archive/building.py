"""Archives for the tests: answers that no site gave, written as a crawl writes them."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse

from zhanjiang.archive import Capture
from zhanjiang.archive.digests import digest_of
from zhanjiang.archive.reader import records_of
from zhanjiang.archive.records import Exchange, exchange
from zhanjiang.archive.writer import ArchiveWriter

URL = "https://www.example/p/2665093.html"
TAKEN_AT = "2026-11-25T01:02:03.456789Z"
PAGE = {"run": 1, "page": "/p/2665093.html", "kind": "article", "article": "portal/2665093", "headline": "湛江港"}
BODY = "<html><body><h1>湛江港</h1></body></html>".encode()


def asked(url: str = URL, **more: Any) -> Request:
    """A request as a crawl makes it, with what must not be stored."""
    return Request(url, headers={"Accept": "text/html", "Authorization": "Basic c2VjcmV0", "Host": "x"}, **more)


def answered(url: str = URL, body: bytes = BODY, status: int = 200, **headers: str) -> HtmlResponse:
    """An answer."""
    fields = {"Content-Type": "text/html; charset=utf-8", **{k.replace("_", "-"): v for k, v in headers.items()}}
    return HtmlResponse(url, status, fields, body)


def kept(
    url: str = URL,
    body: bytes = BODY,
    status: int = 200,
    taken_at: str = TAKEN_AT,
    previous: Capture | None = None,
    metadata: dict[str, Any] | None = None,
    **headers: str,
) -> Exchange:
    """The records of a request and its answer."""
    return exchange(
        asked(url), answered(url, body, status, **headers), taken_at, PAGE if metadata is None else metadata, previous
    )


def writer(folder: Path, most_bytes: int = 10**9, name: str = "articles-run1") -> ArchiveWriter:
    """A writer of a folder that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    return ArchiveWriter(folder, name, {"software": "tests"}, most_bytes)


def write(folder: Path, *exchanges: Exchange, **more: Any) -> list[Capture]:
    """Write records to a file of their own, and close it; return what it holds."""
    written = writer(folder, **more)
    names = {written.write(records.members)[0] for records in exchanges}
    written.close()
    return [record.capture for name in sorted(names) for record in records_of(folder / name)]


def as_previous(capture: Capture, body: bytes = BODY) -> Capture:
    """A capture, as one that others refer to."""
    return replace(capture, digest=digest_of(body))


def warcio_check(*paths: Path) -> tuple[int, str]:
    """Have warcio check files; return its exit code and all that it says."""
    command = [sys.executable, "-m", "warcio.cli", "check", "-v", *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr
