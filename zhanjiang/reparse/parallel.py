"""Visits read in as many processes as the machine has cores, in their order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import Final

from zhanjiang.catalogue.visits import Visit
from zhanjiang.crawl.visit_reader import Extraction, VisitReader

_BATCH: Final = 8
_AHEAD: Final = 8
"""How many batches a process may be ahead of the consumer: extractions wait in memory."""


def read_in_order(reader: VisitReader, visits: Iterable[Visit]) -> Iterator[Extraction]:
    """Yield the extractions of visits in the order of the visits. A few visits are read in this process alone."""
    visits = iter(visits)
    first = list(islice(visits, _BATCH))
    if len(first) < _BATCH:
        yield from map(reader.read, first)
        return
    processes = os.cpu_count() or 1
    with ProcessPoolExecutor(processes) as pool:
        waiting: deque[Future[list[Extraction]]] = deque()
        batch = first
        while batch or waiting:
            if batch:
                waiting.append(pool.submit(reader.read_all, batch))
                batch = list(islice(visits, _BATCH))
            if not batch or len(waiting) >= processes * _AHEAD:
                yield from waiting.popleft().result()
