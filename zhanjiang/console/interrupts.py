"""Ctrl-C, SIGTERM and SIGHUP end a command with one line and an exit code, in place of a traceback."""

from __future__ import annotations

import os
import signal
import threading
from contextlib import suppress
from types import FrameType
from typing import Final, NoReturn

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.log_form import shaped

SIGNALS: Final = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}
"""The signals that ask a process to end, by the names under which users know them."""

_UNTOUCHED: Final = (signal.default_int_handler, signal.SIG_DFL)
_STANDARD_ERROR: Final = 2


class EndingPlainly:
    """Turns the first signal into a line and SystemExit, so that files are closed and transactions rolled back.

    A second one ends the process as it would without us. What a user has arranged stays: under ``nohup`` a SIGHUP ends
    nothing.
    """

    def __init__(self, command: str) -> None:
        """Take the command as it is typed, such as ``scrapy export``."""
        self.command = command
        self._before: dict[int, signal.Handlers | object] = {}

    def begin(self) -> None:
        """Take over the signals that nobody else has. Python lets the main thread alone do so."""
        if threading.current_thread() is threading.main_thread():
            handlers = {number: signal.getsignal(number) for number in SIGNALS}
            self._before = {number: handler for number, handler in handlers.items() if handler in _UNTOUCHED}
            for number in self._before:
                signal.signal(number, self._end)

    def leave(self) -> None:
        """Give back the signals that nobody has taken over meanwhile."""
        for number, handler in self._before.items():
            if signal.getsignal(number) == self._end:
                signal.signal(number, handler)  # type: ignore[arg-type]

    def _end(self, number: int, frame: FrameType | None) -> NoReturn:
        self.leave()
        say_at_once(
            self.command, f"ended early by {SIGNALS[signal.Signals(number)]}: nothing is half done, start again"
        )
        raise SystemExit(ExitCode.of_signal(number))


def say_at_once(command: str, message: str) -> None:
    """Report a line from a signal's handler, which may have interrupted whoever writes to ``sys.stderr``."""
    with suppress(OSError):  # nobody reads it, or its disk is full: the exit code says the same
        os.write(_STANDARD_ERROR, f"{shaped(command, message)}\n".encode())
