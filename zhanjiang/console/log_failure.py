"""A log that cannot be written: one line at the end and an exit code, in place of a traceback for each of its lines."""

from __future__ import annotations

import logging
import sys
from typing import Any

_failures: list[str] = []


def watch_logs() -> None:
    """Note what Python would print as a traceback on standard error, line by line: a log's disk that is full."""
    logging.StreamHandler.handleError = _note  # type: ignore[method-assign,assignment]


def log_failure() -> str | None:
    """Why lines of the log are missing, in one line that says what to do; None where all of it is written."""
    return _failures[0] if _failures else None


def note_log_failure(error: OSError, name: str) -> None:
    """Note that a log cannot be written."""
    reason = error.strerror or error
    _failures.append(f"the log {name} cannot be written ({reason}): free some space on its disk, or give another file")


def _note(handler: logging.StreamHandler[Any], record: logging.LogRecord) -> None:
    error = sys.exc_info()[1]
    if isinstance(error, OSError):
        note_log_failure(error, getattr(handler, "baseFilename", "on standard error"))
    else:  # a mistake in the message
        logging.Handler.handleError(handler, record)
