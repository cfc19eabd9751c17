"""Marks of orders know by a digest which of them were praised in the same words."""

from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE integrity_mark ADD COLUMN praise BIGINT;
        CREATE INDEX ix_integrity_mark_praise ON integrity_mark (praise, placed_at) WHERE praise IS NOT NULL;
    """)
