"""Give every version of the attendance policy the dates of a month and the least unauthorised overtime, as they were (ATT-6, ATT-7, ATT-12)."""

from alembic import op

revision = "2026_11_22_1700"
down_revision = "2026_11_22_1600"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        UPDATE attendance_policy
        SET content = '{"sign_by_day": 3, "object_until_day": 5, "unauthorised_from_minutes": 30}'::jsonb || content
    """)


def downgrade() -> None:
    op.execute("UPDATE attendance_policy SET content = content - 'sign_by_day' - 'object_until_day' - 'unauthorised_from_minutes'")
