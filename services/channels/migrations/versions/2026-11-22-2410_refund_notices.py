"""Shops are told of refunds as they are told of shipments."""

from alembic import op

revision = "202611222410"
down_revision = "202611220730"


def upgrade() -> None:
    # A constant as default: no row is written anew.
    op.execute("""
        ALTER TABLE write_back ADD COLUMN kind TEXT NOT NULL DEFAULT 'shipment', ADD COLUMN refund JSONB,
            ADD CONSTRAINT ck_write_back_refund_of_its_kind CHECK ((kind = 'refund') = (refund IS NOT NULL));
    """)
