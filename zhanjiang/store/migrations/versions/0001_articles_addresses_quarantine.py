"""Articles with their revisions, their addresses, and the quarantine."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TEXTS_OF_AN_ARTICLE = (
    "revision_cause url kind channel kicker headline subheadline published_at source byline text script duplicate_of "
    "fetched_at via"
)


def upgrade() -> None:
    """Make the first three tables."""
    _make_articles()
    _make_article_addresses()
    _make_quarantine()


def _make_articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in _TEXTS_OF_AN_ARTICLE.split()),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("authors", "images", "credits")),
        *(sa.Column(name, sa.JSON()) for name in ("repair", "extracted_by", "newspaper_page")),
        *(sa.Column(name, sa.Integer()) for name in ("pages", "comment_participants", "comment_count")),
        sa.PrimaryKeyConstraint("id", "revision", name="pk_articles"),
    )
    op.create_index("ix_articles_series_number", "articles", ["series", "number"])


def _make_article_addresses() -> None:
    op.create_table(
        "article_addresses",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("first_seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("address", name="pk_article_addresses"),
    )
    op.create_index("ix_article_addresses_article", "article_addresses", ["article"])


def _make_quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("traceback", sa.Text()),
        sa.Column("body", sa.LargeBinary()),
        sa.Column("content_type", sa.Text()),
        sa.Column("fetched_at", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_quarantine"),
        sa.UniqueConstraint("address", "reason", name="uq_quarantine_address_reason"),
    )
