"""After-sales: cases with their lines, parcels and timeline, what was paid for lines, refunds, the policy."""

from alembic import op

revision = "0005"
down_revision = "0004"

TABLES = """
    CREATE SEQUENCE aftersales_number;
    CREATE TABLE aftersales_case (
        id UUID NOT NULL,
        number TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        order_id UUID NOT NULL,
        order_number TEXT NOT NULL,
        platform_order_no TEXT NOT NULL,
        kind TEXT NOT NULL,
        state TEXT NOT NULL,
        source TEXT NOT NULL,
        reason_code TEXT NOT NULL,
        freight_by TEXT NOT NULL,
        liable TEXT NOT NULL,
        note TEXT NOT NULL,
        currency TEXT NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        freight_amount NUMERIC(14, 2) NOT NULL,
        late BOOLEAN NOT NULL,
        attention TEXT,
        platform_refund_no TEXT,
        platform_state TEXT,
        platform_modified_at TIMESTAMP WITH TIME ZONE,
        approval_kind TEXT,
        carrier_code TEXT,
        tracking_number TEXT,
        replacement_order_id UUID,
        policy_version INTEGER NOT NULL,
        opened_at TIMESTAMP WITH TIME ZONE NOT NULL,
        opened_by TEXT NOT NULL,
        opened_by_id TEXT NOT NULL,
        asked_by_id TEXT,
        agreed_at TIMESTAMP WITH TIME ZONE,
        agreed_by TEXT NOT NULL,
        state_at TIMESTAMP WITH TIME ZONE NOT NULL,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        overdue_at TIMESTAMP WITH TIME ZONE,
        closed_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        CONSTRAINT pk_aftersales_case PRIMARY KEY (id),
        CONSTRAINT ck_aftersales_case_amount CHECK (freight_amount >= 0 AND amount >= freight_amount)
    );
    CREATE INDEX ix_aftersales_case_due_at ON aftersales_case (due_at, id) WHERE state <> ALL ('{closed,refused,withdrawn}'::text[]);
    CREATE INDEX ix_aftersales_case_opened_at ON aftersales_case (opened_at, id);
    CREATE INDEX ix_aftersales_case_order_id ON aftersales_case (order_id);
    CREATE INDEX ix_aftersales_case_shop_id ON aftersales_case (shop_id, opened_at, id);
    CREATE INDEX ix_aftersales_case_state_due_at ON aftersales_case (state, due_at, id) WHERE state <> ALL ('{closed,refused,withdrawn}'::text[]);
    CREATE INDEX ix_aftersales_case_state_opened_at ON aftersales_case (state, opened_at, id);
    CREATE UNIQUE INDEX uq_aftersales_case_number ON aftersales_case (number);
    CREATE UNIQUE INDEX uq_aftersales_case_platform_refund_no ON aftersales_case (shop_id, platform_refund_no) WHERE platform_refund_no IS NOT NULL;
    CREATE TABLE aftersales_line (
        case_id UUID NOT NULL,
        line_no SMALLINT NOT NULL,
        platform_line_no TEXT NOT NULL,
        sku TEXT,
        send_sku TEXT,
        title TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        good INTEGER NOT NULL,
        damaged INTEGER NOT NULL,
        wrong INTEGER NOT NULL,
        missing INTEGER NOT NULL,
        CONSTRAINT pk_aftersales_line PRIMARY KEY (case_id, line_no),
        CONSTRAINT ck_aftersales_line_quantity CHECK (quantity > 0 AND amount >= 0)
    );
    CREATE TABLE aftersales_parcel (
        return_number TEXT NOT NULL,
        case_id UUID NOT NULL,
        warehouse_code TEXT NOT NULL,
        carrier_code TEXT NOT NULL,
        tracking_number TEXT NOT NULL,
        arrived_at TIMESTAMP WITH TIME ZONE,
        inspected_at TIMESTAMP WITH TIME ZONE,
        verdicts JSONB NOT NULL,
        CONSTRAINT pk_aftersales_parcel PRIMARY KEY (return_number)
    );
    CREATE INDEX ix_aftersales_parcel_case_id ON aftersales_parcel (case_id);
    CREATE TABLE aftersales_entry (
        case_id UUID NOT NULL,
        id BIGINT GENERATED ALWAYS AS IDENTITY,
        at TIMESTAMP WITH TIME ZONE NOT NULL,
        what TEXT NOT NULL,
        by_kind TEXT NOT NULL,
        by_name TEXT NOT NULL,
        facts JSONB NOT NULL,
        CONSTRAINT pk_aftersales_entry PRIMARY KEY (case_id, id)
    );
    CREATE TABLE line_money (
        order_id UUID NOT NULL,
        line_no SMALLINT NOT NULL,
        quantity INTEGER NOT NULL,
        paid NUMERIC(14, 2) NOT NULL,
        held NUMERIC(14, 2) NOT NULL,
        refunded NUMERIC(14, 2) NOT NULL,
        lowered NUMERIC(14, 2) NOT NULL,
        pieces INTEGER NOT NULL,
        taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_line_money PRIMARY KEY (order_id, line_no),
        CONSTRAINT ck_line_money_not_negative CHECK (held >= 0 AND refunded >= 0 AND lowered >= 0 AND lowered <= refunded),
        CONSTRAINT ck_line_money_never_more_than_paid CHECK (held + refunded <= paid),
        CONSTRAINT ck_line_money_no_piece_twice CHECK (pieces >= 0 AND pieces <= quantity)
    );
    CREATE TABLE refund (
        case_id UUID NOT NULL,
        order_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        state TEXT NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        currency TEXT NOT NULL,
        lines JSONB NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
        decided_by TEXT NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE,
        detail TEXT NOT NULL,
        reference TEXT NOT NULL,
        CONSTRAINT pk_refund PRIMARY KEY (case_id),
        CONSTRAINT ck_refund_state CHECK (state IN ('decided', 'told', 'failed', 'by_hand')),
        CONSTRAINT ck_refund_amount CHECK (amount > 0)
    );
    CREATE INDEX ix_refund_order_id ON refund (order_id);
    CREATE TABLE aftersales_policy (
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_aftersales_policy PRIMARY KEY (version)
    );
    CREATE TABLE platform_request (
        shop_id TEXT NOT NULL,
        platform_refund_no TEXT NOT NULL,
        platform_order_no TEXT NOT NULL,
        modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
        told JSONB NOT NULL,
        case_id UUID,
        problem TEXT,
        given_up BOOLEAN NOT NULL,
        first_at TIMESTAMP WITH TIME ZONE NOT NULL,
        tried_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_platform_request PRIMARY KEY (shop_id, platform_refund_no)
    );
    CREATE INDEX ix_platform_request_waiting ON platform_request (tried_at) WHERE case_id IS NULL AND NOT given_up;
"""


def upgrade() -> None:
    op.execute(TABLES)
