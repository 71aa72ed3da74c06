"""The store's schema: made in an empty store, and upgraded in an older one, whole or not at all."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text

# Each of these modules adds its tables to `metadata`, which makes them.
from zhanjiang.store import (  # noqa: F401
    addresses,
    articles,
    captures,
    comments,
    crawls,
    doubts,
    drift,
    held_back,
    images,
    layout_counts,
    layouts,
    ledger,
    listings,
    newspaper,
    particulars,
    quarantine,
    rankings,
    similar,
)
from zhanjiang.store.schema import REVISION, metadata

logger = logging.getLogger(__name__)

UPGRADING: Final = "`scrapy crawl articles` or `scrapy reparse`"
"""The commands that upgrade a store, since they hold its lock."""


def version_of(connection: Connection) -> str | None:
    """The version of the store's schema, such as ``0005``; None for a store without tables, ``none`` for other tables.

    >>> from sqlalchemy import create_engine
    >>> with create_engine("sqlite://").connect() as connection:
    ...     print(version_of(connection))
    None
    """
    names = inspect(connection).get_table_names()
    if "alembic_version" not in names:
        return "none" if names else None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return version or "none"


def prepare(connection: Connection, version: str | None, file: Path | None) -> None:
    """Bring the schema of a store up from a version; ``file`` is SQLite's, None for a store that is no file.

    Nothing changes in a store that is up to date, but it fails where the store cannot be written.
    """
    if version is None:
        _make(connection)
    elif version != REVISION:
        if file:
            _copy(connection, file.with_name(f"{file.name}.schema-{version}"))
        _migrate(connection)
    else:
        connection.execute(text("DELETE FROM alembic_version WHERE 1 = 0"))
    connection.rollback()


def _make(connection: Connection) -> None:
    """Make the tables of an empty store at once, marked as what the newest migration leaves (a test compares them)."""
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:revision)"), {"revision": REVISION})
    connection.commit()


def _copy(connection: Connection, copy: Path) -> None:
    """Copy a SQLite store beside itself before its schema changes; a copy that is there already stays."""
    if copy.exists():
        return
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    connection.rollback()
    # By the driver itself: SQLite makes no copy within a transaction.
    connection.connection.cursor().execute("VACUUM INTO ?", (str(unfinished),))
    unfinished.replace(copy)
    logger.warning("The store's schema is upgraded; a copy of the store as it was is at %s", copy)


def _migrate(connection: Connection) -> None:
    # Loaded here alone: a store that is up to date does not wait for it.
    logging.getLogger("alembic").setLevel(logging.WARNING)  # it logs its plugins as soon as it is loaded
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    connection.rollback()
    connection.begin()  # all of the upgrade is one transaction
    command.upgrade(config, "head")
    connection.commit()
