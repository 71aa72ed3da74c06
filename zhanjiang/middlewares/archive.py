"""Writes every answer of the sites into the archive as it came, before anything else reads it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any, Final, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, NotConfigured
from scrapy.http import Response
from scrapy.statscollectors import StatsCollector
from sqlalchemy import Connection

from zhanjiang.archive import ARCHIVE_FAILED, ArchiveError, Capture
from zhanjiang.archive.capture import known_status, metadata_of
from zhanjiang.archive.digests import digest_of
from zhanjiang.archive.raw import LONGEST_FIELDS
from zhanjiang.archive.records import Exchange, exchange, resource
from zhanjiang.archive.writer import ArchiveWriter, open_folder
from zhanjiang.browser.visit_meta import is_visit
from zhanjiang.crawl.ask import ask_of
from zhanjiang.crawl.of_crawler import frontier_of
from zhanjiang.store import Store, StoreError, captures
from zhanjiang.times import exact_moment

logger = logging.getLogger(__name__)

_UNCHANGED: Final = 304
_LONGEST_HEADERS: Final = LONGEST_FIELDS // 2
"""How many bytes of headers an answer has at most: what a record has more of is not read back."""


class ArchiveMiddleware:
    """Archives each answer with its request: pages, redirects, errors, 304, pictures and browser visits.

    It sees answers before decompression and redirects; answers from Scrapy's cache are not archived. An answer that
    cannot be archived is not used: ArchiveError, and the run ends. Sets ``fetched_at`` of the request's
    ``Ask``, the moment of the record. Counts ``archive/<type>`` and ``archive/bytes``.
    """

    def __init__(self, crawler: Crawler, writer: ArchiveWriter, store: Store, run: int, stats: StatsCollector) -> None:
        """Take the crawl, the writer of the files, and the store with the table of captures."""
        self.crawler = crawler
        self.writer = writer
        self.store = store
        self.run = run
        self.stats = stats
        self._closing: asyncio.Task[None] | None = None
        self._uncommitted: set[str] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Read ``ARCHIVE_ENABLED``, ``ARCHIVE_DIR`` and ``ARCHIVE_MAX_BYTES``; share the crawl's store and frontier."""
        settings = crawler.settings
        if not settings.getbool("ARCHIVE_ENABLED"):
            # What is no crawl archives nothing: nobody has to be told.
            told = ("ARCHIVE_ENABLED is off: answers are not archived",) if settings.getbool("STORE_ENABLED") else ()
            raise NotConfigured(*told)
        run, spider = frontier_of(crawler).run, crawler.spider
        name = f"{spider.name if spider else 'crawl'}-run{run}"
        origin = {"software": f"{settings['BOT_NAME']} (Scrapy)", "isPartOf": f"run {run}", "robots": "obey"}
        folder = open_folder(settings["ARCHIVE_DIR"])
        store = frontier_of(crawler).store
        writer = ArchiveWriter(folder, name, origin, settings.getint("ARCHIVE_MAX_BYTES"), store.flush)
        middleware = cls(crawler, writer, store, run, crawler.stats)
        crawler.signals.connect(middleware.close, signals.spider_closed)
        crawler.signals.connect(middleware.close, signals.engine_stopped)
        return middleware

    def close(self) -> None:
        """Close the file; whatever else the run's end brings is no answer of a site. A second call does nothing."""
        try:
            self.writer.close()
        except OSError as error:
            self.stats.set_value(ARCHIVE_FAILED, 1)
            logger.error("The archive cannot be closed: %s: check ARCHIVE_DIR; the next run closes its file", error)
        except StoreError as error:
            logger.error("The archive's file stays open until the next run closes it: %s", error)

    def process_response(self, request: Request, response: Response) -> Response:
        """Return the response once it is archived. Raises ArchiveError, and IgnoreRequest for endless headers."""
        if "cached" in response.flags:
            return response
        if len(response.headers.to_string()) > _LONGEST_HEADERS:
            raise IgnoreRequest(f"its headers are larger than {_LONGEST_HEADERS >> 10} KB, which no reader takes")
        try:
            capture = self._archive(request, response, exact_moment())
        except StoreError as error:  # which ends the crawl by itself
            raise ArchiveError(str(error)) from error
        except ArchiveError as error:
            self._end(error)
            raise
        request.meta["ask"] = replace(ask_of(request), fetched_at=capture.fetched_at)
        return response

    def _archive(self, request: Request, response: Response, taken_at: str) -> Capture:
        """Write a response into the archive's file, and its row into the store, which the next commit includes.

        A kill before that commit loses the row alone: a file gets its final name after all its rows are committed.
        """
        ask = ask_of(request)
        metadata = metadata_of(ask.page, run=self.run, is_further=ask.is_part)
        if is_visit(request):
            records = resource(response, taken_at, metadata)
        else:
            digest = digest_of(response.body)
            records = exchange(request, response, taken_at, metadata, self._previous(response, digest), digest)
        capture = self._write(records, response, taken_at, metadata)
        self._uncommitted.add(capture.url)
        self.store.write_later(lambda connection: self._add(connection, capture))
        self.stats.inc_value(f"archive/{records.type}")
        self.stats.inc_value("archive/bytes", len(records.members))
        return capture

    def _previous(self, response: Response, digest: str) -> Capture | None:
        """The stored capture with the same body, or None; an empty body is not looked up."""
        if not response.body and response.status != _UNCHANGED:
            return None
        looking = self.store.reading if response.url in self._uncommitted else self.store.looking_up
        with looking() as connection:
            return captures.previous(connection, response.url, response.status, digest)

    def _add(self, connection: Connection, capture: Capture) -> None:
        captures.add(connection, [capture])
        self._uncommitted.discard(capture.url)

    def _write(self, records: Exchange, response: Response, taken_at: str, metadata: dict[str, Any]) -> Capture:
        file, offset = self.writer.write(records.members)
        status = None if records.type == "resource" else known_status(response.status)
        return Capture(
            file, offset, records.length, records.type, response.url, status, records.digest, taken_at, **metadata
        )

    def _end(self, error: ArchiveError) -> None:
        """End the crawl, once, because its pages cannot be archived."""
        if self._closing is None and self.crawler.spider:
            logger.error("The crawl ends: %s", error)
            work = self.crawler.engine.close_spider_async(reason=ARCHIVE_FAILED)
            self._closing = asyncio.get_running_loop().create_task(work)
