"""An order needs attention also after its parcel left with other goods: listed and counted until a person has seen to it."""

from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    # What left while something of it was not understood waited for nobody, and was not listed.
    op.execute("""
        UPDATE sales_order SET attention_reasons = '{}'
        WHERE attention_reasons <> '{}' AND status = ANY ('{shipped,delivered,completed}'::text[])
    """)
    op.execute("""
        DROP INDEX ix_sales_order_attention;
        CREATE INDEX ix_sales_order_attention ON sales_order (placed_at, id) WHERE attention_reasons <> '{}'
            AND status = ANY ('{placed,reviewed,allocated,picked,packed,shipped,delivered,completed}'::text[]);
    """)
    op.execute("""
        CREATE OR REPLACE FUNCTION order_tally_facts(
            kind text, left_out boolean,
            status text, placed timestamptz, shipped timestamptz, held boolean, attention boolean, short boolean, stuck boolean
        ) RETURNS TABLE (bucket timestamptz, fact text) LANGUAGE sql IMMUTABLE AS $$
            SELECT bucket, fact FROM (VALUES
                (placed, 'placed', kind = 'order' AND NOT left_out AND status NOT IN ('cancelled', 'closed')),
                (placed, 'left_out', kind = 'order' AND left_out AND status NOT IN ('cancelled', 'closed')),
                (shipped, 'shipped', kind = 'order' AND NOT left_out AND shipped IS NOT NULL),
                ('epoch', 'status:' || status, true),
                ('epoch', 'held', held AND status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed')),
                ('epoch', 'attention', attention AND status NOT IN ('cancelled', 'closed', 'split', 'merged')),
                ('epoch', 'short', short),
                ('epoch', 'stuck', stuck)
            ) AS f(bucket, fact, counts) WHERE counts
        $$;
    """)
