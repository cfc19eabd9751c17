"""Versions of the policy of returned parcels; pictures that go leave a trace."""

from alembic import op

revision = "202611230900"
down_revision = "202611230200"


def upgrade() -> None:
    op.execute("""
        CREATE TABLE returns_policy (
            version INTEGER NOT NULL,
            effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
            parameters JSONB NOT NULL,
            note TEXT NOT NULL,
            published_at TIMESTAMP WITH TIME ZONE NOT NULL,
            published_by TEXT NOT NULL,
            CONSTRAINT pk_returns_policy PRIMARY KEY (version)
        );
        ALTER TABLE return_picture ADD COLUMN removed_at TIMESTAMP WITH TIME ZONE;
        ALTER TABLE return_picture ALTER COLUMN image_sealed DROP NOT NULL;
        CREATE INDEX ix_return_picture_taken_at ON return_picture (taken_at) WHERE image_sealed IS NOT NULL;
    """)
