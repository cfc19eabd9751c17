"""What lay in a warehouse before there were bin cards lies in its bins afterwards, and everything still adds up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from chassis.migrations import upgrade
from chassis.testing import TestDatabase, make_database

MIGRATIONS = Path(__file__).parents[2] / "migrations"
BEFORE = """
    INSERT INTO warehouse (id, code, name_zh, name_en, province, rank, active, version, created_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'HZ', '', '', '', 1, true, 1, now());
    INSERT INTO bin (id, warehouse_id, code, zone, sort_order, active, version, created_at)
    VALUES ('00000000-0000-0000-0000-0000000000b1', '00000000-0000-0000-0000-000000000001', 'A-01', '', 1, true, 1, now());
    INSERT INTO stock (sku, warehouse_id, bin_id, on_hand, reserved, defective, version, updated_at) VALUES
        ('A', '00000000-0000-0000-0000-000000000001', '00000000-0000-0000-0000-0000000000b1', 10, 6, 2, 1, now()),
        ('B', '00000000-0000-0000-0000-000000000001', NULL, 4, 1, 0, 1, now()),
        ('C', '00000000-0000-0000-0000-000000000001', NULL, 0, 0, 0, 1, now());
    INSERT INTO stock_movement (sku, warehouse_id, kind, pool, quantity, balance_after, reason, document, actor_id, actor_name, at) VALUES
        ('A', '00000000-0000-0000-0000-000000000001', 'receive', 'good', 12, 12, '', '', '', '', '2026-08-01T17:00:00Z'),
        ('A', '00000000-0000-0000-0000-000000000001', 'ship', 'good', -2, 10, '', '', '', '', '2026-08-03T02:00:00Z'),
        ('A', '00000000-0000-0000-0000-000000000001', 'defect', 'defective', 2, 2, '', '', '', '', '2026-08-03T02:00:00Z'),
        ('B', '00000000-0000-0000-0000-000000000001', 'receive', 'good', 4, 4, '', '', '', '', '2026-08-03T02:00:00Z');
    INSERT INTO reservation (id, reference, owner, state, warehouse_id, short_skus, requested_at, decided_at)
    SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'r' || n, '', 'reserved', '00000000-0000-0000-0000-000000000001', '{}', now(), now()
    FROM generate_series(1, 4) n;
    INSERT INTO reservation_line (reservation_id, sku, quantity)
    SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, sku, quantity
    FROM (VALUES (1, 'A', 1), (2, 'A', 2), (3, 'A', 2), (3, 'B', 1), (4, 'A', 1)) AS l(n, sku, quantity);
    INSERT INTO shipment (id, number, reference, owner, shown_number, reservation_id, warehouse_id, state, shop_name, receiver_sealed, receiver_region,
                          note, packed_without_scan, created_at, version)
    SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'SH-' || n, 'r' || n, '', '', ('00000000-0000-0000-0000-00000000000' || n)::uuid,
           '00000000-0000-0000-0000-000000000001', state, '', '', '', '', false, now(), 1
    FROM (VALUES (1, 'waiting'), (2, 'picking'), (3, 'packed'), (4, 'picked')) AS s(n, state);
    INSERT INTO shipment_line (shipment_id, sku, quantity, picked_quantity, scanned_quantity)
    SELECT reservation_id, sku, quantity, 0, 0 FROM reservation_line
"""


@pytest.fixture
def before() -> Iterator[TestDatabase]:
    made = make_database("warehouse", MIGRATIONS, revision="202611222400")
    yield made
    made.drop()


@pytest.fixture
def engine(before: TestDatabase) -> Iterator[Engine]:
    made = create_engine(before.url)
    yield made
    made.dispose()


def test_every_piece_is_found_in_a_bin(before: TestDatabase, engine: Engine) -> None:
    with engine.begin() as connection:
        for statement in BEFORE.split(";"):
            connection.execute(text(statement))
    upgrade(MIGRATIONS, before.url.render_as_string(hide_password=False))
    with engine.connect() as connection:
        cards = connection.execute(
            text("SELECT b.code, c.sku, c.state, c.quantity, c.promised FROM bin_card c JOIN bin b ON b.id = c.bin_id ORDER BY 1, 2, 3")
        ).all()
        differences = connection.execute(text("SELECT * FROM stock_differences()")).all()
        books = connection.execute(text("SELECT sku, state, day::text, came_in, went_out FROM stock_book ORDER BY 1, 2, 3")).all()
    assert [tuple(row) for row in cards] == [
        ("@BAD", "A", "defective", 2, 0),
        ("@IN", "B", "good", 3, 0),
        ("@OUT", "A", "good", 3, 3),
        ("@OUT", "B", "good", 1, 1),
        ("A-01", "A", "good", 7, 2),
    ]
    assert [tuple(row) for row in books] == [
        ("A", "defective", "2026-08-03", 2, 0),
        ("A", "good", "2026-08-02", 12, 0),
        ("A", "good", "2026-08-03", 0, 2),
        ("B", "good", "2026-08-03", 4, 0),
    ]
    assert differences == []
