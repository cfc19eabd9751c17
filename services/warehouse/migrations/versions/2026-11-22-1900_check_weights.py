"""Parcels are weighed against their goods, by a policy with versions."""

from alembic import op

revision = "202611221900"
down_revision = "202611220710"

STATEMENTS = """
    CREATE TABLE weighing_policy (
        version INTEGER NOT NULL,
        tolerance_percent INTEGER NOT NULL,
        packaging_g INTEGER NOT NULL,
        effective_from TIMESTAMP WITH TIME ZONE NOT NULL,
        created_at TIMESTAMP WITH TIME ZONE NOT NULL,
        created_by TEXT NOT NULL,
        CONSTRAINT pk_weighing_policy PRIMARY KEY (version),
        CONSTRAINT ck_weighing_policy_tolerance_percent CHECK (tolerance_percent BETWEEN 0 AND 100),
        CONSTRAINT ck_weighing_policy_packaging_g CHECK (packaging_g BETWEEN 0 AND 100000)
    );
    INSERT INTO weighing_policy (version, tolerance_percent, packaging_g, effective_from, created_at, created_by)
    VALUES (1, 5, 100, '2020-01-01T00:00:00Z', now(), 'system');
    ALTER TABLE shipment
        ADD COLUMN goods_weight_g INTEGER,
        ADD COLUMN weight_off BOOLEAN NOT NULL DEFAULT false,
        ADD COLUMN weight_accepted TEXT,
        ADD COLUMN weighing_policy_version INTEGER;
"""


def upgrade() -> None:
    op.execute(STATEMENTS)
