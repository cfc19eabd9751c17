"""Fake orders: marks of orders, who is suspected, cases and appeals, the credit of shops and buyers, the policy."""

from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = """
    CREATE TABLE integrity_mark (
        order_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        buyer BIGINT,
        payer BIGINT,
        device BIGINT,
        address BIGINT,
        parcel_g INTEGER,
        goods_g INTEGER,
        praised_after_s INTEGER,
        browsed_s INTEGER,
        CONSTRAINT pk_integrity_mark PRIMARY KEY (order_id)
    );
    CREATE INDEX ix_integrity_mark_address ON integrity_mark (address, placed_at) WHERE address IS NOT NULL;
    CREATE INDEX ix_integrity_mark_buyer ON integrity_mark (shop_id, buyer) WHERE buyer IS NOT NULL;
    CREATE INDEX ix_integrity_mark_device ON integrity_mark (device, placed_at) WHERE device IS NOT NULL;
    CREATE INDEX ix_integrity_mark_payer ON integrity_mark (payer, placed_at) WHERE payer IS NOT NULL;
    CREATE TABLE integrity_minute (
        shop_id TEXT NOT NULL,
        minute TIMESTAMP WITH TIME ZONE NOT NULL,
        orders INTEGER NOT NULL,
        new_buyers INTEGER NOT NULL,
        CONSTRAINT pk_integrity_minute PRIMARY KEY (shop_id, minute)
    );
    CREATE TABLE integrity_weight (
        sku TEXT NOT NULL,
        weight_g INTEGER NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_integrity_weight PRIMARY KEY (sku)
    );
    CREATE TABLE integrity_suspicion (
        order_id UUID NOT NULL,
        ring_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        state TEXT NOT NULL,
        score INTEGER NOT NULL,
        signals JSONB NOT NULL,
        policy_version INTEGER NOT NULL,
        flagged_at TIMESTAMP WITH TIME ZONE NOT NULL,
        case_id UUID,
        decided_at TIMESTAMP WITH TIME ZONE,
        decided_by TEXT NOT NULL,
        reason TEXT NOT NULL,
        CONSTRAINT pk_integrity_suspicion PRIMARY KEY (order_id),
        CONSTRAINT ck_integrity_suspicion_state CHECK (state IN ('open', 'confirmed', 'cleared', 'restored'))
    );
    CREATE INDEX ix_integrity_suspicion_case_id ON integrity_suspicion (case_id) WHERE case_id IS NOT NULL;
    CREATE INDEX ix_integrity_suspicion_ring_id ON integrity_suspicion (ring_id);
    CREATE INDEX ix_integrity_suspicion_shop_id ON integrity_suspicion (shop_id, state, flagged_at, order_id);
    CREATE INDEX ix_integrity_suspicion_state ON integrity_suspicion (state, flagged_at, order_id);
    CREATE TABLE integrity_case (
        id UUID NOT NULL,
        ring_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        orders INTEGER NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        currency TEXT NOT NULL,
        reason TEXT NOT NULL,
        confirmed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        confirmed_by TEXT NOT NULL,
        confirmed_by_ids TEXT[] NOT NULL,
        appeal_until TIMESTAMP WITH TIME ZONE NOT NULL,
        appeal_state TEXT,
        appeal_text TEXT NOT NULL,
        appeal_evidence TEXT[] NOT NULL,
        appealed_at TIMESTAMP WITH TIME ZONE,
        appealed_by TEXT NOT NULL,
        appealed_by_id TEXT NOT NULL,
        appeal_decided_at TIMESTAMP WITH TIME ZONE,
        appeal_decided_by TEXT NOT NULL,
        appeal_comment TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_integrity_case PRIMARY KEY (id),
        CONSTRAINT ck_integrity_case_appeal_state CHECK (appeal_state IN ('lodged', 'upheld', 'refused'))
    );
    CREATE INDEX ix_integrity_case_confirmed_at ON integrity_case (confirmed_at, id);
    CREATE INDEX ix_integrity_case_ring_id ON integrity_case (ring_id, shop_id);
    CREATE INDEX ix_integrity_case_shop_id ON integrity_case (shop_id, confirmed_at, id);
    CREATE TABLE integrity_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_integrity_policy PRIMARY KEY (version)
    );
    CREATE TABLE integrity_credit (
        party TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        buyer_id TEXT NOT NULL,
        points INTEGER NOT NULL,
        standing TEXT NOT NULL,
        cases INTEGER NOT NULL,
        changed_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_integrity_credit PRIMARY KEY (party, shop_id, buyer_id),
        CONSTRAINT ck_integrity_credit_standing CHECK (standing IN ('good', 'warned', 'fined', 'restricted')),
        CONSTRAINT ck_integrity_credit_party CHECK ((party = 'shop') = (buyer_id = ''))
    );
    CREATE INDEX ix_integrity_credit_points ON integrity_credit (party, points, shop_id, buyer_id);
    CREATE TABLE integrity_credit_entry (
        id BIGINT GENERATED ALWAYS AS IDENTITY,
        party TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        buyer_id TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        what TEXT NOT NULL,
        points_before INTEGER NOT NULL,
        points_after INTEGER NOT NULL,
        standing TEXT NOT NULL,
        subject_id UUID NOT NULL,
        facts JSONB NOT NULL,
        by_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        CONSTRAINT pk_integrity_credit_entry PRIMARY KEY (id)
    );
    CREATE INDEX ix_integrity_credit_entry_party ON integrity_credit_entry (party, shop_id, buyer_id, id);
    CREATE UNIQUE INDEX uq_integrity_credit_entry_subject_id ON integrity_credit_entry (subject_id, what);
"""


def upgrade() -> None:
    op.execute(TABLES)
