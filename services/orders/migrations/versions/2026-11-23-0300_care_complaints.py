"""Complaints, disputes, mediation, call-backs and the policy of their deadlines."""

from alembic import op

revision = "0010"
down_revision = "0009"

TABLES = """
    CREATE TABLE care_callback (
        id UUID NOT NULL,
        plan_id UUID NOT NULL,
        plan_version INTEGER NOT NULL,
        trigger TEXT NOT NULL,
        subject_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        order_id UUID,
        case_id UUID,
        customer_id UUID,
        state TEXT NOT NULL,
        void_reason TEXT NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        next_at TIMESTAMP WITH TIME ZONE NOT NULL,
        tried_at TIMESTAMP WITH TIME ZONE,
        attempts SMALLINT NOT NULL,
        satisfaction SMALLINT,
        note TEXT NOT NULL,
        complaint_id UUID,
        opened_case_id UUID,
        made_at TIMESTAMP WITH TIME ZONE NOT NULL,
        done_at TIMESTAMP WITH TIME ZONE,
        done_by TEXT NOT NULL,
        done_by_id TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_care_callback PRIMARY KEY (id),
        CONSTRAINT ck_care_callback_state CHECK (state IN ('planned', 'open', 'reached', 'not_reached', 'void')),
        CONSTRAINT ck_care_callback_satisfaction CHECK (satisfaction BETWEEN 1 AND 5),
        CONSTRAINT ck_care_callback_reached CHECK ((state = 'reached') = (satisfaction IS NOT NULL))
    );
    CREATE INDEX ix_care_callback_customer_id ON care_callback (customer_id) WHERE customer_id IS NOT NULL;
    CREATE INDEX ix_care_callback_done_at ON care_callback (done_at, id) WHERE done_at IS NOT NULL;
    CREATE INDEX ix_care_callback_open ON care_callback (next_at, id) WHERE state = 'open';
    CREATE INDEX ix_care_callback_order_id ON care_callback (order_id) WHERE order_id IS NOT NULL;
    CREATE INDEX ix_care_callback_planned ON care_callback (next_at, id) WHERE state = 'planned';
    CREATE INDEX ix_care_callback_shop_done_at ON care_callback (shop_id, done_at, id) WHERE done_at IS NOT NULL;
    CREATE INDEX ix_care_callback_shop_open ON care_callback (shop_id, next_at, id) WHERE state = 'open';
    CREATE UNIQUE INDEX uq_care_callback_subject ON care_callback (plan_id, subject_id);
    CREATE TABLE care_callback_plan (
        id UUID NOT NULL,
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_care_callback_plan PRIMARY KEY (id, version)
    );
    CREATE TABLE care_callback_walk (
        plan_id UUID NOT NULL,
        after_at TIMESTAMP WITH TIME ZONE NOT NULL,
        after_id UUID NOT NULL,
        CONSTRAINT pk_care_callback_walk PRIMARY KEY (plan_id)
    );
    CREATE TABLE care_colleague (
        account_id TEXT NOT NULL,
        name TEXT NOT NULL,
        shops TEXT[],
        came_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_care_colleague PRIMARY KEY (account_id)
    );
    CREATE TABLE care_complaint (
        id UUID NOT NULL,
        number TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        platform_no TEXT,
        source TEXT NOT NULL,
        source_ref TEXT,
        order_id UUID,
        case_id UUID,
        customer_id UUID,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        text TEXT NOT NULL,
        policy_version INTEGER NOT NULL,
        assignee_id TEXT,
        assignee_name TEXT NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        opened_by TEXT NOT NULL,
        opened_by_id TEXT NOT NULL,
        answer_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        solve_due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        escalate_at TIMESTAMP WITH TIME ZONE,
        answer_escalated_at TIMESTAMP WITH TIME ZONE,
        solve_escalated_at TIMESTAMP WITH TIME ZONE,
        answered_at TIMESTAMP WITH TIME ZONE,
        answered_by TEXT NOT NULL,
        answered_by_id TEXT NOT NULL,
        answered_in_time BOOLEAN,
        closed_at TIMESTAMP WITH TIME ZONE,
        closed_by TEXT NOT NULL,
        closed_by_id TEXT NOT NULL,
        closed_in_time BOOLEAN,
        responsible TEXT NOT NULL,
        improvement TEXT NOT NULL,
        reopened INTEGER NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_care_complaint PRIMARY KEY (id),
        CONSTRAINT ck_care_complaint_state CHECK (state IN ('opened', 'answered', 'closed')),
        CONSTRAINT ck_care_complaint_closed_at CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
        CONSTRAINT ck_care_complaint_closed_with CHECK (state <> 'closed' OR (responsible <> '' AND improvement <> ''))
    );
    CREATE INDEX ix_care_complaint_assignee_id ON care_complaint (assignee_id, due_at, id) WHERE state <> 'closed';
    CREATE INDEX ix_care_complaint_case_id ON care_complaint (case_id) WHERE case_id IS NOT NULL;
    CREATE INDEX ix_care_complaint_customer_id ON care_complaint (customer_id) WHERE customer_id IS NOT NULL;
    CREATE INDEX ix_care_complaint_due_at ON care_complaint (due_at, id) WHERE state <> 'closed';
    CREATE INDEX ix_care_complaint_escalate_at ON care_complaint (escalate_at) WHERE escalate_at IS NOT NULL;
    CREATE INDEX ix_care_complaint_escalated ON care_complaint (due_at, id) WHERE state <> 'closed' AND (answer_escalated_at IS NOT NULL OR solve_escalated_at IS NOT NULL);
    CREATE INDEX ix_care_complaint_opened_at ON care_complaint (opened_at, id);
    CREATE INDEX ix_care_complaint_order_id ON care_complaint (order_id) WHERE order_id IS NOT NULL;
    CREATE INDEX ix_care_complaint_shop_due_at ON care_complaint (shop_id, due_at, id) WHERE state <> 'closed';
    CREATE INDEX ix_care_complaint_shop_opened_at ON care_complaint (shop_id, opened_at, id);
    CREATE UNIQUE INDEX uq_care_complaint_number ON care_complaint (number);
    CREATE UNIQUE INDEX uq_care_complaint_platform_no ON care_complaint (shop_id, platform_no) WHERE platform_no IS NOT NULL;
    CREATE UNIQUE INDEX uq_care_complaint_source_ref ON care_complaint (source, source_ref) WHERE source_ref IS NOT NULL;
    CREATE TABLE care_complaint_entry (
        complaint_id UUID NOT NULL,
        id BIGINT GENERATED ALWAYS AS IDENTITY,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        what TEXT NOT NULL,
        by_kind TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_id TEXT NOT NULL,
        facts JSONB NOT NULL,
        CONSTRAINT pk_care_complaint_entry PRIMARY KEY (complaint_id, id)
    );
    CREATE TABLE care_do_not_call (
        customer_id UUID NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_name TEXT NOT NULL,
        reason TEXT NOT NULL,
        CONSTRAINT pk_care_do_not_call PRIMARY KEY (customer_id)
    );
    CREATE TABLE care_mediation (
        id UUID NOT NULL,
        number TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        order_id UUID NOT NULL,
        complaint_id UUID,
        state TEXT NOT NULL,
        policy_version INTEGER NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        opened_by TEXT NOT NULL,
        buyer_until TIMESTAMP WITH TIME ZONE NOT NULL,
        seller_until TIMESTAMP WITH TIME ZONE NOT NULL,
        decide_until TIMESTAMP WITH TIME ZONE NOT NULL,
        buyer_heard_at TIMESTAMP WITH TIME ZONE,
        seller_heard_at TIMESTAMP WITH TIME ZONE,
        buyer_silent BOOLEAN NOT NULL,
        seller_silent BOOLEAN NOT NULL,
        outcome TEXT,
        decided_at TIMESTAMP WITH TIME ZONE,
        comply_until TIMESTAMP WITH TIME ZONE,
        comply_late BOOLEAN NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        CONSTRAINT pk_care_mediation PRIMARY KEY (id),
        CONSTRAINT ck_care_mediation_state CHECK (state IN ('hearing', 'decided', 'complied', 'not_complied', 'settled'))
    );
    CREATE INDEX ix_care_mediation_complaint_id ON care_mediation (complaint_id) WHERE complaint_id IS NOT NULL;
    CREATE INDEX ix_care_mediation_due_at ON care_mediation (due_at, id) WHERE state = ANY ('{hearing,decided}'::text[]);
    CREATE INDEX ix_care_mediation_opened_at ON care_mediation (opened_at, id);
    CREATE INDEX ix_care_mediation_order ON care_mediation (order_id);
    CREATE INDEX ix_care_mediation_shop_opened_at ON care_mediation (shop_id, opened_at, id);
    CREATE UNIQUE INDEX uq_care_mediation_number ON care_mediation (number);
    CREATE UNIQUE INDEX uq_care_mediation_order_id ON care_mediation (order_id) WHERE state = ANY ('{hearing,decided}'::text[]);
    CREATE TABLE care_mediation_entry (
        mediation_id UUID NOT NULL,
        id BIGINT GENERATED ALWAYS AS IDENTITY,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        what TEXT NOT NULL,
        side TEXT,
        text TEXT NOT NULL,
        in_time BOOLEAN,
        by_kind TEXT NOT NULL,
        by_name TEXT NOT NULL,
        by_id TEXT NOT NULL,
        facts JSONB NOT NULL,
        CONSTRAINT pk_care_mediation_entry PRIMARY KEY (mediation_id, id)
    );
    CREATE TABLE care_mediation_evidence (
        id UUID NOT NULL,
        mediation_id UUID NOT NULL,
        side TEXT NOT NULL,
        digest TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        image_sealed TEXT NOT NULL,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        by_name TEXT NOT NULL,
        CONSTRAINT pk_care_mediation_evidence PRIMARY KEY (id)
    );
    CREATE INDEX ix_care_mediation_evidence_mediation_id ON care_mediation_evidence (mediation_id);
    CREATE TABLE care_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_care_policy PRIMARY KEY (version)
    );
    CREATE SEQUENCE care_complaint_number;
    CREATE SEQUENCE care_mediation_number;
"""
RECORD = """
    CREATE FUNCTION refuse_mediation_record_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'the record of a mediation is append-only (rule CARE-8)'; END $$;
    CREATE TRIGGER care_mediation_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON care_mediation_entry
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_mediation_record_change();
    CREATE TRIGGER care_mediation_evidence_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON care_mediation_evidence
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_mediation_record_change();
"""


def upgrade() -> None:
    op.execute(TABLES)
    op.execute(RECORD)
