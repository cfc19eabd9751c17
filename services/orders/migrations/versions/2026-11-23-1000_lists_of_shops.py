"""Indexes for lists of one shop and of few: held orders, orders of a source, open cases, reviews by class; and for what
is seldom: claims by state, requests that are still tried."""

from alembic import op

revision = "0017"
down_revision = "0016"

# An index of one source lists each shop's orders apart, so that a shop without any is told so at once.
INDEXES = """
    DROP INDEX ix_sales_order_source;
    CREATE INDEX ix_sales_order_source ON sales_order (source, shop_id, placed_at, id) WHERE source <> 'api';
    CREATE INDEX ix_sales_order_shop_held ON sales_order (shop_id, placed_at, id)
        WHERE hold_reasons <> '{}' AND status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[]);
    CREATE INDEX ix_aftersales_case_shop_due_at ON aftersales_case (shop_id, due_at, id)
        WHERE state <> ALL ('{closed,refused,withdrawn}'::text[]);
    CREATE INDEX ix_aftersales_claim_state ON aftersales_claim (state, party, asked_at, id);
    CREATE INDEX ix_platform_request_not_given_up ON platform_request (first_at, shop_id, platform_refund_no)
        WHERE case_id IS NULL AND NOT given_up;
    CREATE INDEX ix_buyer_review_shop_class_code ON buyer_review (shop_id, class_code, written_at, id) WHERE class_code IS NOT NULL;
"""


def upgrade() -> None:
    op.execute(INDEXES)
