"""A store as an older version of this project made it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine

from zhanjiang import store as store_package

PAGE = ("http://www.example/p/1.html", "read", "a mistake", "2022-05-31T21:58:00+00:00", 1)
_QUARANTINE = "INSERT INTO quarantine (address, stage, reason, fetched_at, attempts) VALUES (?, ?, ?, ?, ?)"


def make_older(path: Path, revision: str) -> None:
    """Make a store of an older schema, with ``PAGE`` in quarantine."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        upgrade_to(connection, revision)
        connection.exec_driver_sql(_QUARANTINE, PAGE)
        connection.commit()
    engine.dispose()


def upgrade_to(connection: Connection, revision: str) -> None:
    """Make the schema of an older version in an empty database."""
    config = Config()
    config.set_main_option("script_location", str(Path(store_package.__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
