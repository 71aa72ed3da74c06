"""The upgrade of a store's schema, step by step before the user's eyes. A copy of a SQLite file stays beside it."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Final

from zhanjiang.store import parse_store_url
from zhanjiang.store.address import file_of
from zhanjiang.store.engine import schema_of
from zhanjiang.store.lock import open_locked
from zhanjiang.store.schema import REVISION
from zhanjiang.store.upgrade import copy_beside

_STEPS: Final = "alembic.runtime.migration"
"""The logger that says which step of the schema begins."""


def upgrade(address: str, report: Callable[[str], None]) -> None:
    """Upgrade a store, and report each step and where the copy is. Raises StoreBusy and StoreError."""
    before = schema_of(address)
    if before == REVISION:
        report(f"The store is up to date (schema {REVISION}).")
        return
    path = file_of(parse_store_url(address))
    if path:
        report(f"Copying the store as it is to {copy_beside(path, str(before))} …")
    with ExitStack() as stack:
        stack.enter_context(_steps_reported(report))
        open_locked(address, stack, create=False)
    report(f"The store is upgraded from schema {before} to {REVISION}.")


@contextmanager
def _steps_reported(report: Callable[[str], None]) -> Iterator[None]:
    class Reporting(logging.Handler):
        """Reports the steps of Alembic."""

        def emit(self, record: logging.LogRecord) -> None:
            """Report a step, such as ``Running upgrade 0006 -> 0007, The feeds' outbox``."""
            if (message := record.getMessage()).startswith("Running upgrade"):
                report(f"  {message.removeprefix('Running upgrade').strip()}")

    logger, handler = logging.getLogger(_STEPS), Reporting()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)
