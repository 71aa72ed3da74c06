"""How a store goes on after its database was away, as PostgreSQL is while it restarts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import Final

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

logger = logging.getLogger(__name__)

_PAUSE: Final = 0.5
"""Seconds between two attempts."""


@dataclass(frozen=True, slots=True)
class Reconnection:
    """Waits for the database ``patience`` seconds, takes the ``lock`` again, and calls ``on_return``.

    ``lock`` raises StoreError where another run has the store now. ``on_return`` may use the store, whose writes since
    the last commit are undone.
    """

    patience: float
    lock: Callable[[Connection], None]
    on_return: Callable[[], None]

    def connect(self, engine: Engine) -> Connection:
        """A new connection, with the lock. Raises DBAPIError once patience is at its end, and StoreError."""
        logger.warning("The database is away: waiting for it %g seconds at most", self.patience)
        until = monotonic() + self.patience
        while True:
            try:
                connection = engine.connect()
                self.lock(connection)
            except DBAPIError:
                if monotonic() > until:
                    raise
                sleep(_PAUSE)
                continue
            logger.warning("The database is back: the crawl goes on")
            return connection
