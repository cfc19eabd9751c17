"""Months are closed with their lines, days are signed, and breaks between level, cards and books are named."""

from alembic import op

revision = "202611231000"
down_revision = "202611230900"

TABLES = """
ALTER TABLE stock_month ADD COLUMN note TEXT NOT NULL DEFAULT '';
CREATE TABLE stock_month_line (
    warehouse_id UUID NOT NULL,
    month DATE NOT NULL,
    sku TEXT NOT NULL,
    state TEXT NOT NULL,
    opening BIGINT NOT NULL,
    came_in BIGINT NOT NULL,
    went_out BIGINT NOT NULL,
    closing BIGINT NOT NULL,
    CONSTRAINT pk_stock_month_line PRIMARY KEY (warehouse_id, month, sku, state),
    CONSTRAINT ck_stock_month_line_adds_up CHECK (opening + came_in - went_out = closing),
    CONSTRAINT fk_stock_month_line_warehouse_id FOREIGN KEY(warehouse_id, month) REFERENCES stock_month (warehouse_id, month)
);
CREATE TABLE stock_day (
    warehouse_id UUID NOT NULL,
    day DATE NOT NULL,
    signed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    signed_by TEXT NOT NULL,
    signed_by_id TEXT NOT NULL,
    lines INTEGER NOT NULL,
    note TEXT NOT NULL,
    CONSTRAINT pk_stock_day PRIMARY KEY (warehouse_id, day),
    CONSTRAINT fk_stock_day_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
);
CREATE TABLE stock_break (
    id INTEGER GENERATED ALWAYS AS IDENTITY,
    warehouse_id UUID NOT NULL,
    sku TEXT NOT NULL,
    what TEXT NOT NULL,
    kept BIGINT NOT NULL,
    proved BIGINT NOT NULL,
    found_at TIMESTAMP WITH TIME ZONE NOT NULL,
    gone_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_stock_break PRIMARY KEY (id),
    CONSTRAINT fk_stock_break_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
);
CREATE UNIQUE INDEX uq_stock_break_open ON stock_break (warehouse_id, sku, what) WHERE gone_at IS NULL;
CREATE TRIGGER stock_month_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON stock_month_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();
"""
# What stock_differences() proves by the whole ledger, by the books since the last sealed month: cheap enough for each minute.
BREAKS = """
CREATE FUNCTION stock_breaks() RETURNS TABLE (sku text, warehouse_id uuid, what text, kept bigint, proved bigint)
    LANGUAGE sql STABLE AS $$
    WITH level AS (
        SELECT s.sku, s.warehouse_id, l.state, l.quantity FROM stock s
        CROSS JOIN LATERAL (VALUES ('good', s.on_hand), ('defective', s.defective), ('inspection', s.inspection)) AS l(state, quantity)
    ), sealed AS (
        SELECT warehouse_id, max(month) AS month FROM stock_month GROUP BY 1
    ), proof AS (
        SELECT sku, warehouse_id, state, ' in bins' AS by, sum(quantity)::bigint AS quantity FROM bin_card GROUP BY 1, 2, 3
        UNION ALL
        SELECT sku, warehouse_id, state, ' in books', sum(quantity)::bigint
        FROM (
            SELECT b.sku, b.warehouse_id, b.state, b.came_in - b.went_out AS quantity
            FROM stock_book b LEFT JOIN sealed ON sealed.warehouse_id = b.warehouse_id
            WHERE sealed.month IS NULL OR b.day >= sealed.month + interval '1 month'
            UNION ALL
            SELECT l.sku, l.warehouse_id, l.state, l.closing FROM stock_month_line l JOIN sealed USING (warehouse_id, month)
        ) since
        GROUP BY 1, 2, 3
    ), wanted AS (
        SELECT k.sku, k.warehouse_id, k.state, b.by
        FROM (SELECT sku, warehouse_id, state FROM level UNION SELECT sku, warehouse_id, state FROM proof) k,
             (VALUES (' in bins'), (' in books')) AS b(by)
    )
    SELECT w.sku, w.warehouse_id, w.state || w.by, coalesce(l.quantity, 0), coalesce(p.quantity, 0)
    FROM wanted w LEFT JOIN level l USING (sku, warehouse_id, state) LEFT JOIN proof p USING (sku, warehouse_id, state, by)
    WHERE coalesce(l.quantity, 0) <> coalesce(p.quantity, 0)
    $$;
"""


def upgrade() -> None:
    for statements in (TABLES, BREAKS):
        op.execute(statements)
