"""A bar on a terminal that shows how far a long piece of work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")


@contextmanager
def progress_bar(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Give a function that takes how much of the total is done; where no terminal is, it shows nothing."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    # Heavy, and of no use without a terminal.
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(title, total=total)
        yield lambda done: progress.update(task, completed=done)


def with_progress(items: Iterable[Item], title: str, total: int | None = None) -> Iterator[Item]:
    """Yield the items; a terminal shows how many of the total there have been."""
    with progress_bar(title, total) as show:
        for done, item in enumerate(items, 1):
            yield item
            show(done)
