"""Review by named rules in two stages, drafts and their replays."""

from alembic import op

revision = "0008"
down_revision = "0007"

TABLES = """
    CREATE TABLE review_rule (
        code TEXT NOT NULL,
        stage TEXT NOT NULL,
        zh TEXT NOT NULL,
        en TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_review_rule PRIMARY KEY (code)
    );
    CREATE TABLE review_draft (
        id UUID NOT NULL,
        name TEXT NOT NULL,
        parameters JSONB NOT NULL,
        version INTEGER NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        created_by TEXT NOT NULL,
        updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
        updated_by TEXT NOT NULL,
        published_version INTEGER,
        CONSTRAINT pk_review_draft PRIMARY KEY (id)
    );
    CREATE TABLE review_replay (
        id UUID NOT NULL,
        draft_id UUID NOT NULL,
        draft_version INTEGER NOT NULL,
        parameters JSONB NOT NULL,
        shops TEXT[],
        placed_from TIMESTAMP WITH TIME ZONE NOT NULL,
        placed_to TIMESTAMP WITH TIME ZONE NOT NULL,
        reached_at TIMESTAMP WITH TIME ZONE,
        reached_id UUID,
        total INTEGER NOT NULL,
        judged INTEGER NOT NULL,
        over INTEGER NOT NULL,
        newly_held INTEGER NOT NULL,
        newly_released INTEGER NOT NULL,
        otherwise INTEGER NOT NULL,
        by_rule JSONB NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        asked_by_id TEXT NOT NULL,
        stopped BOOLEAN NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_review_replay PRIMARY KEY (id),
        CONSTRAINT fk_review_replay_draft_id_review_draft FOREIGN KEY (draft_id) REFERENCES review_draft (id) ON DELETE CASCADE
    );
    CREATE INDEX ix_review_replay_draft_id ON review_replay (draft_id, id);
    CREATE INDEX ix_review_replay_going_on ON review_replay (asked_at, id) WHERE ended_at IS NULL;
    CREATE TABLE review_replay_order (
        replay_id UUID NOT NULL,
        place INTEGER NOT NULL,
        order_id UUID NOT NULL,
        change TEXT NOT NULL,
        was TEXT[] NOT NULL,
        would_be TEXT[] NOT NULL,
        passed_by TEXT[] NOT NULL,
        CONSTRAINT pk_review_replay_order PRIMARY KEY (replay_id, place),
        CONSTRAINT ck_review_replay_order_change CHECK (change IN ('newly_held', 'newly_released', 'otherwise')),
        CONSTRAINT fk_review_replay_order_replay_id_review_replay FOREIGN KEY (replay_id) REFERENCES review_replay (id) ON DELETE CASCADE
    );
    CREATE INDEX ix_review_replay_order_change ON review_replay_order (replay_id, change, place);
    -- Whoever might release before might say yes for all stages.
    ALTER TABLE bulk_review ADD COLUMN stages TEXT[] NOT NULL DEFAULT '{service,finance}';
    ALTER TABLE bulk_review ALTER COLUMN stages DROP DEFAULT;
"""
# The figures of published versions said in named rules: what they decided stays the same.
REWRITE = """
    UPDATE review_policy SET parameters = jsonb_build_object(
        'required_fields', parameters->'required_fields',
        'complete_after_days', parameters->'complete_after_days',
        'rules',
        CASE WHEN (parameters->>'hold_buyer_remarks')::boolean THEN jsonb_build_array(jsonb_build_object(
            'code', 'buyer_remark', 'stage', 'service', 'does', 'hold', 'firm', false, 'zh', '买家有留言，请先阅读',
            'en', 'The buyer left a remark: read it first',
            'conditions', jsonb_build_object('buyer_remark', jsonb_build_object('contains', '[]'::jsonb)))) ELSE '[]'::jsonb END
        || jsonb_build_array(jsonb_build_object(
            'code', 'refund_asked', 'stage', 'service', 'does', 'hold', 'firm', true, 'zh', '买家已申请退款',
            'en', 'The buyer has asked for a refund', 'conditions', jsonb_build_object('refund_asked', true)))
        || CASE WHEN parameters->'amount_limits' <> '{}' THEN jsonb_build_array(jsonb_build_object(
            'code', 'unusual_amount', 'stage', 'finance', 'does', 'hold', 'firm', false, 'zh', '金额异常',
            'en', 'The amount is unusual', 'conditions', jsonb_build_object('amount_over', parameters->'amount_limits')))
            ELSE '[]'::jsonb END
        || CASE WHEN (parameters->>'least_paid_percent')::integer > 0 THEN jsonb_build_array(jsonb_build_object(
            'code', 'paid_too_little', 'stage', 'finance', 'does', 'hold', 'firm', false, 'zh', '实付明显低于货款',
            'en', 'Far less was paid than the goods cost',
            'conditions', jsonb_build_object('paid_percent_below', parameters->'least_paid_percent')))
            ELSE '[]'::jsonb END
    ) WHERE parameters ? 'hold_buyer_remarks'
"""
NAME_RULES = """
    INSERT INTO review_rule (code, stage, zh, en, version)
    SELECT DISTINCT ON (one->>'code') one->>'code', one->>'stage', one->>'zh', one->>'en', version
    FROM review_policy CROSS JOIN jsonb_array_elements(parameters->'rules') AS told(one) ORDER BY one->>'code', version DESC
"""


def upgrade() -> None:
    for statement in (TABLES, REWRITE, NAME_RULES):
        op.execute(statement)
