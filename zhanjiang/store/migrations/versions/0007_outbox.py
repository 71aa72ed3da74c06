"""Stored articles that a feed still lacks."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make one table, empty."""
    op.create_table(
        "outbox",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("article", "feed")),
        sa.PrimaryKeyConstraint("article", "feed", name="pk_outbox"),
    )
