"""The form of what a command logs and reports: lines of text, or a JSON object a line (setting ``LOG_FORM``)."""

from __future__ import annotations

import json
import logging
import sys
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal

import scrapy.utils.log

from zhanjiang.processors.text import plain_line

LogForm = Literal["text", "json"]

_formatter_of_scrapy: Final = scrapy.utils.log._get_formatter


@dataclass(slots=True)
class _Present:
    """What is true of this process now: the form of its lines, and the crawl that they are about."""

    form: LogForm = "text"
    spider: str | None = None
    run: int | None = None


_present: Final = _Present()


class JsonLines(logging.Formatter):
    """Writes a record as a JSON object: time (UTC), level, logger, message, spider, run, and exception if it has one.

    ``spider`` and ``run`` (its number in ``scrapy status``) are null before a crawl has begun.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The record in one line."""
        values = {"spider": _spider_of(record), "run": _present.run}
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        traceback = "\n".join(filter(None, (record.exc_text, record.stack_info)))
        if traceback:
            values["exception"] = traceback
        return _line(record.created, record.levelname, record.name, record.getMessage(), values)


def _spider_of(record: logging.LogRecord) -> str | None:
    spider = getattr(record, "spider", None)  # Scrapy's own records have the spider itself
    return getattr(spider, "name", None) or _present.spider


def _line(at: float, level: str, logger: str, message: str, values: dict[str, Any]) -> str:
    time = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = {"time": time, "level": level, "logger": logger, "message": message, **values}
    # A half of a character, as file names may have, is no UTF-8: it becomes the escape that JSON has for it.
    return json.dumps(line, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace").decode()


def use_log_form(form: object) -> None:
    """Give the lines of this process a form, that of ``LOG_FORM``; Scrapy's log, too, however often it is opened."""
    _present.form = "json" if form == "json" else "text"
    scrapy.utils.log._get_formatter = _formatter


def _formatter(handler: logging.Handler, settings: Any) -> logging.Formatter:
    return JsonLines() if is_json() else _formatter_of_scrapy(handler, settings)


def is_json() -> bool:
    """Say whether the lines of this process are objects of JSON."""
    return _present.form == "json"


def log_run(spider: str, number: int) -> None:
    """Name the crawl that the lines of this process are about from now on."""
    _present.spider, _present.run = spider, number


def shaped(command: str, message: str, level: str = "ERROR") -> str:
    """What a command reports, as one line in the form of the log.

    >>> shaped("scrapy export", "no such\\nday")
    'scrapy export: no such day'
    """
    if not is_json():
        return plain_line(f"{command}: {message}")
    values = {"spider": _present.spider, "run": _present.run}
    return _line(datetime.now(UTC).timestamp(), level, command, plain_line(message), values)


def report(command: str, message: str, level: str = "ERROR") -> None:
    """Report a line on standard error, which may be a file on a full disk."""
    with suppress(OSError):
        print(shaped(command, message, level), file=sys.stderr)
