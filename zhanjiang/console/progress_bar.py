"""A bar on a terminal that shows how far a long piece of work is."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(told: str, total: int) -> Iterator[Callable[[int], None]]:
    """Give a function that takes how much of the total is done; where no terminal is, it shows nothing."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as progress:
        task = progress.add_task(told, total=total)
        yield lambda done: progress.update(task, completed=done)
