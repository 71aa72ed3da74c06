"""The numbers of changes, what is withdrawn, and the name of the store."""

import sqlalchemy as sa
from alembic import op

from zhanjiang.store.change_triggers import make_triggers, name_store

revision = "0010"
down_revision = "0009"

_NUMBERED = (
    "INSERT INTO changes (article, revision, change) "
    "SELECT id, revision, row_number() OVER (ORDER BY fetched_at, series, number, id, revision) FROM articles"
)
# Since when, is known no more: the last visit that found nothing there comes nearest.
_WITHDRAWN = (
    "INSERT INTO withdrawals (article, withdrawn_at) SELECT article, coalesce(min(last_fetched), min(first_seen)) "
    "FROM ledger WHERE state IN ('gone') AND content_hash IS NOT NULL AND substr(page, 1, 1) = '/' "
    "AND EXISTS (SELECT 1 FROM articles WHERE id = ledger.article) GROUP BY article"
)


def upgrade() -> None:
    """Number what is stored in the order in which it was fetched; what comes later is numbered by triggers."""
    _make_tables()
    connection = op.get_bind()
    name_store(connection)
    op.execute(_NUMBERED)
    op.execute(_WITHDRAWN)
    if connection.dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE change_numbers")
        op.execute("SELECT setval('change_numbers', coalesce(max(change), 0) + 1, false) FROM changes")
    make_triggers(connection)
    op.create_index("ix_changes_change", "changes", ["change"])
    op.create_index("ix_articles_fetched_at", "articles", ["fetched_at"])


def _make_tables() -> None:
    op.create_table(
        "changes",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("change", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("article", "revision", name="pk_changes"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withdrawals",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("article", name="pk_withdrawals"),
    )
    op.create_index("ix_withdrawals_withdrawn_at", "withdrawals", ["withdrawn_at"])
    op.create_table(
        "store_identity",
        sa.Column("identity", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("identity", name="pk_store_identity"),
    )
