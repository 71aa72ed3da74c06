"""Leases of workers: whose a lease is, since when, and what the worker is to request; how long a run is alive."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add columns, empty in all rows: no worker has leased anything in a store of an older version."""
    for column in (
        sa.Column("fleet", sa.Integer()),
        sa.Column("owner", sa.Integer()),
        sa.Column("leased_at", sa.Text()),
        sa.Column("message", sa.JSON()),
    ):
        op.add_column("ledger", column)
    for column in (
        sa.Column("fleet", sa.Integer()),
        sa.Column("alive_until", sa.Text()),
        sa.Column("is_leaving", sa.Boolean()),
    ):
        op.add_column("crawls", column)
    is_leased = sa.text("state IN ('leased')")
    op.create_index(
        "ix_ledger_leased", "ledger", ["fleet", "owner"], sqlite_where=is_leased, postgresql_where=is_leased
    )
