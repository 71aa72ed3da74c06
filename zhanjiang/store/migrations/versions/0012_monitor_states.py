"""Monitors that failed, with the notices that were sent of them; the runs of each spider by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make one table, empty, and the index."""
    op.create_table(
        "monitor_states",
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("name", "since", "subject", "before", "now", "advice")
        ),
        sa.Column("run", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in ("mended_at", "example")),
        sa.Column("notices", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_monitor_states"),
    )
    op.create_index("ix_crawls_spider_id", "crawls", ["spider", "id"])
