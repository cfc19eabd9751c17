"""Gift rules, pre-orders with deposit and balance, invoice requests."""

from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.execute(GIFTS)
    op.execute(INVOICES)
    op.execute(PRESALES)


GIFTS = """
    CREATE TABLE gift_rule (
        id UUID NOT NULL,
        code TEXT NOT NULL,
        version INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        stopped BOOLEAN NOT NULL,
        parameters JSONB NOT NULL,
        note TEXT NOT NULL,
        published_at TIMESTAMP WITH TIME ZONE NOT NULL,
        published_by TEXT NOT NULL,
        CONSTRAINT pk_gift_rule PRIMARY KEY (id),
        CONSTRAINT uq_gift_rule_code_version UNIQUE (code, version)
    );
    CREATE TABLE gift_count (
        code TEXT NOT NULL,
        given INTEGER NOT NULL,
        CONSTRAINT pk_gift_count PRIMARY KEY (code),
        CONSTRAINT ck_gift_count_given CHECK (given >= 0)
    );
    CREATE TABLE gift_grant (
        order_id UUID NOT NULL,
        code TEXT NOT NULL,
        rule_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        buyer_key TEXT NOT NULL,
        sku TEXT NOT NULL,
        quantity INTEGER NOT NULL,
        state TEXT NOT NULL,
        reason TEXT NOT NULL,
        fit JSONB NOT NULL,
        decided_at TIMESTAMP WITH TIME ZONE NOT NULL,
        CONSTRAINT pk_gift_grant PRIMARY KEY (order_id, code),
        CONSTRAINT ck_gift_grant_state CHECK (state IN ('given', 'missed', 'taken_back', 'declined'))
    );
    CREATE INDEX ix_gift_grant_buyer ON gift_grant (code, buyer_key) WHERE state = 'given';
    -- Orders that wait for nothing else: a normal order is never in it.
    CREATE INDEX ix_sales_order_gifts_due ON sales_order (id) WHERE hold_reasons = '{gifts_due}'::text[] AND attention_reasons = '{}'
        AND pending IS NULL AND status = ANY ('{placed,reviewed}'::text[]);
"""

INVOICES = """
    CREATE SEQUENCE invoice_number;
    CREATE TABLE invoice_request (
        id UUID NOT NULL,
        number TEXT NOT NULL,
        order_id UUID NOT NULL,
        order_number TEXT NOT NULL,
        order_day DATE NOT NULL,
        shop_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        title_kind TEXT NOT NULL,
        title_shown TEXT NOT NULL,
        email_shown TEXT NOT NULL,
        details_sealed TEXT NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        currency TEXT NOT NULL,
        state TEXT NOT NULL,
        note TEXT NOT NULL,
        requested_at TIMESTAMP WITH TIME ZONE NOT NULL,
        requested_by TEXT NOT NULL,
        issued_number TEXT,
        issued_on DATE,
        issued_at TIMESTAMP WITH TIME ZONE,
        issued_by TEXT NOT NULL,
        red_number TEXT,
        red_on DATE,
        red_at TIMESTAMP WITH TIME ZONE,
        red_by TEXT NOT NULL,
        ended_reason TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_invoice_request PRIMARY KEY (id),
        CONSTRAINT ck_invoice_request_state CHECK (state IN ('requested', 'issued', 'red_due', 'red_lettered', 'withdrawn')),
        CONSTRAINT ck_invoice_request_kind CHECK (kind IN ('ordinary', 'special')),
        CONSTRAINT ck_invoice_request_amount CHECK (amount > 0)
    );
    CREATE UNIQUE INDEX uq_invoice_request_order_id ON invoice_request (order_id)
        WHERE state = ANY ('{requested,issued,red_due}'::text[]);
    CREATE UNIQUE INDEX uq_invoice_request_number ON invoice_request (number);
    CREATE UNIQUE INDEX uq_invoice_request_issued_number ON invoice_request (issued_number) WHERE issued_number IS NOT NULL;
    CREATE INDEX ix_invoice_request_state ON invoice_request (state, requested_at, id);
    CREATE INDEX ix_invoice_request_shop ON invoice_request (shop_id, requested_at, id);
    CREATE INDEX ix_invoice_request_requested_at ON invoice_request (requested_at, id);
    CREATE INDEX ix_invoice_request_order ON invoice_request (order_id, requested_at);
    CREATE TABLE invoice_file (
        invoice_id UUID NOT NULL,
        kind TEXT NOT NULL,
        size INTEGER NOT NULL,
        content_sealed BYTEA NOT NULL,
        added_at TIMESTAMP WITH TIME ZONE NOT NULL,
        added_by TEXT NOT NULL,
        CONSTRAINT pk_invoice_file PRIMARY KEY (invoice_id),
        CONSTRAINT fk_invoice_file_invoice_id_invoice_request FOREIGN KEY (invoice_id) REFERENCES invoice_request (id)
    );
    -- Orders of which the shop has told a refund while an invoice stands; gone once that was looked at.
    CREATE TABLE invoice_recheck (
        order_id UUID NOT NULL,
        CONSTRAINT pk_invoice_recheck PRIMARY KEY (order_id)
    );
"""

