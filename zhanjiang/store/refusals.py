"""What a database's refusals mean, in one line each, and what to do."""

from __future__ import annotations

from typing import Final

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, PendingRollbackError

from zhanjiang.store.address import name_of, without_secrets

REBUILDING: Final = "restore a copy, or move it away and make it again of the archive with `scrapy reparse`"
"""What helps where a part of a store is missing."""


def first_refusal(error: DBAPIError | PendingRollbackError) -> DBAPIError | PendingRollbackError:
    """The error of the database that led to this one, such as a full disk before a savepoint that is gone."""
    context = error.__context__
    while context is not None:
        error = context if isinstance(context, DBAPIError) else error
        context = context.__context__
    return error


def explain(error: Exception, url: URL) -> str:
    """Say in one line what a database's refusal means and what to do."""
    refusal = without_secrets(str(getattr(error, "orig", error)).strip().split("\n")[0], url)
    advice = {
        "not a database": "it is another kind of file: move it away, or set STORE_URL to another place",
        "malformed": "it is damaged: restore a copy, or move it away and crawl again",
        "readonly": "it cannot be written: check its permissions, or set STORE_URL to another place",
        "unable to open": "check that the folder can be read and written, or set STORE_URL to another place",
        "locked": "another program is writing it: wait for that to end, and try again",
        "full": "free some space on the disk, and try again",
        "disk I/O": "the disk is full or fails: free some space on it, and try again",
        "no such table": REBUILDING,
        "does not exist": REBUILDING,
    }
    otherwise = "check STORE_URL and that it is running"
    next_step = next((step for sign, step in advice.items() if sign in refusal), otherwise)
    return f"the store {name_of(url)} cannot be used ({refusal}): {next_step}"
