"""How Alembic reaches the store: over the connection that ``store.engine`` hands in."""

from alembic import context
from alembic.config import Config

from zhanjiang.store import addresses, articles, quarantine  # noqa: F401  (their tables register themselves)
from zhanjiang.store.schema import metadata


def migrate(config: Config) -> None:
    """Run the migrations over the connection that the configuration carries."""
    context.configure(
        connection=config.attributes["connection"],
        target_metadata=metadata,
        render_as_batch=True,  # SQLite alters a table only by copying it
        transactional_ddl=True,
    )
    with context.begin_transaction():
        context.run_migrations()


# There is a configuration only while Alembic runs this file.
if hasattr(context, "config"):
    migrate(context.config)
