"""Where in the archive each answer stands."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make one table; ``scrapy archive verify`` fills it with what the archive's files hold."""
    op.create_table(
        "captures",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("file", "type", "url", "digest", "taken_at")),
        *(sa.Column(name, sa.Text()) for name in ("page", "kind", "article", "channel", "headline")),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("offset", "length")),
        *(sa.Column(name, sa.Integer()) for name in ("status", "run")),
        sa.Column("is_further", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("file", "offset", name="pk_captures"),
    )
    for columns in (["url", "taken_at"], ["page"], ["article"]):
        op.create_index(f"ix_captures_{'_'.join(columns)}", "captures", columns)
