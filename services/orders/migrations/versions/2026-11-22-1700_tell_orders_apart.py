"""Kinds of orders, where a line comes from, what statistics leave out, and until when it must be sent (docs/adr/0018)."""

from alembic import op

revision = "0002"
down_revision = "0001"

# No foreign key on the origin, as on order_line.order_id: regrouping writes both in one transaction.
COLUMNS = """
    ALTER TABLE sales_order
        ADD COLUMN kind text NOT NULL DEFAULT 'order'
            CONSTRAINT ck_sales_order_kind CHECK (kind IN ('order', 'part', 'merged', 'replacement')),
        ADD COLUMN left_out boolean NOT NULL DEFAULT false,
        ADD COLUMN ship_by timestamptz;
    ALTER TABLE order_line
        ADD COLUMN origin_order_id uuid,
        ADD COLUMN origin_line_no smallint,
        ADD COLUMN gift_rule_id uuid,
        ADD CONSTRAINT ck_order_line_origin CHECK ((origin_order_id IS NULL) = (origin_line_no IS NULL));
    CREATE INDEX ix_order_line_origin ON order_line (origin_order_id, origin_line_no) WHERE origin_order_id IS NOT NULL;
"""

# `placed`, `shipped` and `left_out` count what buyers bought, once: parts, merged orders and replacements only stand for it on its way.
TALLY = """
    CREATE FUNCTION order_tally_facts(
        kind text, left_out boolean,
        status text, placed timestamptz, shipped timestamptz, held boolean, attention boolean, short boolean, stuck boolean
    ) RETURNS TABLE (bucket timestamptz, fact text) LANGUAGE sql IMMUTABLE AS $$
        SELECT bucket, fact FROM (VALUES
            (placed, 'placed', kind = 'order' AND NOT left_out AND status NOT IN ('cancelled', 'closed')),
            (placed, 'left_out', kind = 'order' AND left_out AND status NOT IN ('cancelled', 'closed')),
            (shipped, 'shipped', kind = 'order' AND NOT left_out AND shipped IS NOT NULL),
            ('epoch', 'status:' || status, true),
            ('epoch', 'held', held AND status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed')),
            ('epoch', 'attention', attention AND status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed')),
            ('epoch', 'short', short),
            ('epoch', 'stuck', stuck)
        ) AS f(bucket, fact, counts) WHERE counts
    $$;
    CREATE OR REPLACE FUNCTION note_order_tally() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            INSERT INTO order_tally_delta (bucket, shop_id, currency, fact, orders, amount)
            SELECT f.bucket, g.shop_id, g.currency, f.fact, sum(g.orders), sum(g.amount)
            FROM (
                SELECT shop_id, currency, kind, left_out, status, date_trunc('hour', placed_at, 'UTC') AS placed,
                    date_trunc('hour', shipped_at, 'UTC') AS shipped, hold_reasons <> '{}' AS held,
                    attention_reasons <> '{}' AS attention, reservation = 'short' AS short, stuck_since IS NOT NULL AS stuck,
                    count(*) AS orders, sum(paid_amount) AS amount
                FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            ) g CROSS JOIN LATERAL order_tally_facts(
                g.kind, g.left_out, g.status, g.placed, g.shipped, g.held, g.attention, g.short, g.stuck) f
            GROUP BY 1, 2, 3, 4;
        ELSE
            INSERT INTO order_tally_delta (bucket, shop_id, currency, fact, orders, amount)
            SELECT f.bucket, g.shop_id, g.currency, f.fact, sum(g.orders), sum(g.amount)
            FROM (
                SELECT shop_id, currency, kind, left_out, status, date_trunc('hour', placed_at, 'UTC') AS placed,
                    date_trunc('hour', shipped_at, 'UTC') AS shipped, hold_reasons <> '{}' AS held,
                    attention_reasons <> '{}' AS attention, reservation = 'short' AS short, stuck_since IS NOT NULL AS stuck,
                    sum(sign) AS orders, sum(sign * paid_amount) AS amount
                FROM (
                    SELECT 1 AS sign, shop_id, currency, kind, left_out, status, placed_at, shipped_at, hold_reasons, attention_reasons,
                        reservation, stuck_since, paid_amount FROM new_rows
                    UNION ALL
                    SELECT -1, shop_id, currency, kind, left_out, status, placed_at, shipped_at, hold_reasons, attention_reasons,
                        reservation, stuck_since, paid_amount FROM old_rows
                ) changes
                GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
            ) g CROSS JOIN LATERAL order_tally_facts(
                g.kind, g.left_out, g.status, g.placed, g.shipped, g.held, g.attention, g.short, g.stuck) f
            GROUP BY 1, 2, 3, 4 HAVING sum(g.orders) <> 0 OR sum(g.amount) <> 0;
        END IF;
        RETURN NULL;
    END $$;
    DROP FUNCTION order_tally_facts(text, timestamptz, timestamptz, boolean, boolean, boolean, boolean);
"""


def upgrade() -> None:
    op.execute(COLUMNS)
    op.execute(TALLY)
