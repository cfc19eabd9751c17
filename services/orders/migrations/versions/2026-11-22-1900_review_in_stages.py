"""Until when orders have to leave: the policy, the most urgent first, and which were told to be late."""

from alembic import op

revision = "0004"
down_revision = "0003"

# The index holds open orders only: those that have left are out of it.
TABLES = """
    CREATE TABLE ship_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_ship_policy PRIMARY KEY (version)
    );
    CREATE TABLE overdue_order (
        order_id UUID NOT NULL,
        ship_by TIMESTAMP WITH TIME ZONE NOT NULL,
        noted_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_overdue_order PRIMARY KEY (order_id),
        CONSTRAINT fk_overdue_order_order_id_sales_order FOREIGN KEY (order_id) REFERENCES sales_order (id)
    );
    CREATE INDEX ix_sales_order_ship_by ON sales_order (ship_by, id)
        WHERE ship_by IS NOT NULL AND status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[]);
"""


def upgrade() -> None:
    op.execute(TABLES)
