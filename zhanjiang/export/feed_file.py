"""A feed's file on this machine: what of it is written for good, and how it is left where it cannot be written."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

import scrapy.extensions.feedexport
from scrapy import Spider
from scrapy.extensions.feedexport import FeedSlot, StdoutFeedStorage

from zhanjiang.store.name_set import NameSet

_LINES: Final = ("jsonlines", "jsonl", "jl", "csv")
"""The formats of which each line stands for itself: a file of them is whole after each article."""


class FileFeedStorage(scrapy.extensions.feedexport.FileFeedStorage):
    """Scrapy's own, but for pipes. A pipe (FIFO) that nobody reads is an error, and not a crawl that waits for ever."""

    def open(self, spider: Spider) -> IO[bytes]:
        """Open the file."""
        if Path(self.path).is_fifo():
            try:
                pipe = os.open(self.path, os.O_WRONLY | os.O_NONBLOCK)
            except OSError as error:
                reason = "nobody reads this pipe" if error.errno == errno.ENXIO else error.strerror
                raise OSError(error.errno, reason, self.path) from None
            os.set_blocking(pipe, True)
            return os.fdopen(pipe, "wb")
        return super().open(spider)


class FeedFile:
    """What a feed has for good, article by article; for a feed elsewhere nothing before it is closed.

    ``ids`` are the articles exported since the feed was whole last.
    """

    def __init__(self, slot: FeedSlot) -> None:
        """Take a feed that is open."""
        self.slot = slot
        self.ids: list[str] = []
        self._written = NameSet()
        file: Any = slot.file
        is_local = isinstance(slot.storage, scrapy.extensions.feedexport.FileFeedStorage)
        # Below a compressor, and below what a cloud's storage is sent, an article is not whole before the end.
        is_plain = is_local or isinstance(slot.storage, StdoutFeedStorage)
        self._has_lines = slot.format in _LINES and is_plain and "postprocessing" not in slot.feed_options
        self._file: Any = file if self._has_lines else getattr(file, "file", file)
        self._stat = os.fstat(self._file.fileno()) if is_local else None
        if self._stat and not stat.S_ISREG(self._stat.st_mode):
            self._stat = None  # a device or a pipe has no place to keep, and no end to cut
        self._whole = self._stat.st_size if self._stat else 0

    def exported(self, article_id: str | None) -> list[str]:
        """Note an article that was exported; return those that the feed has for good now. Raises OSError."""
        if article_id:
            self.ids.append(article_id)
        if not self._has_lines:
            return []
        self._file.flush()
        self.check_place()
        self._whole = os.fstat(self._file.fileno()).st_size if self._stat else 0
        return self.closed()

    def closed(self) -> list[str]:
        """Return the articles that the feed has for good, now that all of it is written."""
        whole, self.ids = self.ids, []
        for article_id in whole:
            self._written.add(article_id)
        return whole

    def check_place(self) -> None:
        """Raise OSError where the file was moved, deleted or replaced."""
        if self._stat and not self._is_in_place:
            raise FileNotFoundError(errno.ENOENT, "it was moved or deleted while it was written", self._path)

    def cut(self) -> list[str]:
        """Close a feed that failed and cut off what is not whole; return the articles that went with a deleted file."""
        is_deleted = False
        with suppress(OSError, ValueError):  # it may be closed
            is_deleted = self._stat is not None and not os.fstat(self._file.fileno()).st_nlink
        files: tuple[Any, ...] = (self.slot.file, self._file)  # the compressed one, and what is below it
        for file in files:
            with suppress(OSError, ValueError):  # a compressor has its end to write
                file.close()
        if self._stat and self._is_in_place:
            with suppress(OSError):
                os.truncate(self._path, self._whole)
        return [*self._written] if is_deleted else []

    @property
    def _is_in_place(self) -> bool:
        try:
            return self._stat is not None and os.path.samestat(Path(self._path).stat(), self._stat)
        except OSError:
            return False

    @property
    def _path(self) -> str:
        return self.slot.storage.path  # type: ignore[attr-defined,no-any-return]  # a file's has it
