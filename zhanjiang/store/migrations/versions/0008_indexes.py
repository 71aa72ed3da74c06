"""Indexes by which a run and a report find what they need, however much is stored."""

import logging

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_OPEN = "state IN ('queued', 'leased', 'failed', 'incomplete', 'quarantined')"
_HELD = "state IN ('stored', 'unchanged', 'alias')"
_INDEXES = (
    ("ledger", "open", "kind first_seen page", _OPEN),
    ("ledger", "due", "due page", _HELD),
    ("ledger", "last_fetched", "last_fetched page", _HELD),
    ("ledger", "listings", "run channel state", "kind = 'listing'"),
    ("ledger", "absent", "article content_hash", "state IN ('gone')"),
    ("articles", "latest_number", "series number id published_at", "superseded_by IS NULL"),
    ("articles", "latest_channel", "channel published_at", "superseded_by IS NULL"),
    ("captures", "taken_at_article", "taken_at article", None),
    ("captures", "run", "run", None),
    ("captures", "digest", "digest", None),
)

logger = logging.getLogger("zhanjiang.store.upgrade")


def upgrade() -> None:
    """Mark the revisions that others came after, make the indexes, and drop those that nothing uses any more."""
    op.add_column("articles", sa.Column("superseded_by", sa.Integer()))
    op.execute(
        "UPDATE articles SET superseded_by = later.revision FROM articles AS later WHERE later.revision > 1 "
        "AND articles.id = later.id AND articles.revision = later.revision - 1"
    )
    op.drop_index("ix_ledger_state_due", "ledger")
    op.drop_index("ix_articles_series_number", "articles")
    for number, (table, name, columns, where) in enumerate(_INDEXES, 1):
        logger.info("Upgrading the store: index %d of %d", number, len(_INDEXES))
        condition = sa.text(where) if where else None
        op.create_index(
            f"ix_{table}_{name}", table, columns.split(), sqlite_where=condition, postgresql_where=condition
        )
