"""The view of articles as other programs read them."""

from alembic import op

from zhanjiang.store.current_articles import make_view

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the view."""
    make_view(op.get_bind())
