"""Regrouping and changing of orders: plans that wait for the warehouse, what lies where, who may be merged, what we changed, price changes."""

from alembic import op

revision = "0003"
down_revision = "0002"

TABLES = """
    CREATE TABLE order_plan (
        id UUID NOT NULL,
        verb TEXT NOT NULL,
        order_ids UUID[] NOT NULL,
        content JSONB NOT NULL,
        reason TEXT NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        CONSTRAINT pk_order_plan PRIMARY KEY (id)
    );
    CREATE INDEX ix_order_plan_order_ids ON order_plan USING gin (order_ids);
    CREATE TABLE stock_offer (
        order_id UUID NOT NULL,
        attempt INTEGER NOT NULL,
        offers JSONB NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_stock_offer PRIMARY KEY (order_id)
    );
    CREATE TABLE merge_candidate (
        order_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        key TEXT NOT NULL,
        CONSTRAINT pk_merge_candidate PRIMARY KEY (order_id)
    );
    CREATE INDEX ix_merge_candidate_shop_id_key ON merge_candidate (shop_id, key);
    CREATE TABLE own_change (
        order_id UUID NOT NULL,
        told_receiver_sealed TEXT,
        told_lines JSONB,
        told_paid TEXT,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        changed_by TEXT NOT NULL,
        CONSTRAINT pk_own_change PRIMARY KEY (order_id)
    );
    CREATE TABLE price_change (
        id UUID NOT NULL,
        order_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        state TEXT NOT NULL,
        currency TEXT NOT NULL,
        paid_before NUMERIC(14, 2) NOT NULL,
        paid_after NUMERIC(14, 2) NOT NULL,
        reason TEXT NOT NULL,
        policy_version INTEGER NOT NULL,
        content_digest TEXT NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        asked_by_id TEXT NOT NULL,
        settled_at TIMESTAMP WITH TIME ZONE,
        settled_by TEXT NOT NULL,
        comment TEXT NOT NULL,
        CONSTRAINT pk_price_change PRIMARY KEY (id),
        CONSTRAINT ck_price_change_state CHECK (state IN ('made', 'asked', 'refused', 'voided', 'late'))
    );
    CREATE UNIQUE INDEX uq_price_change_asked ON price_change (order_id) WHERE state = 'asked';
    CREATE INDEX ix_price_change_order_id ON price_change (order_id, asked_at);
    CREATE TABLE price_change_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_price_change_policy PRIMARY KEY (version)
    );
"""


def upgrade() -> None:
    op.execute(TABLES)
