"""What the tables have in common: their collection, the version of the schema, upserts in both dialects."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import MetaData, Table
from sqlalchemy.dialects import postgresql, sqlite

REVISION: Final = "0004"
"""The newest migration (a test holds it against Alembic's): a store that names it is opened without loading Alembic."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def insert(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Return an insert that knows ``on conflict``, for the dialect's name (``sqlite`` or ``postgresql``)."""
    construct: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return construct(table)  # type: ignore[no-any-return]
