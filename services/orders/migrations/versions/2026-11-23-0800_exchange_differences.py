"""What buyers pay more for the goods of an exchange."""

from alembic import op

revision = "0015"
down_revision = "0014"

TABLES = """
    CREATE TABLE aftersales_difference (
        case_id UUID NOT NULL,
        shop_id TEXT NOT NULL,
        amount NUMERIC(14, 2) NOT NULL,
        currency TEXT NOT NULL,
        state TEXT NOT NULL,
        reference TEXT NOT NULL,
        paid_at TIMESTAMP WITH TIME ZONE,
        paid_noted_by TEXT NOT NULL,
        outcome TEXT,
        back_reference TEXT NOT NULL,
        back_at TIMESTAMP WITH TIME ZONE,
        back_noted_by TEXT NOT NULL,
        CONSTRAINT pk_aftersales_difference PRIMARY KEY (case_id),
        CONSTRAINT ck_aftersales_difference_amount CHECK (amount > 0),
        CONSTRAINT ck_aftersales_difference_state CHECK (state IN ('asked', 'paid', 'void', 'to_give_back', 'given_back')),
        CONSTRAINT ck_aftersales_difference_paid CHECK ((paid_at IS NULL) = (state IN ('asked', 'void')))
    );
    CREATE UNIQUE INDEX uq_aftersales_difference_reference ON aftersales_difference (shop_id, reference) WHERE reference <> '';
"""


def upgrade() -> None:
    op.execute(TABLES)
