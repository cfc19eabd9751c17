"""Create expected returns, returned parcels with what they held, and the defective stock."""

from alembic import op

revision = "202611222400"
down_revision = "202611221900"

TABLES = """
CREATE TABLE expected_return (
    id UUID NOT NULL,
    reference TEXT NOT NULL,
    owner TEXT NOT NULL,
    number TEXT NOT NULL,
    order_number TEXT NOT NULL,
    shop_name TEXT NOT NULL,
    state TEXT NOT NULL,
    carrier_code TEXT,
    tracking_number TEXT,
    note TEXT NOT NULL,
    expected_at TIMESTAMP WITH TIME ZONE NOT NULL,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_reason TEXT,
    CONSTRAINT pk_expected_return PRIMARY KEY (id),
    CONSTRAINT uq_expected_return_reference UNIQUE (reference)
);
CREATE INDEX ix_expected_return_number ON expected_return (number text_pattern_ops);
CREATE INDEX ix_expected_return_order_number ON expected_return (order_number text_pattern_ops);
CREATE INDEX ix_expected_return_tracking_number ON expected_return (tracking_number text_pattern_ops);
CREATE INDEX ix_expected_return_state ON expected_return (state, expected_at DESC, id DESC);
CREATE INDEX ix_expected_return_expected_at ON expected_return (expected_at DESC, id DESC);

CREATE TABLE expected_return_line (
    expected_return_id UUID NOT NULL,
    sku TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    found_quantity BIGINT NOT NULL,
    CONSTRAINT pk_expected_return_line PRIMARY KEY (expected_return_id, sku),
    CONSTRAINT ck_expected_return_line_quantity CHECK (quantity > 0),
    CONSTRAINT ck_expected_return_line_found_quantity CHECK (found_quantity BETWEEN 0 AND quantity),
    CONSTRAINT fk_expected_return_line_expected_return_id FOREIGN KEY(expected_return_id) REFERENCES expected_return (id)
);
CREATE INDEX ix_expected_return_line_sku ON expected_return_line (sku);

CREATE TABLE return_parcel (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    warehouse_id UUID NOT NULL,
    tracking_number TEXT NOT NULL,
    carrier_code TEXT,
    state TEXT NOT NULL,
    sender TEXT NOT NULL,
    note TEXT NOT NULL,
    arrived_at TIMESTAMP WITH TIME ZONE NOT NULL,
    arrived_by TEXT NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    closed_reason TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_return_parcel PRIMARY KEY (id),
    CONSTRAINT ck_return_parcel_closed_has_time CHECK ((state IN ('inspected', 'dismissed')) = (closed_at IS NOT NULL)),
    CONSTRAINT fk_return_parcel_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
    CONSTRAINT fk_return_parcel_carrier_code FOREIGN KEY(carrier_code) REFERENCES carrier (code)
);
CREATE UNIQUE INDEX ix_return_parcel_number ON return_parcel (number text_pattern_ops);
CREATE UNIQUE INDEX ix_return_parcel_tracking_number ON return_parcel (tracking_number text_pattern_ops);
CREATE INDEX ix_return_parcel_state ON return_parcel (state, arrived_at DESC, id DESC);
CREATE INDEX ix_return_parcel_arrived_at ON return_parcel (arrived_at DESC, id DESC);

CREATE TABLE return_match (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    return_parcel_id UUID NOT NULL,
    expected_return_id UUID NOT NULL,
    place INTEGER NOT NULL,
    matched_at TIMESTAMP WITH TIME ZONE NOT NULL,
    matched_by TEXT NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_return_match PRIMARY KEY (id),
    CONSTRAINT uq_return_match_number UNIQUE (number),
    CONSTRAINT uq_return_match_return_parcel_id_expected_return_id UNIQUE (return_parcel_id, expected_return_id),
    CONSTRAINT fk_return_match_return_parcel_id FOREIGN KEY(return_parcel_id) REFERENCES return_parcel (id),
    CONSTRAINT fk_return_match_expected_return_id FOREIGN KEY(expected_return_id) REFERENCES expected_return (id)
);
CREATE INDEX ix_return_match_expected_return_id ON return_match (expected_return_id);

CREATE TABLE return_finding (
    id UUID NOT NULL,
    return_parcel_id UUID NOT NULL,
    expected_return_id UUID NOT NULL,
    sku TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    note TEXT NOT NULL,
    found_at TIMESTAMP WITH TIME ZONE NOT NULL,
    found_by TEXT NOT NULL,
    CONSTRAINT pk_return_finding PRIMARY KEY (id),
    CONSTRAINT ck_return_finding_quantity CHECK (quantity > 0),
    CONSTRAINT fk_return_finding_return_parcel_id FOREIGN KEY(return_parcel_id) REFERENCES return_parcel (id),
    CONSTRAINT fk_return_finding_expected_return_id FOREIGN KEY(expected_return_id) REFERENCES expected_return (id)
);
CREATE INDEX ix_return_finding_return_parcel_id ON return_finding (return_parcel_id);

CREATE TABLE return_picture (
    id UUID NOT NULL,
    return_parcel_id UUID NOT NULL,
    image_sealed TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    taken_at TIMESTAMP WITH TIME ZONE NOT NULL,
    taken_by TEXT NOT NULL,
    CONSTRAINT pk_return_picture PRIMARY KEY (id),
    CONSTRAINT uq_return_picture_return_parcel_id_content_digest UNIQUE (return_parcel_id, content_digest),
    CONSTRAINT fk_return_picture_return_parcel_id FOREIGN KEY(return_parcel_id) REFERENCES return_parcel (id)
);
"""
# Constants as defaults: no row is written anew.
DEFECTIVE = """
ALTER TABLE stock ADD COLUMN defective BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stock ADD CONSTRAINT ck_stock_defective_not_negative CHECK (defective >= 0);
ALTER TABLE stock_movement ADD COLUMN pool TEXT NOT NULL DEFAULT 'good';
"""
PROOF = """
CREATE OR REPLACE FUNCTION stock_differences() RETURNS TABLE (sku text, warehouse_id uuid, what text, kept bigint, proved bigint)
    LANGUAGE sql STABLE AS $$
    SELECT k.sku, k.warehouse_id, 'on_hand', coalesce(s.on_hand, 0), coalesce(m.total, 0)
    FROM (SELECT sku, warehouse_id FROM stock UNION SELECT sku, warehouse_id FROM stock_movement WHERE pool = 'good') k
    LEFT JOIN stock s USING (sku, warehouse_id)
    LEFT JOIN (SELECT sku, warehouse_id, sum(quantity)::bigint AS total FROM stock_movement WHERE pool = 'good' GROUP BY 1, 2) m
        USING (sku, warehouse_id)
    WHERE coalesce(s.on_hand, 0) <> coalesce(m.total, 0)
    UNION ALL
    SELECT k.sku, k.warehouse_id, 'defective', coalesce(s.defective, 0), coalesce(m.total, 0)
    FROM (SELECT sku, warehouse_id FROM stock WHERE defective <> 0
          UNION SELECT sku, warehouse_id FROM stock_movement WHERE pool = 'defective') k
    LEFT JOIN stock s USING (sku, warehouse_id)
    LEFT JOIN (SELECT sku, warehouse_id, sum(quantity)::bigint AS total FROM stock_movement WHERE pool = 'defective' GROUP BY 1, 2) m
        USING (sku, warehouse_id)
    WHERE coalesce(s.defective, 0) <> coalesce(m.total, 0)
    UNION ALL
    SELECT k.sku, k.warehouse_id, 'reserved', coalesce(s.reserved, 0), coalesce(r.total, 0)
    FROM (SELECT sku, warehouse_id FROM stock
          UNION SELECT l.sku, r.warehouse_id FROM reservation r JOIN reservation_line l ON l.reservation_id = r.id
          WHERE r.state = 'reserved') k
    LEFT JOIN stock s USING (sku, warehouse_id)
    LEFT JOIN (SELECT l.sku, r.warehouse_id, sum(l.quantity)::bigint AS total
               FROM reservation r JOIN reservation_line l ON l.reservation_id = r.id
               WHERE r.state = 'reserved' GROUP BY 1, 2) r USING (sku, warehouse_id)
    WHERE coalesce(s.reserved, 0) <> coalesce(r.total, 0)
    $$;
"""


def upgrade() -> None:
    for statements in (TABLES, DEFECTIVE, PROOF):
        op.execute(statements)
