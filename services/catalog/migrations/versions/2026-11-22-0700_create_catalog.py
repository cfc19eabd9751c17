"""Create products and SKUs."""

from alembic import op

from chassis.migrations import create_house_tables

revision = "catalog_0001"
down_revision = None


def upgrade() -> None:
    create_house_tables()
    op.execute("""
        CREATE TABLE product (
            id uuid CONSTRAINT pk_product PRIMARY KEY,
            number text NOT NULL CONSTRAINT uq_product_number UNIQUE,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            brand text NOT NULL,
            category text NOT NULL,
            active boolean NOT NULL,
            created_at timestamptz NOT NULL,
            version integer NOT NULL
        );
        CREATE TABLE sku (
            id uuid CONSTRAINT pk_sku PRIMARY KEY,
            sku text NOT NULL CONSTRAINT uq_sku_sku UNIQUE,
            product_id uuid NOT NULL CONSTRAINT fk_sku_product_id_product REFERENCES product (id),
            barcode text CONSTRAINT uq_sku_barcode UNIQUE DEFERRABLE INITIALLY IMMEDIATE,
            name_zh text NOT NULL,
            name_en text NOT NULL,
            spec text NOT NULL,
            weight_g integer NOT NULL,
            length_mm integer NOT NULL,
            width_mm integer NOT NULL,
            height_mm integer NOT NULL,
            unit text NOT NULL,
            active boolean NOT NULL,
            created_at timestamptz NOT NULL,
            updated_at timestamptz NOT NULL,
            version integer NOT NULL
        );
        CREATE INDEX ix_sku_product_id ON sku (product_id);
    """)
