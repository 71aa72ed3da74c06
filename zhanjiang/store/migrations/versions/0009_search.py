"""The full-text index of articles, empty: ``scrapy maintain --reindex`` fills it for the articles that are stored."""

import logging

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_OPTIONS = "content='', tokenize=\"unicode61 remove_diacritics 0\""
_TABLES = {
    "sqlite": (
        f"CREATE VIRTUAL TABLE search_index USING fts5(grams, {_OPTIONS})",
        f"CREATE VIRTUAL TABLE search_characters USING fts5(grams, detail=none, {_OPTIONS})",
        "CREATE TABLE search_pending (key INTEGER PRIMARY KEY, pairs TEXT NOT NULL, characters TEXT NOT NULL)",
    ),
    "postgresql": (
        "CREATE TABLE search_index (key BIGINT PRIMARY KEY, headline TEXT NOT NULL, folded TEXT NOT NULL, "
        "grams TSVECTOR)",
        "CREATE INDEX ix_search_index_grams ON search_index USING gin (grams)",
        "CREATE INDEX ix_search_index_without_grams ON search_index (key) WHERE grams IS NULL",
    ),
}

logger = logging.getLogger("zhanjiang.store.upgrade")


def upgrade() -> None:
    """Add the key by which an article is in the index, and make the index."""
    op.add_column("articles", sa.Column("search_key", sa.BigInteger()))
    latest = sa.text("superseded_by IS NULL")
    name = "ix_articles_latest_search_key"
    columns = ["search_key", "published_at", "number", "id"]
    op.create_index(name, "articles", columns, sqlite_where=latest, postgresql_where=latest)
    for statement in _TABLES[op.get_bind().dialect.name]:
        op.execute(statement)
    if op.get_bind().execute(sa.text("SELECT 1 FROM articles LIMIT 1")).first():
        logger.warning("The store can be searched once its articles are indexed: run `scrapy maintain --reindex`")
