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
    changes,
    comments,
    crawls,
    current_articles,
    doubts,
    drift,
    held_back,
    images,
    layout_counts,
    layouts,
    ledger,
    listings,
    monitor_states,
    newspaper,
    outbox,
    particulars,
    quarantine,
    rankings,
    similar,
)
from zhanjiang.store.address import StoreError
from zhanjiang.store.refusals import REBUILDING
from zhanjiang.store.schema import REVISION, metadata

logger = logging.getLogger(__name__)

_KNOWN: Final = frozenset(f"{number:04}" for number in range(1, int(REVISION) + 1))

UPGRADING: Final = "`scrapy maintain --upgrade`"
"""The command that upgrades a store; those that write one do so too, since they hold its lock."""


def version_of(connection: Connection, name: str) -> str | None:
    """The version of a store's schema, such as ``0005``; None for one without tables, ``none`` for tables of others.

    Raises StoreError, which calls the store by ``name``, for a schema that this code does not know, or a part of one.

    >>> from sqlalchemy import create_engine
    >>> with create_engine("sqlite://").connect() as connection:
    ...     print(version_of(connection, "news.db"))
    None
    """
    names = set(inspect(connection).get_table_names())
    version: str | None = None
    if "alembic_version" in names:
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is None:
        if "alembic_version" in names or names & metadata.tables.keys():
            raise StoreError(f"the store {name} does not say the version of its schema: {REBUILDING}")
        return "none" if names else None
    if version not in _KNOWN and version > REVISION:
        raise StoreError(f"the store {name} was written by a newer version (schema {version}): update this project")
    if version not in _KNOWN:
        raise StoreError(
            f"the store {name} has a schema that no version of this project made ({version}): {REBUILDING}"
        )
    missing = sorted(metadata.tables.keys() - names)
    if version == REVISION and missing:
        raise StoreError(f"the store {name} lacks a table ({', '.join(missing)}): {REBUILDING}")
    return version


def prepare(connection: Connection, version: str | None, file: Path | None) -> None:
    """Bring the schema of a store up from a version; ``file`` is SQLite's, None for a store that is no file.

    Nothing changes in a store that is up to date, but it fails where the store cannot be written.
    """
    if version is None:
        _make(connection)
    elif version != REVISION:
        if file:
            _copy(connection, copy_beside(file, version))
        _migrate(connection)
    else:
        connection.execute(text("DELETE FROM alembic_version WHERE 1 = 0"))
    connection.rollback()


def copy_beside(file: Path, version: str) -> Path:
    """Where the copy of a SQLite store is that is made before its schema is upgraded."""
    return file.with_name(f"{file.name}.schema-{version}")


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
