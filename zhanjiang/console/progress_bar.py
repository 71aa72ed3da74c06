"""How far a long piece of work is: a live line on a terminal, elsewhere a plain line on standard error each minute."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import Final, Literal, Protocol, TypeVar

from zhanjiang.console.live_line import LiveLine
from zhanjiang.console.terminal import is_steerable, width_of
from zhanjiang.processors.text import plain_line

Item = TypeVar("Item")
Unit = Literal["", "bytes"]
_EVERY: Final = 60.0
"""Seconds between two plain lines."""
_REFRESH: Final = 0.1
"""Seconds between two changes of a live line."""
_TICK: Final = 0.5
"""Seconds after which its clock goes on though nothing else has changed."""
_WIDTH: Final = 12
_SHARE: Final = 6
"""A bar's columns: so many, or that part of a narrow terminal's."""


class Show(Protocol):
    """Shows that so much is done, of what the total counts; ``name`` is what is being read, ``counts`` its results."""

    def __call__(self, done: int, name: str = "", counts: Counter[str] | None = None) -> None:
        """Show it."""


@contextmanager
def progress_bar(title: str, total: int | None, unit: Unit = "") -> Iterator[Show]:
    """Give a function that takes how much of the total is done; it shows rate, elapsed and remaining time too."""
    if not is_steerable(sys.stderr):
        yield _PlainLines(title, total, unit)
        return
    line = LiveLine()
    bar = _LiveBar(line, title, total, unit)
    stays = True
    try:
        with _ticking(bar.draw):
            yield bar
    except (GeneratorExit, SystemExit):  # a signal has ended it, whose message stands there already
        stays = False
        raise
    finally:
        if stays:
            bar.draw()
        line.close(stays=stays)


def with_progress(
    items: Iterable[Item],
    title: str,
    total: int | None = None,
    *,
    name: Callable[[Item], str] = lambda item: "",
    state: Callable[[Item], str] = lambda item: "",
) -> Iterator[Item]:
    """Yield the items, and show how many of the total there have been.

    ``name`` says what an item is, ``state`` what became of it, which is counted; both may be empty.
    """
    counts: Counter[str] = Counter()
    with progress_bar(title, total) as show:
        for done, item in enumerate(items, 1):
            yield item
            if became := state(item):
                counts[became] += 1
            show(done, name(item), counts)


class _PlainLines:
    """Prints a line once a minute; work that is done before the first minute is over prints none."""

    def __init__(self, title: str, total: int | None, unit: Unit) -> None:
        self.title, self.total, self.unit = title, total, unit
        self._began = self._printed = monotonic()

    def __call__(self, done: int, name: str = "", counts: Counter[str] | None = None) -> None:
        if (now := monotonic()) - self._printed < _EVERY:
            return
        self._printed = now
        seconds = max(now - self._began, 1e-9)
        rate = done / seconds
        parts = [
            _amount(done, self.total, self.unit),
            *_results(counts),
            f"{_in_unit(rate, self.unit)} a second",
            f"{clock(seconds)} elapsed",
        ]
        if self.total and rate:
            parts.append(f"{clock(max(self.total - done, 0) / rate)} left")
        print(plain_line(f"{self.title}: {', '.join(parts)}{f'; {name}' if name else ''}"), file=sys.stderr, flush=True)


class _LiveBar:
    """Shows the same on a terminal, as a bar where the total is known."""

    def __init__(self, line: LiveLine, title: str, total: int | None, unit: Unit) -> None:
        self.line, self.title, self.total, self.unit = line, title, total, unit
        self._began = self._next = monotonic()
        self._latest: tuple[int, str, Counter[str] | None] = 0, "", None

    def __call__(self, done: int, name: str = "", counts: Counter[str] | None = None) -> None:
        self._latest = done, name, counts
        if (now := monotonic()) >= self._next:
            self._next = now + _REFRESH
            self.draw()

    def draw(self) -> None:
        """Show the latest that is known, and the time."""
        done, name, counts = self._latest
        seconds = max(monotonic() - self._began, 1e-9)
        rate = done / seconds
        figures = [clock(seconds)]
        if self.total:
            width = min(_WIDTH, width_of(sys.stderr) // _SHARE)
            percent = min(100 * done // self.total, 100)
            figures.insert(0, f"[{'#' * (width * percent // 100):.<{width}}] {percent:3}%")
            figures += [f"{clock((self.total - done) / rate)} left"] if 0 < done < self.total else []
        parts = [_amount(done, self.total, self.unit, percent=False), *_results(counts)] if done else []
        parts += [f"{_in_unit(rate, self.unit)}/s", name] if done else []
        self.line.show(" · ".join([f"{self.title}  {'  '.join(figures)}", *filter(None, parts)]))


@contextmanager
def _ticking(draw: Callable[[], None]) -> Iterator[None]:
    """Draw at once and every now and then: a clock goes on while the work has nothing to show."""
    ended = Event()

    def tick() -> None:
        """Draw until the work has ended."""
        draw()
        while not ended.wait(_TICK):
            draw()

    thread = Thread(target=tick, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _amount(done: int, total: int | None, unit: Unit, *, percent: bool = True) -> str:
    """How much is done, of how much.

    >>> _amount(25, 100, ""), _amount(2_500_000, None, "bytes"), _amount(1, 0, "")
    ('25 of 100 (25 %)', '2.5 MB', '1')
    """
    if not total:
        return _in_unit(done, unit)
    share = f" ({100 * done // total} %)" if percent else ""
    return f"{_in_unit(done, unit)} of {_in_unit(total, unit)}{share}"


def _in_unit(amount: float, unit: Unit) -> str:
    """An amount in its unit.

    >>> _in_unit(0.25, ""), _in_unit(1234.5, ""), _in_unit(1234567, "bytes")
    ('0.2', '1234', '1.2 MB')
    """
    if unit == "bytes":
        return f"{amount / 1e6:.1f} MB"
    return f"{amount:.0f}" if amount >= 10 or amount == int(amount) else f"{amount:.1f}"


def _results(counts: Counter[str] | None) -> list[str]:
    return [f"{count} {state}" for state, count in dict(counts or {}).items()]


def clock(seconds: float) -> str:
    """A time in seconds as a clock shows it.

    >>> clock(59.9), clock(3661)
    ('0:59', '1:01:01')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
