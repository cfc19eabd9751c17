"""Bursts of one SKU; replays of the integrity policy over past orders."""

from alembic import op

revision = "0014"
down_revision = "0013"

TABLES = """
    CREATE TABLE integrity_sku_minute (
        shop_id TEXT NOT NULL,
        sku TEXT NOT NULL,
        minute TIMESTAMP WITH TIME ZONE NOT NULL,
        orders INTEGER NOT NULL,
        new_buyers INTEGER NOT NULL,
        CONSTRAINT pk_integrity_sku_minute PRIMARY KEY (shop_id, sku, minute)
    );
    CREATE TABLE integrity_replay (
        id UUID NOT NULL,
        parameters JSONB NOT NULL,
        first_at TIMESTAMP WITH TIME ZONE NOT NULL,
        until_at TIMESTAMP WITH TIME ZONE NOT NULL,
        shops TEXT[],
        total INTEGER NOT NULL,
        done INTEGER NOT NULL,
        after_at TIMESTAMP WITH TIME ZONE NOT NULL,
        after_id UUID NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        stopped BOOLEAN NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        summary JSONB,
        CONSTRAINT pk_integrity_replay PRIMARY KEY (id)
    );
    CREATE INDEX ix_integrity_replay_going_on ON integrity_replay (id) WHERE ended_at IS NULL;
    CREATE TABLE integrity_replay_order (
        replay_id UUID NOT NULL,
        order_id UUID NOT NULL,
        change TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        score INTEGER NOT NULL,
        signals JSONB NOT NULL,
        CONSTRAINT pk_integrity_replay_order PRIMARY KEY (replay_id, order_id),
        CONSTRAINT ck_integrity_replay_order_change CHECK (change IN ('added', 'removed', 'kept'))
    );
    CREATE INDEX ix_integrity_replay_order_change ON integrity_replay_order (replay_id, change, placed_at, order_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
