"""A line of a terminal that is drawn anew in place, while whatever else this process prints stands above it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import RLock
from typing import Final

from zhanjiang.console.terminal import cut, is_terminal, width_of, writable
from zhanjiang.processors.text import plain_line

ERASE: Final = "\r\x1b[K"
_DRAW: Final = "\r\x1b[?7l{}\x1b[K\x1b[?7h"
"""Without the terminal's own line breaks: one row, also where it takes more columns for a character than we think."""
_LOCK: Final = RLock()
# Whoever forks has the lock meanwhile: a child would wait for ever for one that another thread had.
os.register_at_fork(before=_LOCK.acquire, after_in_parent=_LOCK.release, after_in_child=_LOCK.release)


class LiveLine:
    """Stands on standard error, which is a terminal, until it is closed.

    The streams themselves are told to print above it: the handlers of the log hold them, and look up no new ones.
    """

    def __init__(self) -> None:
        """Take over what standard error prints, and standard output where that is a terminal."""
        self._drawn = ""
        self._is_free = True
        """Whether the cursor stands in the line's own row: nobody has printed a part of one."""
        self._terminal = sys.stderr
        self._writing = [(stream, stream.write) for stream in (sys.stderr, sys.stdout) if is_terminal(stream)]
        for stream, write in self._writing:
            stream.write = partial(self._print_above, write)  # type: ignore[method-assign]

    def show(self, text: str) -> None:
        """Show a text, cut where the terminal ends."""
        text = cut(plain_line(text), width_of(self._terminal))
        with _LOCK:
            self._drawn = _DRAW.format(writable(text, self._terminal))
            self._put(self._drawn)

    def close(self, *, stays: bool) -> None:
        """Give the streams back; the text stays as an ordinary line, or is taken away."""
        with _LOCK:
            self._put("\n" if stays else ERASE)
            for stream, write in self._writing:
                stream.write = write  # type: ignore[method-assign]

    def _put(self, text: str) -> None:
        if self._is_free:
            with suppress(OSError):  # a terminal that is gone ends no work
                self._writing[0][1](text)
                self._terminal.flush()

    def _print_above(self, write: Callable[[str], int], text: str) -> int:
        with _LOCK:
            before = ERASE if self._is_free else ""
            self._is_free = text.endswith("\n") if text else self._is_free
            # All at once: a child that was forked prints on the same terminal.
            write(before + text + (self._drawn if self._is_free else ""))
            return len(text)
