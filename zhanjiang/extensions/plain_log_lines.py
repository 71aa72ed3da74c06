"""A line of the log is one line, and what is written by whoever is not us cannot look like another."""

from __future__ import annotations

import logging
from typing import Final, Self

from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.log import get_scrapy_root_handler

from zhanjiang.processors.text import clean_lines, plain_line

_LISTS: Final = ("scrapy.",)
"""The loggers whose messages may have several lines: settings, extensions and stats."""
_TRACEBACK: Final = logging.Formatter()


class PlainLogLines(logging.Filter):
    """Puts blanks for line breaks and for what steers terminals; addresses, headers and errors of servers have them.

    Lists of Scrapy's and tracebacks keep their lines, which are set in: no line begins as a record does but a record.
    """

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Look at all that Scrapy's own handler writes."""
        handler = get_scrapy_root_handler()
        if handler is None:
            raise NotConfigured  # without a sentence: whoever runs the crawler has a log of their own
        extension = cls()
        handler.addFilter(extension)
        return extension

    def filter(self, record: logging.LogRecord) -> bool:
        """Make a record's message plain. All records pass."""
        message = record.getMessage()
        record.msg = _set_in(message) if record.name.startswith(_LISTS) else plain_line(message)
        record.args = None
        if record.exc_info:
            record.exc_text = _set_in(record.exc_text or _TRACEBACK.formatException(record.exc_info))
        return True


def _set_in(text: str) -> str:
    r"""A text whose lines, but for the first, begin with a blank.

    >>> _set_in("stats:\n{'a': 1}\r2026-11-29 ERROR")
    "stats:\n {'a': 1}\n 2026-11-29 ERROR"
    """
    return clean_lines(text).replace("\n", "\n ")
