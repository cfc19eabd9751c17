"""Price cards, what parcels should cost, and carriers' bills."""

from alembic import op

revision = "202611230200"
down_revision = "202611230100"

TABLES = """
CREATE TABLE price_card (
    carrier_code TEXT NOT NULL,
    service TEXT NOT NULL,
    version INTEGER NOT NULL,
    effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
    parameters JSONB NOT NULL,
    note TEXT NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE NOT NULL,
    published_by TEXT NOT NULL,
    CONSTRAINT pk_price_card PRIMARY KEY (carrier_code, service, version),
    CONSTRAINT fk_price_card_carrier_code FOREIGN KEY(carrier_code) REFERENCES carrier (code)
);

CREATE TABLE parcel_freight (
    carrier_code TEXT NOT NULL,
    tracking_number TEXT NOT NULL,
    shipment_id UUID NOT NULL,
    owner TEXT NOT NULL,
    shipped_on DATE NOT NULL,
    weight_g INTEGER,
    billed_g INTEGER,
    province TEXT NOT NULL,
    service TEXT NOT NULL,
    card_version INTEGER,
    surcharge NUMERIC(12, 2),
    amount NUMERIC(12, 2),
    problem TEXT,
    rated_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_parcel_freight PRIMARY KEY (carrier_code, tracking_number),
    CONSTRAINT ck_parcel_freight_amount_or_problem CHECK ((amount IS NULL) = (problem IS NOT NULL)),
    CONSTRAINT fk_parcel_freight_carrier_code FOREIGN KEY(carrier_code) REFERENCES carrier (code),
    CONSTRAINT fk_parcel_freight_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id)
);
CREATE INDEX ix_parcel_freight_shipped_on ON parcel_freight (carrier_code, shipped_on);
CREATE INDEX ix_parcel_freight_shipment_id ON parcel_freight (shipment_id);

CREATE TABLE freight_bill (
    id UUID NOT NULL,
    number TEXT NOT NULL,
    carrier_code TEXT NOT NULL,
    period_from DATE NOT NULL,
    period_to DATE NOT NULL,
    file_name TEXT NOT NULL,
    content_digest TEXT NOT NULL,
    line_count INTEGER NOT NULL,
    paid NUMERIC(14, 2) NOT NULL,
    imported_at TIMESTAMP WITH TIME ZONE NOT NULL,
    imported_by TEXT NOT NULL,
    version INTEGER NOT NULL,
    CONSTRAINT pk_freight_bill PRIMARY KEY (id),
    CONSTRAINT uq_freight_bill_number UNIQUE (number),
    CONSTRAINT uq_freight_bill_carrier_code_content_digest UNIQUE (carrier_code, content_digest),
    CONSTRAINT ck_freight_bill_period CHECK (period_from <= period_to),
    CONSTRAINT ck_freight_bill_paid CHECK (paid >= 0),
    CONSTRAINT fk_freight_bill_carrier_code FOREIGN KEY(carrier_code) REFERENCES carrier (code)
);
CREATE INDEX ix_freight_bill_imported_at ON freight_bill (imported_at DESC, id DESC);

CREATE TABLE freight_bill_line (
    bill_id UUID NOT NULL,
    line_no INTEGER NOT NULL,
    tracking_number TEXT NOT NULL,
    amount NUMERIC(12, 2) NOT NULL,
    weight_g INTEGER,
    province TEXT NOT NULL,
    result TEXT NOT NULL,
    expected NUMERIC(12, 2),
    own_weight_g INTEGER,
    state TEXT NOT NULL,
    payable NUMERIC(12, 2) NOT NULL,
    CONSTRAINT pk_freight_bill_line PRIMARY KEY (bill_id, line_no),
    CONSTRAINT ck_freight_bill_line_payable CHECK (payable >= 0 AND payable <= amount),
    CONSTRAINT fk_freight_bill_line_bill_id FOREIGN KEY(bill_id) REFERENCES freight_bill (id)
);
CREATE INDEX ix_freight_bill_line_tracking_number ON freight_bill_line (tracking_number);
CREATE INDEX ix_freight_bill_line_result ON freight_bill_line (bill_id, result, line_no);
CREATE INDEX ix_freight_bill_line_disputed ON freight_bill_line (bill_id, line_no) WHERE state = 'disputed';

CREATE TABLE freight_dispute (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    bill_id UUID NOT NULL,
    line_no INTEGER NOT NULL,
    step TEXT NOT NULL,
    payable_before NUMERIC(12, 2) NOT NULL,
    payable_after NUMERIC(12, 2) NOT NULL,
    note TEXT NOT NULL,
    by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_freight_dispute PRIMARY KEY (id),
    CONSTRAINT fk_freight_dispute_bill_id FOREIGN KEY(bill_id, line_no) REFERENCES freight_bill_line (bill_id, line_no)
);
CREATE INDEX ix_freight_dispute_line ON freight_dispute (bill_id, line_no);

CREATE TABLE freight_payment (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    bill_id UUID NOT NULL,
    amount NUMERIC(14, 2) NOT NULL,
    document TEXT NOT NULL,
    by TEXT NOT NULL,
    at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_freight_payment PRIMARY KEY (id),
    CONSTRAINT ck_freight_payment_amount CHECK (amount > 0),
    CONSTRAINT fk_freight_payment_bill_id FOREIGN KEY(bill_id) REFERENCES freight_bill (id)
);
CREATE INDEX ix_freight_payment_bill_id ON freight_payment (bill_id);
"""


def upgrade() -> None:
    op.execute(TABLES)
