"""A line of the log is one line, and what is written by whoever is not us cannot look like another."""

from __future__ import annotations

import logging
import re
from typing import Any, Final, Self

from scrapy import signals
from scrapy.crawler import Crawler

from zhanjiang.processors.text import clean_lines, plain_line

_PASSWORD: Final = re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s/:@]*):[^\s/@]+@")
"""The password in an address, such as that of a feed or of a store."""
_LISTS: Final = ("scrapy.",)
"""The loggers whose messages may have several lines: settings, extensions and stats."""


class PlainLogLines:
    """Puts blanks for line breaks and for what steers terminals; addresses, headers and errors of servers have them.

    Lists of Scrapy's and tracebacks keep their lines, which are set in: no line begins as a record does but a record.
    Passwords in addresses are left out. The records themselves are plain, since Scrapy replaces its handler whenever it
    makes another crawler.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Make plain records until the crawl has ended."""
        extension = cls()
        logging.setLogRecordFactory(_PlainRecord)
        crawler.signals.connect(extension.engine_stopped, signals.engine_stopped)
        return extension

    def engine_stopped(self) -> None:
        """Leave the records as they were."""
        logging.setLogRecordFactory(logging.LogRecord)


class _PlainRecord(logging.LogRecord):
    """A record whose message and traceback are plain, whatever writes them."""

    def getMessage(self) -> str:  # the name is logging's
        """The message; in one line, unless it is a list of Scrapy's."""
        message = _PASSWORD.sub(r"\1:***@", super().getMessage())
        return _set_in(message) if self.name.startswith(_LISTS) else plain_line(message)

    def __setattr__(self, name: str, value: Any) -> None:
        super().__setattr__(name, _set_in(value) if name == "exc_text" and value else value)


def _set_in(text: str) -> str:
    r"""A text whose lines, but for the first, begin with a blank.

    >>> _set_in("stats:\n{'a': 1}\r2026-11-29 ERROR")
    "stats:\n {'a': 1}\n 2026-11-29 ERROR"
    """
    return clean_lines(text).replace("\n", "\n ")
