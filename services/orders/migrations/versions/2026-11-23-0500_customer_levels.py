"""Levels of customers with their policy and service plans, tags by rule, and the indexes that answer the list of customers."""

from alembic import op

revision = "0012"
down_revision = "0011"

# `worth` is what was paid less what was refunded, in the level policy's currency.
LEVELS = """
    ALTER TABLE customer ADD COLUMN level TEXT NOT NULL DEFAULT '', ADD COLUMN worth NUMERIC(20, 2) NOT NULL DEFAULT 0;
    ALTER TABLE customer_shop ADD COLUMN level TEXT NOT NULL DEFAULT '', ADD COLUMN worth NUMERIC(20, 2) NOT NULL DEFAULT 0;
    CREATE INDEX ix_customer_level ON customer (level, last_order_at, id) WHERE last_order_at IS NOT NULL;
    CREATE INDEX ix_customer_worth ON customer (worth, id) WHERE last_order_at IS NOT NULL;
    CREATE INDEX ix_customer_shop_shop_id_level ON customer_shop (shop_id, level, last_order_at, customer_id);
    CREATE INDEX ix_customer_shop_shop_id_worth ON customer_shop (shop_id, worth, customer_id);
    CREATE TABLE customer_listed_tag (
        customer_id UUID NOT NULL,
        tag TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        last_order_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_customer_listed_tag PRIMARY KEY (customer_id, tag, shop_id)
    );
    CREATE INDEX ix_customer_listed_tag_tag ON customer_listed_tag (tag, shop_id, last_order_at, customer_id);
    CREATE TABLE customer_standing (
        customer_id UUID NOT NULL,
        level TEXT NOT NULL,
        policy_version INTEGER NOT NULL,
        orders INTEGER NOT NULL,
        paid NUMERIC(20, 2) NOT NULL,
        refunded NUMERIC(20, 2) NOT NULL,
        not_counted TEXT[] NOT NULL,
        tags TEXT[] NOT NULL,
        since TIMESTAMP WITH TIME ZONE NOT NULL,
        look_again_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_customer_standing PRIMARY KEY (customer_id)
    );
    CREATE INDEX ix_customer_standing_look_again_at ON customer_standing (look_again_at) WHERE look_again_at IS NOT NULL;
    CREATE INDEX ix_customer_standing_policy_version ON customer_standing (policy_version);
    CREATE TABLE customer_level_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_customer_level_policy PRIMARY KEY (version)
    );
"""
# Files that are there already wait for the job, as those of an older policy do.
TO_BE_LOOKED_AT = """
    INSERT INTO customer_standing (customer_id, level, policy_version, orders, paid, refunded, not_counted, tags, since)
    SELECT id, '', -1, 0, 0, 0, '{}', '{}', now() FROM customer WHERE id = file_id
"""


def upgrade() -> None:
    op.execute(LEVELS)
    op.execute(TO_BE_LOOKED_AT)
