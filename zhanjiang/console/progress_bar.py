"""How far a long piece of work is: a live line on a terminal, elsewhere a plain line on standard error each minute."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Final, Literal, Protocol, TypeVar

from zhanjiang.processors.text import plain_line

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn, TaskID

Item = TypeVar("Item")
Unit = Literal["", "bytes"]
_EVERY: Final = 60.0
"""Seconds between two plain lines."""
_REFRESH: Final = 0.1
"""Seconds between two changes of a live line."""
_WIDTH: Final = 12
"""The bar's columns on a terminal."""
_FIGURES: Final = 26
"""What percentage, times and the spaces between all columns take of a terminal's."""


class Show(Protocol):
    """Shows that so much is done, of what the total counts; ``name`` is what is being read, ``counts`` its results."""

    def __call__(self, done: int, name: str = "", counts: Counter[str] | None = None) -> None:
        """Show it."""


@contextmanager
def progress_bar(title: str, total: int | None, unit: Unit = "") -> Iterator[Show]:
    """Give a function that takes how much of the total is done; it shows rate, elapsed and remaining time too."""
    if not sys.stderr.isatty():
        yield _PlainLines(title, total, unit)
        return
    # Heavy, and of no use without a terminal.
    from rich.console import Console
    from rich.progress import Progress

    # What is printed meanwhile stays on standard output where that is a file.
    with Progress(*_columns(), console=Console(stderr=True), redirect_stdout=sys.stdout.isatty()) as progress:
        task = progress.add_task(title, total=total, state="")
        yield _LiveLine(progress, task, total, unit)


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


class _LiveLine:
    """Shows the same on a terminal, as a bar where the total is known."""

    def __init__(self, progress: Progress, task: TaskID, total: int | None, unit: Unit) -> None:
        self.progress, self.task, self.total, self.unit = progress, task, total, unit
        self._began = self._next = monotonic()
        self._room = max(progress.console.width - len(progress.tasks[0].description) - _WIDTH - _FIGURES, 0)

    def __call__(self, done: int, name: str = "", counts: Counter[str] | None = None) -> None:
        if (now := monotonic()) < self._next and done != self.total:
            return
        self._next = now + _REFRESH
        rate = done / max(now - self._began, 1e-9)
        parts = [_amount(done, self.total, self.unit, percent=False), *_results(counts)]
        parts += [f"{_in_unit(rate, self.unit)}/s", plain_line(name)]
        self.progress.update(self.task, completed=done, state=" · ".join(filter(None, parts))[: self._room])


def _columns() -> tuple[ProgressColumn, ...]:
    # On a terminal alone: see above.
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

    title, state = (TextColumn(field, markup=False) for field in ("{task.description}", "{task.fields[state]}"))
    bar = BarColumn(bar_width=_WIDTH)
    return title, bar, TaskProgressColumn(), state, TimeElapsedColumn(), TimeRemainingColumn(compact=True)


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
    return [f"{count} {state}" for state, count in (counts or {}).items()]


def clock(seconds: float) -> str:
    """A time in seconds as a clock shows it.

    >>> clock(59.9), clock(3661)
    ('0:59', '1:01:01')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
