"""Words and pictures of reviews go when their time is over."""

from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.execute("""
        ALTER TABLE buyer_review ADD COLUMN words_removed_at TIMESTAMP WITH TIME ZONE;
        CREATE INDEX ix_buyer_review_words ON buyer_review (written_at) WHERE words_removed_at IS NULL;
        CREATE INDEX ix_care_mediation_evidence_at ON care_mediation_evidence (at) WHERE removed_at IS NULL;
    """)
