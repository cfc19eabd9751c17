"""Payloads are found by the orders in them, so that those of an erased customer can go."""

from alembic import op

revision = "202611230900"
down_revision = "202611222410"


def upgrade() -> None:
    op.execute("""
        CREATE INDEX ix_inbound_message_results ON inbound_message USING gin (results jsonb_path_ops) WHERE payload_sealed IS NOT NULL
    """)
