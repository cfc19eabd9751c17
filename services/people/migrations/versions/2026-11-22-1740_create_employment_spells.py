"""Create the view of the spells in which somebody worked here; who is on the sheets of a month follows from it."""

from alembic import op

revision = "2026_11_22_1740"
down_revision = "2026_11_22_1720"
branch_labels = None
depends_on = None

MEMBERS = """
    CREATE OR REPLACE FUNCTION month_members(first_day date, last_day date) RETURNS TABLE (employee_id uuid, unit_id uuid) LANGUAGE sql STABLE AS $$
        SELECT DISTINCT ON (a.employee_id) a.employee_id, p.unit_id
        FROM assignment a JOIN position p ON p.id = a.position_id JOIN {spells} e ON e.{key} = a.employee_id
        WHERE a.main AND a.valid_from <= last_day AND (a.valid_until IS NULL OR a.valid_until > first_day)
          AND e.hired_on <= last_day AND (e.left_on IS NULL OR e.left_on >= first_day)
        ORDER BY a.employee_id, a.valid_from DESC
    $$;
"""


def upgrade() -> None:
    # The latest spell is the employee's own; who never came back may have no row in `employment`.
    op.execute("""
        CREATE VIEW employment_spell AS
            SELECT id AS employee_id, hired_on, left_on FROM employee
            UNION ALL
            SELECT m.employee_id, m.hired_on, m.left_on FROM employment m JOIN employee e ON e.id = m.employee_id WHERE m.left_on < e.hired_on;
    """)
    op.execute(MEMBERS.format(spells="employment_spell", key="employee_id"))


def downgrade() -> None:
    op.execute(MEMBERS.format(spells="employee", key="id"))
    op.execute("DROP VIEW employment_spell")
