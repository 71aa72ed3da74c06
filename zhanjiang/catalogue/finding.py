"""A page of the archive, by what a user calls it: an ID, a number or an address."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from scrapy.settings import BaseSettings
from sqlalchemy import Connection

from zhanjiang.addresses.article_id import article_id_at, parse_article_id
from zhanjiang.addresses.portal import read_article
from zhanjiang.archive import ArchiveError, Capture
from zhanjiang.archive.reader import Record, read_at
from zhanjiang.store import StoreError, captures, open_read_only
from zhanjiang.times import PORTAL_TIME, exact_moment, parse_moment

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class ArchivedPage:
    """A page as it was fetched: ``body`` is decompressed, ``fetched_at`` is UTC in the form of items."""

    url: str
    body: bytes
    content_type: str
    fetched_at: str


def latest_page(settings: BaseSettings, address_or_id: str) -> ArchivedPage:
    """The latest page in the archive for an address, an article's ID or its number.

    Raises ArchiveError, one line that says what to do, where there is no such page, or no archive.
    """
    try:
        store = open_read_only(settings["STORE_URL"])
    except StoreError as error:
        raise ArchiveError(str(error)) from error
    try:
        with store.reading() as connection:
            capture = find(connection, address_or_id)
            if not captures.has_page(capture):
                raise ArchiveError(
                    f"the archive has no page of {address_or_id}, only an answer with status {capture.status}: "
                    "crawl it again"
                )
            record = read_whole(connection, Path(settings["ARCHIVE_DIR"]), capture)
    finally:
        store.close()
    return ArchivedPage(capture.url, record.body, record.content_type, capture.fetched_at)


def find(connection: Connection, typed: str, until: str | None = None) -> Capture:
    """The latest capture, until a moment, of what a user typed. Raises ArchiveError where there is none.

    An address is looked up as it was typed, then by its article, if it is the article's first page.
    """
    article = parse_article_id(typed)
    capture = None
    if article is None:
        urls = [typed] if "://" in typed else [f"https://{typed}", f"http://{typed}"]
        capture = captures.latest(connection, urls=urls, until=until)
        article = _article_beginning_at(urls[0])
    if capture is None and article:
        capture = captures.latest(connection, article=article, until=until)
    if capture is None:
        before = f" until {until[:19]}Z" if until else ""
        raise ArchiveError(f"the archive has nothing of {typed}{before}: check it, or fetch it with `scrapy crawl`")
    return capture


def _article_beginning_at(url: str) -> str | None:
    article = article_id_at(url)
    reference = read_article(url) if article else None
    return None if reference and reference.page > 1 else article


def read_until(typed: str) -> str:
    """Read a time that a user types as the last moment that it means, as captures write it. Raises ValueError.

    A day and a time are the portal's, unless a zone follows.

    >>> read_until("2026-11-25"), read_until("2026-11-25T10:00:00Z")
    ('2026-11-25T15:59:59.999999Z', '2026-11-25T10:00:00.999999Z')
    """
    try:
        moment = parse_moment(typed, PORTAL_TIME)
    except ValueError:
        raise ValueError(f"{typed!r} is no time: give one such as 2026-11-25 or 2026-11-25T18:00") from None
    if moment.microsecond:
        return exact_moment(moment)
    span = timedelta(days=1) if _DAY.fullmatch(typed) else timedelta(seconds=1)
    return exact_moment(moment + (span - timedelta(microseconds=1)))  # in this order at the end of time, too


def read_whole(connection: Connection, folder: Path, capture: Capture) -> Record:
    """Read a capture with its body, which for a revisit stands in another record. Raises ArchiveError."""
    record = read_at(folder, capture.file, capture.offset)
    if capture.type != "revisit":
        return record
    whole = captures.referred(connection, record.refers_to, capture.digest)
    if whole is None:
        raise ArchiveError(f"the archive lacks the answer that {capture.url} of {capture.fetched_at} refers to")
    previous = read_at(folder, whole.file, whole.offset)
    headers = previous.headers | record.headers
    return replace(record, headers=headers, raw=previous.raw, encodings=previous.encodings)
