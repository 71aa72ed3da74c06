"""The ledger, the listings read to their end, the runs, and the bands by which reprints are found."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_TEXTS_OF_A_PAGE = "article channel headline published_at reason etag last_modified content_hash last_fetched due"


def upgrade() -> None:
    """Make four tables; the portal's articles in the store are due at once."""
    _make_ledger()
    op.create_table(
        "listings",
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("complete_in", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("channel", name="pk_listings"),
    )
    _make_crawls()
    op.create_table(
        "similar_bands",
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("band", "article", name="pk_similar_bands"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO ledger (page, url, kind, article, channel, headline, published_at, state, run, found_in, "
        "attempts, content_hash, pages, first_seen, last_fetched, due) "
        "SELECT '/p/' || number || '.html', url, 'article', id, channel, headline, published_at, 'stored', 0, 0, 0, "
        "content_hash, pages, fetched_at, fetched_at, fetched_at FROM articles AS one WHERE series = 'portal' "
        "AND via IS NULL AND revision = (SELECT max(revision) FROM articles AS other WHERE other.id = one.id)"
    )


def _make_ledger() -> None:
    op.create_table(
        "ledger",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("page", "url", "kind", "state", "first_seen")),
        *(sa.Column(name, sa.Text()) for name in _TEXTS_OF_A_PAGE.split()),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("run", "found_in", "attempts")),
        *(sa.Column(name, sa.Integer()) for name in ("pages", "interval")),
        sa.PrimaryKeyConstraint("page", name="pk_ledger"),
    )
    op.create_index("ix_ledger_state_due", "ledger", ["state", "due"])
    op.create_index("ix_ledger_article", "ledger", ["article"])


def _make_crawls() -> None:
    op.create_table(
        "crawls",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("spider", "started_at")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("arguments", "versions")),
        *(sa.Column(name, sa.Text()) for name in ("ended_at", "outcome")),
        sa.Column("seconds", sa.Float()),
        sa.Column("counts", sa.JSON()),
        sa.Column("exit_code", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_crawls"),
    )
