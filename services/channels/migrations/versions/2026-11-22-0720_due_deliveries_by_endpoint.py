"""What is due is looked up endpoint by endpoint: the backlog of one that is slow or switched off is not read for the others."""

from alembic import op

revision = "202611220720"
down_revision = "202611220700"


def upgrade() -> None:
    op.execute("""
        CREATE INDEX ix_webhook_delivery_endpoint_id_due ON webhook_delivery (endpoint_id, next_try_at)
            WHERE state IN ('waiting', 'failed', 'sending');
        DROP INDEX ix_webhook_delivery_due;
    """)
