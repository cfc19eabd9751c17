"""Evidence pictures of after-sales cases, who answers for damage and what is claimed of them, indexes of the desk."""

from alembic import op

revision = "0013"
down_revision = "0012"

TABLES = """
    CREATE TABLE aftersales_picture (
        id UUID NOT NULL,
        case_id UUID NOT NULL,
        taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
        taken_by TEXT NOT NULL,
        image_sealed TEXT,
        content_digest TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        keep_until DATE NOT NULL,
        removed_at TIMESTAMP WITH TIME ZONE,
        CONSTRAINT pk_aftersales_picture PRIMARY KEY (id)
    );
    CREATE UNIQUE INDEX uq_aftersales_picture_content ON aftersales_picture (case_id, content_digest);
    CREATE INDEX ix_aftersales_picture_keep_until ON aftersales_picture (keep_until) WHERE image_sealed IS NOT NULL;
    CREATE TABLE aftersales_claim (
        id UUID NOT NULL,
        case_id UUID NOT NULL,
        case_number TEXT NOT NULL,
        shop_id TEXT NOT NULL,
        order_id UUID NOT NULL,
        order_number TEXT NOT NULL,
        party TEXT NOT NULL,
        party_code TEXT NOT NULL,
        proposed TEXT NOT NULL,
        signs JSONB NOT NULL,
        goods_amount NUMERIC(14, 2) NOT NULL,
        freight_amount NUMERIC(14, 2) NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        currency TEXT NOT NULL,
        note TEXT NOT NULL,
        state TEXT NOT NULL,
        asked_at TIMESTAMP WITH TIME ZONE NOT NULL,
        asked_by TEXT NOT NULL,
        asked_by_id TEXT NOT NULL,
        decided_by TEXT NOT NULL,
        told_at TIMESTAMP WITH TIME ZONE,
        due_at TIMESTAMP WITH TIME ZONE NOT NULL,
        ended_at TIMESTAMP WITH TIME ZONE,
        reference TEXT NOT NULL,
        version INTEGER NOT NULL,
        CONSTRAINT pk_aftersales_claim PRIMARY KEY (id),
        CONSTRAINT ck_aftersales_claim_amount CHECK (goods_amount >= 0 AND freight_amount >= 0 AND amount = goods_amount + freight_amount)
    );
    CREATE UNIQUE INDEX uq_aftersales_claim_case ON aftersales_claim (case_id);
    CREATE INDEX ix_aftersales_claim_asked_at ON aftersales_claim (asked_at, id);
    CREATE INDEX ix_aftersales_claim_open ON aftersales_claim (due_at, id) WHERE state = ANY ('{asked,told,accepted}'::text[]);
    CREATE INDEX ix_aftersales_case_overdue ON aftersales_case (due_at, id)
        WHERE state <> ALL ('{closed,refused,withdrawn}'::text[]) AND overdue_at IS NOT NULL;
    CREATE INDEX ix_aftersales_case_attention ON aftersales_case (due_at, id)
        WHERE state <> ALL ('{closed,refused,withdrawn}'::text[]) AND attention IS NOT NULL;
    CREATE INDEX ix_aftersales_case_reason ON aftersales_case (reason_code, opened_at, id);
    CREATE INDEX ix_aftersales_line_sku ON aftersales_line (sku, case_id);
    CREATE INDEX ix_platform_request_open ON platform_request (first_at, shop_id, platform_refund_no) WHERE case_id IS NULL;
"""


def upgrade() -> None:
    op.execute(TABLES)
