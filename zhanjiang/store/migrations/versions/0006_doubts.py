"""Articles that were stored although something in them is odd."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make one table, empty."""
    op.create_table(
        "doubts",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("article", "address")),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_doubts"),
    )
