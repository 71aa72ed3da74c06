"""Learned layouts, which rule gave what in each run, what has changed in that, and articles that wait for an answer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def _texts(names: str, *, nullable: bool = True) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names.split()]


def upgrade() -> None:
    """Make four tables, empty."""
    op.create_table(
        "layouts",
        *_texts("name learned_at", nullable=False),
        sa.Column("run", sa.Integer()),
        *_texts("forgotten_at"),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_layouts"),
    )
    op.create_table(
        "layout_counts",
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("run", "number")),
        *_texts("layout year field rule", nullable=False),
        *_texts("example"),
        sa.PrimaryKeyConstraint("run", "layout", "year", "field", "rule", name="pk_layout_counts"),
    )
    op.create_table(
        "drift",
        *_texts("subject before now advice", nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        *_texts("example"),
        sa.PrimaryKeyConstraint("subject", name="pk_drift"),
    )
    op.create_table(
        "held_back",
        *_texts("article held_at reason", nullable=False),
        sa.Column("run", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_held_back"),
    )
