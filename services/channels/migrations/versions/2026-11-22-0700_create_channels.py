"""Create shops, what comes in, what is told, order files, webhooks."""

from alembic import op

from chassis.migrations import create_house_tables

revision = "202611220700"
down_revision = None

TABLES = """
CREATE TABLE shop (
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    platform TEXT NOT NULL,
    owner TEXT NOT NULL,
    currency TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    api_url TEXT NOT NULL,
    credentials_sealed TEXT NOT NULL,
    credential_names TEXT[] NOT NULL,
    carrier_codes JSONB NOT NULL,
    active BOOLEAN NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_shop PRIMARY KEY (id),
    CONSTRAINT uq_shop_name UNIQUE (name)
);

CREATE TABLE webhook_endpoint (
    id UUID NOT NULL,
    name TEXT NOT NULL,
    url TEXT NOT NULL,
    event_types TEXT[] NOT NULL,
    shop_ids TEXT[],
    secret_sealed TEXT NOT NULL,
    old_secret_sealed TEXT,
    old_secret_until TIMESTAMP WITH TIME ZONE,
    active BOOLEAN NOT NULL,
    disabled_reason TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_webhook_endpoint PRIMARY KEY (id)
);
CREATE INDEX ix_webhook_endpoint_created_at ON webhook_endpoint (created_at, id);

CREATE TABLE webhook_event (
    id UUID NOT NULL,
    type TEXT NOT NULL,
    shop_id TEXT NOT NULL,
    data JSONB NOT NULL,
    happened_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_webhook_event PRIMARY KEY (id)
);
CREATE INDEX ix_webhook_event_created_at ON webhook_event (created_at, id);

CREATE TABLE write_back (
    id UUID NOT NULL,
    shop_id TEXT NOT NULL,
    order_id TEXT NOT NULL,
    order_number TEXT NOT NULL,
    platform_order_no TEXT NOT NULL,
    shipment_number TEXT NOT NULL,
    carrier_code TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    lines JSONB NOT NULL,
    shipped_at TIMESTAMP WITH TIME ZONE NOT NULL,
    state TEXT NOT NULL,
    unsure BOOLEAN NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at TIMESTAMP WITH TIME ZONE NOT NULL,
    claimed_at TIMESTAMP WITH TIME ZONE,
    last_code TEXT NOT NULL,
    last_detail TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    updated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    told_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_write_back PRIMARY KEY (id),
    CONSTRAINT uq_write_back_order_id_shipment_number UNIQUE (order_id, shipment_number)
);
CREATE INDEX ix_write_back_created_at ON write_back (created_at, id);
CREATE INDEX ix_write_back_dead ON write_back (shop_id) WHERE state = 'dead';
CREATE INDEX ix_write_back_due ON write_back (shop_id, next_try_at) WHERE state IN ('pending', 'failed', 'telling');
CREATE INDEX ix_write_back_shop_id_told_at ON write_back (shop_id, told_at);

CREATE TABLE inbound_message (
    id UUID NOT NULL,
    shop_id TEXT NOT NULL,
    way TEXT NOT NULL,
    topic TEXT NOT NULL,
    delivery_id TEXT NOT NULL,
    digest TEXT NOT NULL,
    payload_sealed TEXT,
    state TEXT NOT NULL,
    results JSONB NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at TIMESTAMP WITH TIME ZONE NOT NULL,
    error TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    processed_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_inbound_message PRIMARY KEY (id),
    CONSTRAINT uq_inbound_message_shop_id_delivery_id UNIQUE (shop_id, delivery_id),
    CONSTRAINT fk_inbound_message_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id)
);
CREATE INDEX ix_inbound_message_received_at ON inbound_message (received_at, id);
CREATE INDEX ix_inbound_message_shop_id_digest ON inbound_message (shop_id, digest);
CREATE INDEX ix_inbound_message_shop_id_received_at ON inbound_message (shop_id, received_at, id);
CREATE INDEX ix_inbound_message_unsettled ON inbound_message (shop_id) WHERE state IN ('waiting', 'dead');
CREATE INDEX ix_inbound_message_waiting ON inbound_message (next_try_at) WHERE state = 'waiting';

CREATE TABLE order_import (
    id UUID NOT NULL,
    shop_id TEXT NOT NULL,
    filename TEXT NOT NULL,
    file_digest TEXT NOT NULL,
    dialect TEXT NOT NULL,
    encoding TEXT NOT NULL,
    mode TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    counts JSONB NOT NULL,
    reasons JSONB NOT NULL,
    created_by TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_order_import PRIMARY KEY (id),
    CONSTRAINT fk_order_import_shop_id FOREIGN KEY(shop_id) REFERENCES shop (id)
);
CREATE INDEX ix_order_import_created_at ON order_import (created_at, id);
CREATE INDEX ix_order_import_shop_id_created_at ON order_import (shop_id, created_at, id);

CREATE TABLE webhook_delivery (
    id UUID NOT NULL,
    endpoint_id UUID NOT NULL,
    event_id UUID NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    next_try_at TIMESTAMP WITH TIME ZONE NOT NULL,
    last_status INTEGER,
    last_error TEXT NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    delivered_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_webhook_delivery PRIMARY KEY (id),
    CONSTRAINT fk_webhook_delivery_endpoint_id FOREIGN KEY(endpoint_id) REFERENCES webhook_endpoint (id) ON DELETE CASCADE,
    CONSTRAINT fk_webhook_delivery_event_id FOREIGN KEY(event_id) REFERENCES webhook_event (id) ON DELETE CASCADE
);
CREATE INDEX ix_webhook_delivery_due ON webhook_delivery (next_try_at) WHERE state IN ('waiting', 'failed', 'sending');
CREATE INDEX ix_webhook_delivery_endpoint_id_created_at ON webhook_delivery (endpoint_id, created_at, id);
CREATE INDEX ix_webhook_delivery_event_id ON webhook_delivery (event_id);
CREATE UNIQUE INDEX uq_webhook_delivery_endpoint_id_event_id ON webhook_delivery (endpoint_id, event_id);

CREATE TABLE imported_order (
    import_id UUID NOT NULL,
    place INTEGER NOT NULL,
    platform_order_no TEXT NOT NULL,
    rows INTEGER[] NOT NULL,
    outcome TEXT NOT NULL,
    order_id TEXT,
    number TEXT,
    status TEXT,
    hold_reasons TEXT[] NOT NULL,
    attention_reasons TEXT[] NOT NULL,
    reasons TEXT[] NOT NULL,
    CONSTRAINT pk_imported_order PRIMARY KEY (import_id, place),
    CONSTRAINT fk_imported_order_import_id FOREIGN KEY(import_id) REFERENCES order_import (id) ON DELETE CASCADE
);
"""


def upgrade() -> None:
    create_house_tables()
    op.execute(TABLES)
