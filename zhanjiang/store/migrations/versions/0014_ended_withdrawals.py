"""Withdrawals that have ended: what was withdrawn and came back."""

import sqlalchemy as sa
from alembic import op

from zhanjiang.store.change_triggers import make_ending_trigger

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table, empty: an older store has forgotten them; a trigger writes what ends from now on."""
    op.create_table(
        "ended_withdrawals",
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("article", "withdrawn_at", "returned_at")),
    )
    for name in ("withdrawn_at", "returned_at"):
        op.create_index(f"ix_ended_withdrawals_{name}", "ended_withdrawals", [name])
    make_ending_trigger(op.get_bind())
