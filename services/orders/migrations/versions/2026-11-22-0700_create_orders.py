"""Orders, their lines and timelines, what review knows, and the figures that a trigger keeps."""

from alembic import op

from chassis.migrations import create_house_tables

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_house_tables()
    # Answers of whole batches are kept here: as they are, for compressing them would cost more than the space.
    op.execute("ALTER TABLE idempotency_key ALTER COLUMN body SET STORAGE EXTERNAL")
    op.execute("CREATE SEQUENCE knowledge_version_series")
    op.execute(TABLES)
    op.execute(TALLY)


# Half of each page of orders is left for their later versions: those that change no indexed column then touch no index (measured: noting the
# shipment of an order takes a quarter of the time).
TABLES = """
        CREATE TABLE knowledge_version (
            one BOOLEAN NOT NULL,
            version BIGINT NOT NULL,
            CONSTRAINT pk_knowledge_version PRIMARY KEY (one)
        );
        CREATE TABLE order_line (
            order_id UUID NOT NULL,
            line_no SMALLINT NOT NULL,
            platform_line_no TEXT NOT NULL,
            merchant_code TEXT NOT NULL,
            sku TEXT,
            platform_sku TEXT NOT NULL,
            title TEXT NOT NULL,
            quantity INTEGER NOT NULL,
            unit TEXT,
            confirmed_unit TEXT,
            unit_price NUMERIC(14, 2) NOT NULL,
            paid_amount NUMERIC(14, 2),
            refund TEXT NOT NULL,
            CONSTRAINT pk_order_line PRIMARY KEY (order_id, line_no)
        );
        CREATE INDEX ix_order_line_unknown_sku ON order_line (merchant_code) WHERE sku IS NULL;
        CREATE TABLE order_tally (
            bucket TIMESTAMP WITH TIME ZONE NOT NULL,
            shop_id TEXT NOT NULL,
            currency TEXT NOT NULL,
            fact TEXT NOT NULL,
            orders BIGINT NOT NULL,
            amount NUMERIC(20, 2) NOT NULL,
            CONSTRAINT pk_order_tally PRIMARY KEY (bucket, shop_id, currency, fact)
        );
        CREATE TABLE order_tally_delta (
            id BIGINT GENERATED ALWAYS AS IDENTITY,
            bucket TIMESTAMP WITH TIME ZONE NOT NULL,
            shop_id TEXT NOT NULL,
            currency TEXT NOT NULL,
            fact TEXT NOT NULL,
            orders BIGINT NOT NULL,
            amount NUMERIC(20, 2) NOT NULL,
            CONSTRAINT pk_order_tally_delta PRIMARY KEY (id)
        );
        CREATE TABLE review_policy (
            id UUID NOT NULL,
            rule TEXT NOT NULL,
            version INTEGER NOT NULL,
            effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
            parameters JSONB NOT NULL,
            note TEXT NOT NULL,
            published_at TIMESTAMP WITH TIME ZONE NOT NULL,
            published_by TEXT NOT NULL,
            CONSTRAINT pk_review_policy PRIMARY KEY (id),
            CONSTRAINT uq_review_policy_version UNIQUE (version)
        );
        CREATE TABLE sales_order (
            id UUID NOT NULL,
            number TEXT NOT NULL,
            shop_id TEXT NOT NULL,
            platform_order_no TEXT NOT NULL,
            platform_status TEXT NOT NULL,
            state TEXT NOT NULL,
            status TEXT NOT NULL,
            hold_reasons TEXT[] NOT NULL,
            hold_note TEXT,
            released_reasons TEXT[] NOT NULL,
            attention_reasons TEXT[] NOT NULL,
            reservation TEXT NOT NULL,
            attempt SMALLINT NOT NULL,
            pending TEXT,
            warehouse_code TEXT,
            short_skus TEXT[] NOT NULL,
            refund TEXT NOT NULL,
            currency TEXT NOT NULL,
            goods_amount NUMERIC(14, 2) NOT NULL,
            discount_amount NUMERIC(14, 2) NOT NULL,
            freight_amount NUMERIC(14, 2) NOT NULL,
            paid_amount NUMERIC(14, 2) NOT NULL,
            line_count SMALLINT NOT NULL,
            piece_count INTEGER NOT NULL,
            placed_at TIMESTAMP WITH TIME ZONE NOT NULL,
            received_at TIMESTAMP WITH TIME ZONE NOT NULL,
            paid_at TIMESTAMP WITH TIME ZONE,
            modified_at TIMESTAMP WITH TIME ZONE NOT NULL,
            content_digest TEXT NOT NULL,
            version INTEGER NOT NULL,
            buyer_id TEXT NOT NULL,
            receiver_sealed TEXT NOT NULL,
            receiver_name TEXT NOT NULL,
            receiver_phone TEXT NOT NULL,
            receiver_country TEXT NOT NULL,
            receiver_province TEXT NOT NULL,
            receiver_city TEXT NOT NULL,
            receiver_district TEXT NOT NULL,
            phone_digest BIGINT,
            phone_tail_digest BIGINT,
            buyer_remark TEXT NOT NULL,
            seller_remark TEXT NOT NULL,
            source TEXT NOT NULL,
            policy_version INTEGER NOT NULL,
            shipment_number TEXT,
            carrier_code TEXT,
            tracking_number TEXT,
            tracking_state TEXT,
            stuck_since TIMESTAMP WITH TIME ZONE,
            shipped_at TIMESTAMP WITH TIME ZONE,
            delivered_at TIMESTAMP WITH TIME ZONE,
            ended_at TIMESTAMP WITH TIME ZONE,
            cancel_reason TEXT,
            updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_sales_order PRIMARY KEY (id)
        ) WITH (fillfactor = 50);
        CREATE INDEX ix_sales_order_attention ON sales_order (placed_at, id) WHERE attention_reasons <> '{}' AND status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[]);
        CREATE INDEX ix_sales_order_delivered ON sales_order (delivered_at) WHERE status = 'delivered';
        CREATE INDEX ix_sales_order_held ON sales_order (placed_at, id) WHERE hold_reasons <> '{}' AND status = ANY ('{placed,reviewed,allocated,picked,packed}'::text[]);
        CREATE INDEX ix_sales_order_phone ON sales_order (phone_tail_digest, phone_digest, placed_at, id) WHERE phone_tail_digest IS NOT NULL;
        CREATE INDEX ix_sales_order_placed_at ON sales_order (placed_at, id);
        CREATE INDEX ix_sales_order_shop_status_placed_at ON sales_order (shop_id, status, placed_at, id);
        CREATE INDEX ix_sales_order_short ON sales_order (placed_at, id) WHERE reservation = 'short';
        CREATE INDEX ix_sales_order_source ON sales_order (source, placed_at, id) WHERE source <> 'api';
        CREATE INDEX ix_sales_order_stuck ON sales_order (placed_at, id) WHERE stuck_since IS NOT NULL;
        CREATE UNIQUE INDEX uq_sales_order_number ON sales_order (number text_pattern_ops);
        CREATE UNIQUE INDEX uq_sales_order_platform_order_no_shop_id ON sales_order (platform_order_no text_pattern_ops, shop_id);
        CREATE TABLE shop (
            id TEXT NOT NULL,
            name TEXT NOT NULL,
            platform TEXT NOT NULL,
            active BOOLEAN NOT NULL,
            version INTEGER NOT NULL,
            updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_shop PRIMARY KEY (id)
        );
        CREATE TABLE sku (
            sku TEXT NOT NULL,
            name_zh TEXT NOT NULL,
            name_en TEXT NOT NULL,
            unit TEXT NOT NULL,
            active BOOLEAN NOT NULL,
            version INTEGER NOT NULL,
            updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
            CONSTRAINT pk_sku PRIMARY KEY (sku)
        );
        CREATE TABLE sku_mapping (
            id UUID NOT NULL,
            shop_id TEXT NOT NULL,
            merchant_code TEXT NOT NULL,
            sku TEXT NOT NULL,
            created_at TIMESTAMP WITH TIME ZONE NOT NULL,
            created_by TEXT NOT NULL,
            CONSTRAINT pk_sku_mapping PRIMARY KEY (id),
            CONSTRAINT uq_sku_mapping_shop_id_merchant_code UNIQUE (shop_id, merchant_code)
        );
        CREATE TABLE timeline_entry (
            order_id UUID NOT NULL,
            id BIGINT GENERATED ALWAYS AS IDENTITY,
            at TIMESTAMP WITH TIME ZONE NOT NULL,
            what TEXT NOT NULL,
            by_kind TEXT NOT NULL,
            by_name TEXT NOT NULL,
            facts JSONB NOT NULL,
            CONSTRAINT pk_timeline_entry PRIMARY KEY (order_id, id)
        );
"""

