"""A store as an older version of this project made it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine

from zhanjiang import store as store_package
from zhanjiang.store.schema import metadata

PAGE = ("http://www.example/p/1.html", "read", "a mistake", "2022-05-31T21:58:00+00:00", 1)
_QUARANTINE = "INSERT INTO quarantine (address, stage, reason, fetched_at, attempts) VALUES (?, ?, ?, ?, ?)"


def make_older(path: Path, revision: str) -> None:
    """Make a store of an older schema, with ``PAGE`` in quarantine."""
    engine = create_engine(f"sqlite:///{path}")
    config = Config()
    config.set_main_option("script_location", str(Path(store_package.__file__).parent / "migrations"))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.exec_driver_sql(_QUARANTINE, PAGE)
        connection.commit()
    engine.dispose()


def schema_differences(connection: Connection, *, compare_type: bool = False) -> list[Any]:
    """What the tables of a store have that the code does not know, and the other way round.

    The tables of the full-text index are FTS5's own or PostgreSQL's alone: SQLAlchemy knows none of them.
    """

    def is_known(name: str | None, kind: str, _parents: object) -> bool:
        """Whether the code declares what is compared."""
        return kind != "table" or not str(name).startswith("search_")

    context = MigrationContext.configure(connection, opts={"compare_type": compare_type, "include_name": is_known})
    return [*compare_metadata(context, metadata)]