PRESALES = """
    CREATE TABLE presale (
        id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        sku TEXT NOT NULL,
        name TEXT NOT NULL,
        starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
        currency TEXT NOT NULL,
        deposit_kind TEXT NOT NULL,
        deposit NUMERIC(14, 2) NOT NULL,
        balance_from TIMESTAMP WITH TIME ZONE,
        balance_until TIMESTAMP WITH TIME ZONE,
        on_overdue TEXT NOT NULL,
        ships_from TIMESTAMP WITH TIME ZONE,
        ships_until TIMESTAMP WITH TIME ZONE,
        note TEXT NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        created_by TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_presale PRIMARY KEY (id),
        CONSTRAINT ck_presale_deposit_kind CHECK (deposit_kind IN ('none', 'percent', 'amount')),
        CONSTRAINT ck_presale_balance CHECK ((deposit_kind = 'none') = (balance_until IS NULL)),
        CONSTRAINT ck_presale_period CHECK (starts_at < ends_at)
    );
    CREATE INDEX ix_presale_shop ON presale (shop_id, sku, starts_at);
    CREATE INDEX ix_presale_created_at ON presale (created_at, id);
    CREATE TABLE presale_order (
        order_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        currency TEXT NOT NULL,
        deposit NUMERIC(14, 2) NOT NULL,
        balance NUMERIC(14, 2) NOT NULL,
        state TEXT NOT NULL,
        balance_from TIMESTAMP WITH TIME ZONE,
        balance_until TIMESTAMP WITH TIME ZONE NOT NULL,
        not_before TIMESTAMP WITH TIME ZONE,
        ships_until TIMESTAMP WITH TIME ZONE,
        on_overdue TEXT NOT NULL,
        noted_at TIMESTAMP WITH TIME ZONE,
        noted_by TEXT NOT NULL,
        noted_reference TEXT NOT NULL,
        next_look_at TIMESTAMP WITH TIME ZONE,
        version INTEGER NOT NULL,
        CONSTRAINT pk_presale_order PRIMARY KEY (order_id),
        CONSTRAINT ck_presale_order_money CHECK (deposit >= 0 AND balance >= 0)
    );
    CREATE INDEX ix_presale_order_next_look_at ON presale_order (next_look_at) WHERE next_look_at IS NOT NULL;
    CREATE INDEX ix_presale_order_state ON presale_order (state, balance_until, order_id)
        WHERE state = ANY ('{awaiting_deposit,deposit_paid,balance_due,overdue,balance_paid}'::text[]);
    CREATE INDEX ix_presale_order_shop ON presale_order (shop_id, state, balance_until, order_id)
        WHERE state = ANY ('{awaiting_deposit,deposit_paid,balance_due,overdue,balance_paid}'::text[]);
    CREATE TABLE presale_line (
        order_id UUID NOT NULL,
        line_no SMALLINT NOT NULL,
        presale_id UUID NOT NULL,
        quantity INTEGER NOT NULL,
        CONSTRAINT pk_presale_line PRIMARY KEY (order_id, line_no),
        CONSTRAINT fk_presale_line_order_id_presale_order FOREIGN KEY (order_id) REFERENCES presale_order (order_id),
        CONSTRAINT fk_presale_line_presale_id_presale FOREIGN KEY (presale_id) REFERENCES presale (id)
    );
    CREATE INDEX ix_presale_line_presale_id ON presale_line (presale_id, order_id);
    CREATE TABLE presale_told (
        order_id UUID NOT NULL,
        stage TEXT NOT NULL,
        CONSTRAINT pk_presale_told PRIMARY KEY (order_id)
    );
    CREATE INDEX ix_sales_order_presale ON sales_order (id) WHERE hold_reasons @> '{presale}'::text[] AND attention_reasons = '{}'
        AND status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[]);
"""
