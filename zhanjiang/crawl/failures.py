"""How requests, pages and items fail: the exceptions of downloads, unfit articles, and a reason in one line."""

from __future__ import annotations

import re
from typing import Any, Final

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    DropItem,
    IgnoreRequest,
    ResponseDataLossError,
)

from zhanjiang.store.quarantine import Stage

NO_ANSWER: Final = (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
"""The exceptions of a download that brought no complete response."""

_SILENT: Final = {
    ResponseDataLossError: "the connection was cut within the answer",
    DownloadCancelledError: "the answer is larger than DOWNLOAD_MAXSIZE",
}
"""What errors that say nothing mean."""
_OF_FIELD = re.compile(
    r"Error with \w+ processor \w+: field='(?P<name>\w+)' value=\[?(?P<value>.*?)\]? error=", re.DOTALL
)
"""How item loaders wrap the error of a processor, with the processor's place in memory."""
_SHOWN: Final = 80
"""How many characters of a value are repeated."""
_WITHIN = re.compile(r"\[?<[\w.]*\.Failure [\w.]+: (.*?)>\]?")
"""How Twisted shows an error within another one."""


class NotNow(IgnoreRequest):
    """Raised for a request that is not sent now, which says nothing of its page: a later one may be."""


class CrawlEnds(NotNow):
    """Raised for a request that is not sent, since the crawl ends: its page stays leased, and the next run has it."""


class UnreachableRobots(NotNow):
    """Raised for a request to a site whose robots.txt cannot be had for the time being."""


class SilentSite(NotNow):
    """Raised for a request to a site that has just left others without any answer."""


class UnfitArticle(DropItem):
    """Raised by a pipeline: this is no article as it stands, and its page goes into quarantine.

    ``field`` is the field that failed, ``reason`` a short phrase that says why.
    """

    stage: Stage = "validate"

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


def reason_of(error: BaseException | None) -> str:
    """An exception as one line: its first sentence, or its type if it says nothing.

    >>> reason_of(ValueError("no such role: 记者\\n(in the byline)")), reason_of(KeyError())
    ('no such role: 记者', 'KeyError')
    >>> from itemloaders import ItemLoader
    >>> from itemloaders.processors import MapCompose
    >>> loader = type("PagesLoader", (ItemLoader,), {"pages_in": MapCompose(int)})()
    >>> try:
    ...     loader.add_value("pages", "two")
    ... except ValueError as error:
    ...     reason_of(error)
    "pages 'two': invalid literal for int() with base 10: 'two'"
    """
    cause = getattr(error, "orig", None) or error
    if field := _OF_FIELD.match(str(cause)):
        while cause is not None and cause.__cause__ is not None:
            cause = cause.__cause__
        return f"{field['name']} {field['value'][:_SHOWN]}: {cause}"
    lines = str(cause).strip().splitlines()
    return lines[0] if lines else type(cause).__name__


def failure_reason(failure: Any) -> str:
    """Why a request failed, in one line: the answer's status, else the error.

    >>> from twisted.python.failure import Failure
    >>> failure_reason(Failure(ConnectionError([Failure(EOFError("It was closed."))])))
    'ConnectionError: It was closed'
    >>> failure_reason(Failure(ResponseDataLossError()))
    'ResponseDataLossError: the connection was cut within the answer'
    """
    if status := getattr(getattr(failure.value, "response", None), "status", None):
        return f"status {status}"
    message = _WITHIN.sub(r"\1", " ".join(failure.getErrorMessage().split())).rstrip(".:")
    message = message or _SILENT.get(type(failure.value), "")
    return f"{type(failure.value).__name__}{f': {message}' if message else ''}"


def traceback_of(failure: Any) -> str:
    """The traceback of a failure, and after it what was noted: where in a reader's process an error arose."""
    return "".join((failure.getTraceback(), *getattr(failure.value, "__notes__", ())))
