"""Create the versions of the personnel policy; a leaving names the version its hand-over list came from."""

from alembic import op

revision = "2026_11_22_1720"
down_revision = "2026_11_22_1700"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Version 1 is written by the first start (use_cases/hiring/ensure_personnel_policy.py).
    op.execute("""
        CREATE TABLE personnel_policy (
            version integer CONSTRAINT pk_personnel_policy PRIMARY KEY,
            talk_after_days integer NOT NULL CONSTRAINT ck_personnel_policy_talk_after_days CHECK (talk_after_days BETWEEN 1 AND 1000),
            hand_over jsonb NOT NULL,
            effective_from timestamptz NOT NULL,
            reason text NOT NULL,
            created_at timestamptz NOT NULL,
            created_by text NOT NULL
        );
        ALTER TABLE leaving ADD COLUMN policy_version integer;
    """)


def downgrade() -> None:
    op.execute("""
        ALTER TABLE leaving DROP COLUMN policy_version;
        DROP TABLE personnel_policy;
    """)
