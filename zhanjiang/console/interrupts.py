"""Ctrl-C, SIGTERM and SIGHUP end a command with one line and an exit code, in place of a traceback."""

from __future__ import annotations

import _thread
import os
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType
from typing import Final, NoReturn

from zhanjiang.console.exit_codes import ExitCode
from zhanjiang.console.live_line import ERASE
from zhanjiang.console.log_form import shaped
from zhanjiang.console.terminal import is_steerable

SIGNALS: Final = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "SIGHUP"}
"""The signals that ask a process to end, by the names under which users know them."""

_UNTOUCHED: Final = (signal.default_int_handler, signal.SIG_DFL)
_STANDARD_ERROR: Final = 2
_SECONDS_UNTIL_AGAIN: Final = 0.05


class EndingPlainly:
    """Turns the first signal into a line and SystemExit, so that files are closed and transactions rolled back.

    A second one ends the process as it would without us. What a user has arranged stays: under ``nohup`` a SIGHUP ends
    nothing.
    """

    def __init__(self, command: str) -> None:
        """Take the command as it is typed, such as ``scrapy export``."""
        self.command = command
        self._before: dict[int, signal.Handlers | object] = {}
        self._ended: SystemExit | None = None

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
        if self._ended is None:
            self.leave()
            name = SIGNALS[signal.Signals(number)]
            say_at_once(self.command, f"ended early by {name}: nothing is half done, start again")
            self._ended = SystemExit(ExitCode.of_signal(number))
            self._watch(number)
        raise self._ended

    def _watch(self, number: int) -> None:
        """Raise once more what Python ignores, as it does in the midst of a fork or of tidying up."""
        report_ignored = sys.unraisablehook

        def raise_again(ignored: sys.UnraisableHookArgs) -> None:
            """See ``_watch``; not at once, since it would be ignored as well."""
            if ignored.exc_value is not self._ended:
                report_ignored(ignored)
                return
            signal.signal(number, self._end)
            threading.Timer(_SECONDS_UNTIL_AGAIN, _thread.interrupt_main, (number,)).start()

        sys.unraisablehook = raise_again


def _leave_to_parent() -> None:
    """Leave Ctrl-C to the parent of a process that was forked: it ends its children, and reports once."""
    for number in SIGNALS:
        if getattr(signal.getsignal(number), "__func__", None) is EndingPlainly._end:
            signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)


os.register_at_fork(after_in_child=_leave_to_parent)


def say_at_once(command: str, message: str) -> None:
    """Report a line from a signal's handler, which may have interrupted whoever writes to ``sys.stderr``."""
    with suppress(OSError):  # nobody reads it, or its disk is full: the exit code says the same
        # Where a line of progress stands, which nobody can be asked to take away.
        erase = ERASE if is_steerable(sys.stderr) else ""
        os.write(_STANDARD_ERROR, f"{erase}{shaped(command, message)}\n".encode())
