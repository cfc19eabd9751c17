"""Versions of the delivery promise."""

from alembic import op

revision = "202611231200"
down_revision = "202611231000"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE delivery_promise (
            version INTEGER NOT NULL,
            effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
            parameters JSONB NOT NULL,
            note TEXT NOT NULL,
            published_at TIMESTAMP WITH TIME ZONE NOT NULL,
            published_by TEXT NOT NULL,
            CONSTRAINT pk_delivery_promise PRIMARY KEY (version)
        )
    """)