# One pass over what a statement wrote: grouped first, so that 500 orders of one shop become a handful of rows.
TALLY = """
        CREATE FUNCTION note_order_tally() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'INSERT' THEN
                INSERT INTO order_tally_delta (bucket, shop_id, currency, fact, orders, amount)
                SELECT f.bucket, g.shop_id, g.currency, f.fact, sum(g.orders), sum(g.amount)
                FROM (
                    SELECT shop_id, currency, status, date_trunc('hour', placed_at, 'UTC') AS placed,
                        date_trunc('hour', shipped_at, 'UTC') AS shipped, hold_reasons <> '{}' AS held,
                        attention_reasons <> '{}' AS attention, reservation = 'short' AS short, stuck_since IS NOT NULL AS stuck,
                        count(*) AS orders, sum(paid_amount) AS amount
                    FROM new_rows GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
                ) g CROSS JOIN LATERAL order_tally_facts(
                    g.status, g.placed, g.shipped, g.held, g.attention, g.short, g.stuck) f
                GROUP BY 1, 2, 3, 4;
            ELSE
                INSERT INTO order_tally_delta (bucket, shop_id, currency, fact, orders, amount)
                SELECT f.bucket, g.shop_id, g.currency, f.fact, sum(g.orders), sum(g.amount)
                FROM (
                    SELECT shop_id, currency, status, date_trunc('hour', placed_at, 'UTC') AS placed,
                        date_trunc('hour', shipped_at, 'UTC') AS shipped, hold_reasons <> '{}' AS held,
                        attention_reasons <> '{}' AS attention, reservation = 'short' AS short, stuck_since IS NOT NULL AS stuck,
                        sum(sign) AS orders, sum(sign * paid_amount) AS amount
                    FROM (
                        SELECT 1 AS sign, shop_id, currency, status, placed_at, shipped_at, hold_reasons, attention_reasons,
                            reservation, stuck_since, paid_amount FROM new_rows
                        UNION ALL
                        SELECT -1, shop_id, currency, status, placed_at, shipped_at, hold_reasons, attention_reasons,
                            reservation, stuck_since, paid_amount FROM old_rows
                    ) changes
                    GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
                ) g CROSS JOIN LATERAL order_tally_facts(
                    g.status, g.placed, g.shipped, g.held, g.attention, g.short, g.stuck) f
                GROUP BY 1, 2, 3, 4 HAVING sum(g.orders) <> 0 OR sum(g.amount) <> 0;
            END IF;
            RETURN NULL;
        END $$;

        CREATE FUNCTION order_tally_facts(
            status text, placed timestamptz, shipped timestamptz, held boolean, attention boolean, short boolean, stuck boolean
        ) RETURNS TABLE (bucket timestamptz, fact text) LANGUAGE sql IMMUTABLE AS $$
            SELECT bucket, fact FROM (VALUES
                (placed, 'placed', status NOT IN ('cancelled', 'closed')),
                (shipped, 'shipped', shipped IS NOT NULL),
                ('epoch', 'status:' || status, true),
                ('epoch', 'held', held AND status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed')),
                ('epoch', 'attention', attention AND status IN ('placed', 'reviewed', 'allocated', 'picked', 'packed')),
                ('epoch', 'short', short),
                ('epoch', 'stuck', stuck)
            ) AS f(bucket, fact, counts) WHERE counts
        $$;

        CREATE TRIGGER sales_order_tally_insert AFTER INSERT ON sales_order
            REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_order_tally();
        CREATE TRIGGER sales_order_tally_update AFTER UPDATE ON sales_order
            REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_order_tally();
"""
