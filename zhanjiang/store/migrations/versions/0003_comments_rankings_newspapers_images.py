"""What readers said, the front page's boxes, the newspapers' pages, pictures, and what articles of one kind have."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def _texts(names: str, *, nullable: bool = True) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names.split()]


def upgrade() -> None:
    """Make six tables, empty."""
    op.create_table(
        "comments",
        *_texts("article key text first_seen last_seen", nullable=False),
        *_texts("author time_shown published_at standing"),
        sa.Column("likes", sa.Integer()),
        sa.PrimaryKeyConstraint("article", "key", name="pk_comments"),
    )
    _make_snapshots()
    op.create_table(
        "particulars",
        *_texts("article fetched_at", nullable=False),
        *_texts("player poster target"),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_particulars"),
    )
    op.create_table(
        "newspaper_pages",
        *_texts("page paper day url", nullable=False),
        *_texts("number name scan pdf"),
        sa.Column("articles", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("page", name="pk_newspaper_pages"),
    )
    op.create_index("ix_newspaper_pages_paper_day", "newspaper_pages", ["paper", "day"])
    op.create_table(
        "images",
        *_texts("url path sha256 fetched_at", nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("bytes", "width", "height")),
        sa.PrimaryKeyConstraint("url", name="pk_images"),
    )


def _make_snapshots() -> None:
    op.create_table(
        "rankings",
        *_texts("taken_at period headline url", nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("article", sa.Text()),
        sa.PrimaryKeyConstraint("taken_at", "period", "rank", name="pk_rankings"),
    )
    op.create_table(
        "picture_box",
        *_texts("taken_at headline url", nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *_texts("image article"),
        sa.PrimaryKeyConstraint("taken_at", "position", name="pk_picture_box"),
    )
    for table in ("rankings", "picture_box"):
        op.create_index(f"ix_{table}_article", table, ["article"])
