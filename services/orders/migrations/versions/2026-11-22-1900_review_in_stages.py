"""Until when orders have to leave: the policy, the most urgent first, and which were told to be late; the work on all orders of a filter."""

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
    CREATE TABLE bulk_review (
        id UUID NOT NULL,
        verb TEXT NOT NULL,
        reason TEXT NOT NULL,
        asked JSONB NOT NULL,
        shops TEXT[],
        total INTEGER NOT NULL,
        done INTEGER NOT NULL,
        refused INTEGER NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        asked_by_id TEXT NOT NULL,
        asked_by_kind TEXT NOT NULL,
        stopped BOOLEAN NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_bulk_review PRIMARY KEY (id),
        CONSTRAINT ck_bulk_review_verb CHECK (verb IN ('release', 'hold', 'cancel'))
    );
    CREATE INDEX ix_bulk_review_asked_by_id ON bulk_review (asked_by_id, id);
    CREATE INDEX ix_bulk_review_going_on ON bulk_review (asked_at, id) WHERE ended_at IS NULL;
    CREATE TABLE bulk_review_order (
        review_id UUID NOT NULL,
        place INTEGER NOT NULL,
        order_id UUID NOT NULL,
        state TEXT NOT NULL,
        number TEXT,
        refusal_code TEXT,
        refusal_rule TEXT,
        refusal_zh TEXT,
        refusal_en TEXT,
        CONSTRAINT pk_bulk_review_order PRIMARY KEY (review_id, place),
        CONSTRAINT ck_bulk_review_order_state CHECK (state IN ('waiting', 'done', 'refused'))
    );
    CREATE INDEX ix_bulk_review_order_state ON bulk_review_order (review_id, state, place) WHERE state <> 'done';
    CREATE INDEX ix_sales_order_ship_by ON sales_order (ship_by, id)
        WHERE ship_by IS NOT NULL AND status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[]);
"""


def upgrade() -> None:
    op.execute(TABLES)
