"""Levels of customers with their policy, tags by rule, the indexes of the list of customers; exports of personal data by approval; erasure."""

from alembic import op

revision = "0012"
down_revision = "0011"

# `worth` is what was paid less what was refunded, in the level policy's currency.
LEVELS = """
    ALTER TABLE customer ADD COLUMN level TEXT NOT NULL DEFAULT '', ADD COLUMN worth NUMERIC(20, 2) NOT NULL DEFAULT 0;
    ALTER TABLE customer_shop ADD COLUMN level TEXT NOT NULL DEFAULT '', ADD COLUMN worth NUMERIC(20, 2) NOT NULL DEFAULT 0;
    CREATE INDEX ix_customer_level ON customer (level, last_order_at, id) WHERE last_order_at IS NOT NULL;
    CREATE INDEX ix_customer_worth ON customer (worth, id) INCLUDE (last_order_at, level) WHERE last_order_at IS NOT NULL;
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
# `ids` are what was asked for, so that exactly what was approved leaves; the file lies sealed in parts until its time is over.
EXPORTS = """
    CREATE TABLE data_export (
        id UUID NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        language TEXT NOT NULL,
        asked JSONB NOT NULL,
        columns TEXT[] NOT NULL,
        full_contacts BOOLEAN NOT NULL,
        reason TEXT NOT NULL,
        ids UUID[] NOT NULL,
        row_count INTEGER NOT NULL,
        shops TEXT[],
        content_digest TEXT NOT NULL,
        policy_version INTEGER NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        asked_by_id TEXT NOT NULL,
        approval_id TEXT,
        decided_at TIMESTAMP WITH TIME ZONE,
        decided_by TEXT NOT NULL,
        comment TEXT NOT NULL,
        made_at TIMESTAMP WITH TIME ZONE,
        expires_at TIMESTAMP WITH TIME ZONE,
        size INTEGER NOT NULL,
        CONSTRAINT pk_data_export PRIMARY KEY (id),
        CONSTRAINT ck_data_export_kind CHECK (kind IN ('orders', 'customers')),
        CONSTRAINT ck_data_export_state CHECK (state IN ('asked', 'approved', 'ready', 'refused', 'voided', 'withdrawn', 'expired'))
    );
    CREATE INDEX ix_data_export_asked_by_id ON data_export (asked_by_id, id);
    CREATE INDEX ix_data_export_approved ON data_export (id) WHERE state = 'approved';
    CREATE INDEX ix_data_export_expires_at ON data_export (expires_at) WHERE state = 'ready';
    CREATE TABLE data_export_part (
        export_id UUID NOT NULL,
        place SMALLINT NOT NULL,
        sealed BYTEA NOT NULL,
        CONSTRAINT pk_data_export_part PRIMARY KEY (export_id, place)
    );
    CREATE TABLE data_export_download (
        export_id UUID NOT NULL,
        id BIGINT GENERATED ALWAYS AS IDENTITY,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_id TEXT NOT NULL,
        by_name TEXT NOT NULL,
        CONSTRAINT pk_data_export_download PRIMARY KEY (export_id, id)
    );
    CREATE TABLE export_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_export_policy PRIMARY KEY (version)
    );
"""
# What is left of an erased customer: that it was erased, when, by whom, on what ground, and which orders were theirs.
ERASURE = """
    CREATE TABLE customer_erasure (
        id UUID NOT NULL,
        customer_id UUID NOT NULL,
        bases UUID[] NOT NULL,
        shops TEXT[] NOT NULL,
        state TEXT NOT NULL,
        ground TEXT NOT NULL,
        reason TEXT NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        asked_by_id TEXT NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        settled_at TIMESTAMP WITH TIME ZONE,
        settled_by TEXT NOT NULL,
        comment TEXT NOT NULL,
        orders INTEGER NOT NULL,
        policy_version INTEGER NOT NULL,
        CONSTRAINT pk_customer_erasure PRIMARY KEY (id),
        CONSTRAINT ck_customer_erasure_state CHECK (state IN ('asked', 'done', 'refused')),
        CONSTRAINT ck_customer_erasure_ground CHECK (ground IN ('buyer', 'law', 'other', 'retention'))
    );
    CREATE INDEX ix_customer_erasure_state ON customer_erasure (state, id);
    CREATE UNIQUE INDEX uq_customer_erasure_asked ON customer_erasure (customer_id) WHERE state = 'asked';
    CREATE TABLE erased_order (
        order_id UUID NOT NULL,
        erasure_id UUID NOT NULL,
        CONSTRAINT pk_erased_order PRIMARY KEY (order_id)
    );
    CREATE TABLE retention_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_retention_policy PRIMARY KEY (version)
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
    op.execute(EXPORTS)
    op.execute(ERASURE)
