"""The ledger by bin, lot and state, with bin cards and the books of the days.

Every piece lies in a bin from now on: what was picked stands in the outgoing area, all else in its SKU's fixed place or the receiving area.
"""

from alembic import op

revision = "202611230100"
down_revision = "202611222400"

PLACES = """
ALTER TABLE bin ADD COLUMN kind TEXT NOT NULL DEFAULT 'shelf';
CREATE UNIQUE INDEX uq_bin_area ON bin (warehouse_id, kind) WHERE kind <> 'shelf';
INSERT INTO bin (id, warehouse_id, code, kind, zone, sort_order, active, version, created_at)
SELECT uuidv7(), w.id, a.code, a.kind, '', 1000000, true, 1, now()
FROM warehouse w, (VALUES ('@IN', 'receiving'), ('@OUT', 'outgoing'), ('@BACK', 'returns'), ('@BAD', 'defective')) AS a(code, kind);
"""
TABLES = """
CREATE TABLE lot (
    sku TEXT NOT NULL,
    code TEXT NOT NULL,
    produced_on DATE,
    expires_on DATE,
    created_at TIMESTAMP WITH TIME ZONE NOT NULL,
    created_by TEXT NOT NULL,
    CONSTRAINT pk_lot PRIMARY KEY (sku, code),
    CONSTRAINT ck_lot_code CHECK (code <> '')
);
CREATE INDEX ix_lot_expires_on ON lot (expires_on);

CREATE TABLE bin_card (
    bin_id UUID NOT NULL,
    sku TEXT NOT NULL,
    lot TEXT NOT NULL,
    state TEXT NOT NULL,
    warehouse_id UUID NOT NULL,
    quantity BIGINT NOT NULL,
    promised BIGINT NOT NULL,
    since TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT pk_bin_card PRIMARY KEY (bin_id, sku, lot, state),
    CONSTRAINT ck_bin_card_promised_lies_there CHECK (promised >= 0 AND promised <= quantity),
    CONSTRAINT fk_bin_card_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id),
    CONSTRAINT fk_bin_card_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
) WITH (fillfactor = 70);
CREATE INDEX ix_bin_card_sku ON bin_card (sku, warehouse_id);

CREATE TABLE shipment_pick (
    shipment_id UUID NOT NULL,
    sku TEXT NOT NULL,
    bin_id UUID NOT NULL,
    lot TEXT NOT NULL,
    quantity BIGINT NOT NULL,
    state TEXT NOT NULL,
    CONSTRAINT pk_shipment_pick PRIMARY KEY (shipment_id, sku, bin_id, lot),
    CONSTRAINT ck_shipment_pick_quantity CHECK (quantity > 0),
    CONSTRAINT fk_shipment_pick_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
    CONSTRAINT fk_shipment_pick_bin_id FOREIGN KEY(bin_id) REFERENCES bin (id)
);
CREATE INDEX ix_shipment_pick_lot ON shipment_pick (sku, lot) WHERE lot <> '';

CREATE TABLE stock_book (
    warehouse_id UUID NOT NULL,
    sku TEXT NOT NULL,
    state TEXT NOT NULL,
    day DATE NOT NULL,
    came_in BIGINT NOT NULL,
    went_out BIGINT NOT NULL,
    CONSTRAINT pk_stock_book PRIMARY KEY (warehouse_id, sku, state, day),
    CONSTRAINT ck_stock_book_both_ways CHECK (came_in >= 0 AND went_out >= 0),
    CONSTRAINT fk_stock_book_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
) WITH (fillfactor = 80);
CREATE INDEX ix_stock_book_day ON stock_book (warehouse_id, day);

CREATE TABLE stock_month (
    warehouse_id UUID NOT NULL,
    month DATE NOT NULL,
    sealed_at TIMESTAMP WITH TIME ZONE NOT NULL,
    sealed_by TEXT NOT NULL,
    CONSTRAINT pk_stock_month PRIMARY KEY (warehouse_id, month),
    CONSTRAINT fk_stock_month_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
);
"""
# The company's zone stands in the settings; what was written before there were books counts in the days of its place of business.
LEDGER = """
ALTER TABLE stock ADD COLUMN inspection BIGINT NOT NULL DEFAULT 0;
ALTER TABLE stock ADD CONSTRAINT ck_stock_inspection_not_negative CHECK (inspection >= 0);
ALTER TABLE stock_movement RENAME COLUMN pool TO state;
ALTER TABLE stock_movement ADD COLUMN bin_id UUID, ADD COLUMN lot TEXT NOT NULL DEFAULT '', ADD COLUMN bin_balance_after BIGINT,
    ADD COLUMN happened_at TIMESTAMP WITH TIME ZONE, ADD COLUMN booked_on DATE, ADD COLUMN after_seal BOOLEAN NOT NULL DEFAULT false,
    ADD CONSTRAINT ck_stock_movement_bin_balance_not_negative CHECK (bin_balance_after >= 0);
ALTER TABLE stock_movement DISABLE TRIGGER stock_movement_append_only;
UPDATE stock_movement SET happened_at = at, booked_on = (at AT TIME ZONE 'Asia/Shanghai')::date;
ALTER TABLE stock_movement ENABLE TRIGGER stock_movement_append_only;
ALTER TABLE stock_movement ALTER COLUMN happened_at SET NOT NULL, ALTER COLUMN booked_on SET NOT NULL;
DROP INDEX ix_stock_movement_warehouse_id_sku;
CREATE INDEX ix_stock_movement_warehouse_id_sku ON stock_movement (warehouse_id, sku, happened_at);
CREATE INDEX ix_stock_movement_after_seal ON stock_movement (warehouse_id, happened_at) WHERE after_seal;
CREATE INDEX ix_stock_movement_booked_on ON stock_movement USING brin (booked_on) WITH (pages_per_range = 32, autosummarize = true);
INSERT INTO stock_book (warehouse_id, sku, state, day, came_in, went_out)
SELECT warehouse_id, sku, state, booked_on, sum(greatest(quantity, 0)), sum(greatest(-quantity, 0)) FROM stock_movement GROUP BY 1, 2, 3, 4;
"""
CARDS = """
INSERT INTO shipment_pick (shipment_id, sku, bin_id, lot, quantity, state)
SELECT s.id, l.sku, CASE WHEN s.state = 'picking' THEN coalesce(k.bin_id, receiving.id) ELSE outgoing.id END, '', l.quantity,
       CASE WHEN s.state = 'picking' THEN 'planned' ELSE 'picked' END
FROM shipment s
JOIN shipment_line l ON l.shipment_id = s.id
JOIN bin receiving ON receiving.warehouse_id = s.warehouse_id AND receiving.kind = 'receiving'
JOIN bin outgoing ON outgoing.warehouse_id = s.warehouse_id AND outgoing.kind = 'outgoing'
LEFT JOIN stock k ON k.sku = l.sku AND k.warehouse_id = s.warehouse_id
WHERE s.state IN ('picking', 'picked', 'packed');

INSERT INTO bin_card (bin_id, sku, lot, state, warehouse_id, quantity, promised, since)
SELECT lying.bin_id, lying.sku, '', lying.state, lying.warehouse_id, lying.quantity, coalesce(p.quantity, 0), now()
FROM (
    SELECT s.sku, s.warehouse_id, 'good' AS state, coalesce(s.bin_id, receiving.id) AS bin_id, s.on_hand - coalesce(o.quantity, 0) AS quantity
    FROM stock s JOIN bin receiving ON receiving.warehouse_id = s.warehouse_id AND receiving.kind = 'receiving'
    LEFT JOIN (SELECT p.sku, b.warehouse_id, sum(p.quantity)::bigint AS quantity FROM shipment_pick p JOIN bin b ON b.id = p.bin_id
               WHERE p.state = 'picked' GROUP BY 1, 2) o ON o.sku = s.sku AND o.warehouse_id = s.warehouse_id
    UNION ALL
    SELECT p.sku, b.warehouse_id, 'good', b.id, sum(p.quantity)::bigint FROM shipment_pick p JOIN bin b ON b.id = p.bin_id
    WHERE p.state = 'picked' GROUP BY 1, 2, 4
    UNION ALL
    SELECT s.sku, s.warehouse_id, 'defective', b.id, s.defective FROM stock s JOIN bin b ON b.warehouse_id = s.warehouse_id AND b.kind = 'defective'
) lying
LEFT JOIN (SELECT sku, bin_id, sum(quantity)::bigint AS quantity FROM shipment_pick GROUP BY 1, 2) p
    ON p.sku = lying.sku AND p.bin_id = lying.bin_id AND lying.state = 'good'
WHERE lying.quantity > 0;

-- From nowhere into their bins: what the lines before have summed up without one.
INSERT INTO stock_movement (sku, warehouse_id, bin_id, state, kind, quantity, balance_after, bin_balance_after, reason, document,
                            actor_id, actor_name, happened_at, booked_on, at)
SELECT c.sku, c.warehouse_id, pair.bin_id, c.state, 'move', pair.sign * c.quantity, CASE WHEN c.state = 'good' THEN s.on_hand ELSE s.defective END,
       CASE WHEN pair.sign > 0 THEN c.quantity END, 'opening of the bin cards', '', 'system', 'system', now(),
       (now() AT TIME ZONE 'Asia/Shanghai')::date, now()
FROM bin_card c
JOIN stock s ON s.sku = c.sku AND s.warehouse_id = c.warehouse_id
CROSS JOIN LATERAL (VALUES (-1, CAST(NULL AS uuid)), (1, c.bin_id)) AS pair(sign, bin_id);
"""
PROOF = """
CREATE OR REPLACE FUNCTION stock_differences() RETURNS TABLE (sku text, warehouse_id uuid, what text, kept bigint, proved bigint)
    LANGUAGE sql STABLE AS $$
    WITH level AS (
        SELECT s.sku, s.warehouse_id, l.state, l.quantity FROM stock s
        CROSS JOIN LATERAL (VALUES ('good', s.on_hand), ('defective', s.defective), ('inspection', s.inspection)) AS l(state, quantity)
    ), proof AS (
        SELECT sku, warehouse_id, state, '' AS by, sum(quantity)::bigint AS quantity FROM stock_movement GROUP BY 1, 2, 3
        UNION ALL
        SELECT sku, warehouse_id, state, ' in bins', sum(quantity)::bigint FROM bin_card GROUP BY 1, 2, 3
        UNION ALL
        SELECT sku, warehouse_id, state, ' in books', sum(came_in - went_out)::bigint FROM stock_book GROUP BY 1, 2, 3
    ), wanted AS (
        SELECT k.sku, k.warehouse_id, k.state, b.by
        FROM (SELECT sku, warehouse_id, state FROM level UNION SELECT sku, warehouse_id, state FROM proof) k,
             (VALUES (''), (' in bins'), (' in books')) AS b(by)
    )
    SELECT w.sku, w.warehouse_id, w.state || w.by, coalesce(l.quantity, 0), coalesce(p.quantity, 0)
    FROM wanted w LEFT JOIN level l USING (sku, warehouse_id, state) LEFT JOIN proof p USING (sku, warehouse_id, state, by)
    WHERE coalesce(l.quantity, 0) <> coalesce(p.quantity, 0)
    UNION ALL
    SELECT coalesce(c.sku, m.sku), coalesce(c.warehouse_id, m.warehouse_id), 'card of ' || b.code || ' in ledger',
           coalesce(c.quantity, 0), coalesce(m.quantity, 0)
    FROM bin_card c
    FULL JOIN (SELECT bin_id, sku, lot, state, warehouse_id, sum(quantity)::bigint AS quantity FROM stock_movement WHERE bin_id IS NOT NULL
               GROUP BY 1, 2, 3, 4, 5) m USING (bin_id, sku, lot, state)
    JOIN bin b ON b.id = bin_id
    WHERE coalesce(c.quantity, 0) <> coalesce(m.quantity, 0)
    UNION ALL
    SELECT k.sku, k.warehouse_id, 'promised', coalesce(c.total, 0), coalesce(p.total, 0)
    FROM (SELECT sku, warehouse_id FROM stock) k
    LEFT JOIN (SELECT sku, warehouse_id, sum(promised)::bigint AS total FROM bin_card GROUP BY 1, 2) c USING (sku, warehouse_id)
    LEFT JOIN (SELECT p.sku, b.warehouse_id, sum(p.quantity)::bigint AS total FROM shipment_pick p JOIN bin b ON b.id = p.bin_id
               WHERE p.state <> 'shipped' GROUP BY 1, 2) p USING (sku, warehouse_id)
    WHERE coalesce(c.total, 0) <> coalesce(p.total, 0)
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
    for statements in (PLACES, TABLES, LEDGER, CARDS, PROOF):
        op.execute(statements)
