"""How much room a store takes, in bytes."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, select


def of_store(connection: Connection, file: Path | None) -> int:
    """The bytes of a store: of its file and its log, or as PostgreSQL counts them; 0 for one in memory."""
    if connection.dialect.name == "postgresql":
        return int(connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one())
    if file is None:
        return 0
    parts = (file, file.with_name(f"{file.name}-wal"))
    return sum(part.stat().st_size for part in parts if part.exists())
