"""Runs ``scrapy`` and kills itself at the N-th commit.

``python -m tests.end_to_end.killed_in_commit N before|behind …``.

The kill is SIGKILL, right before the database commits or right behind it. Nothing of this is in the crawler.
"""

from __future__ import annotations

import os
import signal
import sys

from scrapy import cmdline
from sqlalchemy import Connection, Engine, event


def arm(number: int, moment: str) -> None:
    """Count commits, and kill the process at the one with this number."""
    left = iter(range(number, 0, -1))

    def strike() -> None:
        if next(left, 0) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    if moment == "before":
        event.listen(Engine, "commit", lambda connection: strike())
        return
    commit = Connection.commit

    def and_strike(connection: Connection) -> None:
        commit(connection)
        strike()

    Connection.commit = and_strike  # type: ignore[method-assign]


if __name__ == "__main__":
    _, number, moment, *arguments = sys.argv
    arm(int(number), moment)
    cmdline.execute(["scrapy", *arguments])
