"""Create carriers, shipments and pick lists, parcels and what is said of them."""

from alembic import op

revision = "202611220710"
down_revision = "202611220700"

TABLES = """
CREATE TABLE carrier (
    code TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    kuaidi100_code TEXT,
    aftership_slug TEXT,
    number_pattern TEXT NOT NULL,
    needs_phone_tail BOOLEAN NOT NULL,
    active BOOLEAN NOT NULL,
    CONSTRAINT pk_carrier PRIMARY KEY (code),
    CONSTRAINT uq_carrier_kuaidi100_code UNIQUE (kuaidi100_code),
    CONSTRAINT uq_carrier_aftership_slug UNIQUE (aftership_slug)
);

CREATE TABLE carrier_push (
    id UUID NOT NULL,
    source TEXT NOT NULL,
    digest TEXT NOT NULL,
    raw_sealed TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    error TEXT,
    CONSTRAINT pk_carrier_push PRIMARY KEY (id),
    CONSTRAINT uq_carrier_push_digest UNIQUE (digest)
);
CREATE INDEX ix_carrier_push_not_understood ON carrier_push (received_at) WHERE error IS NOT NULL;

CREATE TABLE parcel_event (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    carrier_code TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    text TEXT NOT NULL,
    text_hash BYTEA NOT NULL,
    state TEXT NOT NULL,
    source TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_parcel_event PRIMARY KEY (id),
    CONSTRAINT uq_parcel_event_carrier_code_tracking_number_at_text_hash UNIQUE (carrier_code, tracking_number, at, text_hash)
);

CREATE TABLE stuck_parcel_policy (
    version INTEGER NOT NULL,
    hours INTEGER NOT NULL,
    effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT pk_stuck_parcel_policy PRIMARY KEY (version),
    CONSTRAINT ck_stuck_parcel_policy_hours CHECK (hours BETWEEN 1 AND 1000)
);

CREATE TABLE pick_list (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    warehouse_id UUID NOT NULL,
    state TEXT NOT NULL,
    shipment_count INTEGER NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    closed_at TIMESTAMP WITH TIME ZONE,
    closed_by TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_pick_list PRIMARY KEY (id),
    CONSTRAINT uq_pick_list_number UNIQUE (number),
    CONSTRAINT fk_pick_list_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
);
CREATE INDEX ix_pick_list_created_at ON pick_list (created_at DESC, id DESC);

CREATE TABLE shipment (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    reference TEXT NOT NULL,
    owner TEXT NOT NULL,
    shown_number TEXT NOT NULL,
    reservation_id UUID NOT NULL,
    warehouse_id UUID NOT NULL,
    state TEXT NOT NULL,
    shop_name TEXT NOT NULL,
    receiver_sealed TEXT NOT NULL,
    receiver_region TEXT NOT NULL,
    note TEXT NOT NULL,
    problem TEXT,
    pick_list_id UUID,
    carrier_code TEXT,
    tracking_number TEXT,
    weight_g INTEGER,
    packed_without_scan BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    picked_at TIMESTAMP WITH TIME ZONE,
    picked_by TEXT,
    packed_at TIMESTAMP WITH TIME ZONE,
    packed_by TEXT,
    shipped_at TIMESTAMP WITH TIME ZONE,
    shipped_by TEXT,
    withdrawn_at TIMESTAMP WITH TIME ZONE,
    withdrawn_reason TEXT,
    version INTEGER NOT NULL,
    CONSTRAINT pk_shipment PRIMARY KEY (id),
    CONSTRAINT ck_shipment_shipped_is_complete CHECK (state <> 'shipped' OR (tracking_number IS NOT NULL AND shipped_at IS NOT NULL)),
    CONSTRAINT fk_shipment_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id),
    CONSTRAINT fk_shipment_pick_list_id FOREIGN KEY(pick_list_id) REFERENCES pick_list (id),
    CONSTRAINT fk_shipment_carrier_code FOREIGN KEY(carrier_code) REFERENCES carrier (code)
);
CREATE INDEX ix_shipment_created_at ON shipment (created_at DESC, id DESC);
CREATE UNIQUE INDEX ix_shipment_number ON shipment (number text_pattern_ops);
CREATE INDEX ix_shipment_open ON shipment (warehouse_id, state, created_at, id) WHERE state NOT IN ('shipped', 'withdrawn');
CREATE INDEX ix_shipment_pick_list_id ON shipment (pick_list_id) WHERE pick_list_id IS NOT NULL;
CREATE INDEX ix_shipment_shipped_at ON shipment (shipped_at) WHERE shipped_at IS NOT NULL;
CREATE INDEX ix_shipment_shown_number ON shipment (shown_number text_pattern_ops);
CREATE INDEX ix_shipment_state ON shipment (state, created_at DESC, id DESC);
CREATE INDEX ix_shipment_tracking_number ON shipment (tracking_number text_pattern_ops);
CREATE UNIQUE INDEX uq_shipment_reference_live ON shipment (reference) WHERE state <> 'withdrawn';
CREATE UNIQUE INDEX uq_shipment_waybill ON shipment (carrier_code, tracking_number) WHERE tracking_number IS NOT NULL AND state <> 'withdrawn';

CREATE TABLE parcel (
    id UUID NOT NULL,
    carrier_code TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    shipment_id UUID,
    reference TEXT,
    owner TEXT,
    state TEXT NOT NULL,
    last_text TEXT NOT NULL,
    last_event_at TIMESTAMP WITH TIME ZONE,
    last_moved_at TIMESTAMP WITH TIME ZONE NOT NULL,
    stuck_raised_at TIMESTAMP WITH TIME ZONE,
    stuck_policy_version INTEGER,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_parcel PRIMARY KEY (id),
    CONSTRAINT uq_parcel_carrier_code_tracking_number UNIQUE (carrier_code, tracking_number),
    CONSTRAINT uq_parcel_shipment_id UNIQUE (shipment_id),
    CONSTRAINT fk_parcel_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id)
);
CREATE INDEX ix_parcel_created_at ON parcel (created_at, id);
CREATE INDEX ix_parcel_moving ON parcel (last_moved_at) WHERE shipment_id IS NOT NULL AND stuck_raised_at IS NULL AND state NOT IN ('delivered', 'returned', 'lost');
CREATE INDEX ix_parcel_stuck ON parcel (stuck_raised_at, id) WHERE stuck_raised_at IS NOT NULL;
CREATE INDEX ix_parcel_tracking_number ON parcel (tracking_number text_pattern_ops);

CREATE TABLE shipment_line (
    shipment_id UUID NOT NULL,
    sku TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    picked_quantity BIGINT NOT NULL,
    scanned_quantity BIGINT NOT NULL,
    CONSTRAINT pk_shipment_line PRIMARY KEY (shipment_id, sku),
    CONSTRAINT ck_shipment_line_quantity CHECK (quantity > 0),
    CONSTRAINT ck_shipment_line_scanned_quantity CHECK (scanned_quantity BETWEEN 0 AND quantity),
    CONSTRAINT ck_shipment_line_picked_quantity CHECK (picked_quantity BETWEEN 0 AND quantity),
    CONSTRAINT fk_shipment_line_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id)
);
"""
SAID = """
CREATE TRIGGER parcel_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON parcel_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
"""
CARRIERS = """
INSERT INTO carrier (code, name_zh, name_en, kuaidi100_code, aftership_slug, number_pattern, needs_phone_tail, active) VALUES
    ('SF', '顺丰速运', 'SF Express', 'shunfeng', 'sf-express', 'SF[0-9]{12,15}|[0-9]{12,15}', true, true),
    ('ZTO', '中通快递', 'ZTO Express', 'zhongtong', 'zto-express', '[A-Z0-9]{10,20}', true, true),
    ('YTO', '圆通速递', 'YTO Express', 'yuantong', 'yto', 'YT[0-9]{10,18}|[A-Z0-9]{10,20}', false, true),
    ('STO', '申通快递', 'STO Express', 'shentong', 'sto', '[A-Z0-9]{10,20}', false, true),
    ('YUNDA', '韵达快递', 'Yunda Express', 'yunda', 'yunda-express', '[A-Z0-9]{10,20}', false, true),
    ('JT', '极兔速递', 'J&T Express', 'jtexpress', 'jtexpress-cn', 'JT[0-9]{10,18}|[A-Z0-9]{10,20}', false, true),
    ('EMS', '邮政 EMS', 'China EMS', 'ems', 'china-ems', '[A-Z0-9]{10,20}', false, true),
    ('CHINA_POST', '邮政快递包裹', 'China Post', 'youzhengguonei', 'china-post', '[A-Z0-9]{8,20}', false, true),
    ('JD', '京东物流', 'JD Logistics', 'jd', 'jd-express', '[A-Z0-9-]{10,30}', false, true),
    ('DEPPON', '德邦快递', 'Deppon Express', 'debangkuaidi', 'deppon', '[A-Z0-9]{8,20}', false, true),
    ('UPS', 'UPS', 'UPS', 'ups', 'ups', '1Z[A-Z0-9]{16}|[A-Z0-9]{9,22}', false, true),
    ('FEDEX', '联邦快递', 'FedEx', 'fedex', 'fedex', '[0-9]{10,22}', false, true),
    ('DHL', 'DHL 国际快递', 'DHL Express', 'dhl', 'dhl', '[A-Z0-9]{8,22}', false, true),
    ('USPS', '美国邮政', 'USPS', 'usps', 'usps', '[A-Z0-9]{10,34}', false, true),
    ('4PX', '递四方', '4PX', 'disifang', '4px', '[A-Z0-9-]{6,30}', false, true),
    ('OTHER', '其他', 'Other', NULL, NULL, '[A-Z0-9-]{6,40}', false, true)
"""
POLICY = """
INSERT INTO stuck_parcel_policy (version, hours, effective_from, created_at, created_by)
VALUES (1, 48, '2020-01-01T00:00:00Z', now(), 'system')
"""


def upgrade() -> None:
    for statements in (TABLES, SAID, CARRIERS, POLICY):
        op.execute(statements)
