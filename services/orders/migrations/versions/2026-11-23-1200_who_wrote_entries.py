"""Entries of an order's history keep the account of the person, not the name alone: two people may have one name."""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute("ALTER TABLE timeline_entry ADD COLUMN by_id TEXT")
