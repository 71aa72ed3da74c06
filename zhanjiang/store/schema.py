"""What the tables have in common: their collection and the version of the schema."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData

REVISION: Final = "0014"
"""The newest migration (a test holds it against Alembic's): a store that names it is opened without loading Alembic."""

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
