"""Create the scratch service's only table."""

from alembic import op

from chassis.migrations import create_house_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_house_tables()
    op.execute("CREATE TABLE note (id uuid PRIMARY KEY, words text NOT NULL)")
