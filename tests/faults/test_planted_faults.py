"""The checks of these tests, seen to fail: each fault is planted in the databases or at the shop, noticed, and taken out again."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from tests.faults.patience import stretched
from tests.faults.scene import Scene

A_SHIPPED_ORDER = "(SELECT id FROM orders.sales_order WHERE shipped_at IS NOT NULL ORDER BY id LIMIT 1)"
A_SKU = "(SELECT sku FROM warehouse.stock ORDER BY sku LIMIT 1)"
PLANTED = {
    "accepted and lost": (
        f"UPDATE orders.sales_order SET platform_order_no = 'x' || platform_order_no WHERE id = {A_SHIPPED_ORDER}",
        "UPDATE orders.sales_order SET platform_order_no = substr(platform_order_no, 2) WHERE platform_order_no LIKE 'x%'",
    ),
    "without all of its lines": (
        f"UPDATE orders.sales_order SET line_count = line_count + 1 WHERE id = {A_SHIPPED_ORDER}",
        f"UPDATE orders.sales_order SET line_count = line_count - 1 WHERE id = {A_SHIPPED_ORDER}",
    ),
    "reserved is kept as": (
        f"UPDATE warehouse.stock SET reserved = reserved + 1 WHERE sku = {A_SKU}",
        f"UPDATE warehouse.stock SET reserved = reserved - 1 WHERE sku = {A_SKU}",
    ),
    "good is kept as": (
        f"UPDATE warehouse.stock SET on_hand = on_hand + 1 WHERE sku = {A_SKU}",
        f"UPDATE warehouse.stock SET on_hand = on_hand - 1 WHERE sku = {A_SKU}",
    ),
    "good in bins is kept as": (
        f"UPDATE warehouse.bin_card SET quantity = quantity + 1 WHERE sku = {A_SKU}",
        f"UPDATE warehouse.bin_card SET quantity = quantity - 1 WHERE sku = {A_SKU}",
    ),
    "good in books is kept as": (
        f"UPDATE warehouse.stock_book SET came_in = came_in + 1 WHERE sku = {A_SKU}",
        f"UPDATE warehouse.stock_book SET came_in = came_in - 1 WHERE sku = {A_SKU}",
    ),
    "but its reservation is": (
        f"UPDATE orders.sales_order SET attempt = attempt + 5 WHERE id = {A_SHIPPED_ORDER}",
        f"UPDATE orders.sales_order SET attempt = attempt - 5 WHERE id = {A_SHIPPED_ORDER}",
    ),
    "its shop was told": (
        f"UPDATE orders.sales_order SET tracking_number = 'x' || tracking_number WHERE id = {A_SHIPPED_ORDER}",
        "UPDATE orders.sales_order SET tracking_number = substr(tracking_number, 2) WHERE tracking_number LIKE 'x%'",
    ),
    "the figure status:shipped": (
        "INSERT INTO orders.order_tally_delta (bucket, shop_id, currency, fact, orders, amount) VALUES ('epoch', 'x', 'CNY', 'status:shipped', 1, 0)",
        "DELETE FROM orders.order_tally_delta WHERE shop_id = 'x'; DELETE FROM orders.order_tally WHERE shop_id = 'x'",
    ),
    "dead letter of": (
        """
        INSERT INTO orders.dead_letter (id, consumer, subject, message_id, payload, headers, error, attempts, state, created_at)
        VALUES (uuidv7(), 'x', 'x', uuidv7(), '{}', '{}', 'planted', 6, 'waiting', now())
        """,
        "DELETE FROM orders.dead_letter WHERE consumer = 'x'",
    ),
}


@contextmanager
def planted(scene: Scene, sentence: str) -> Iterator[None]:
    statement, undone = PLANTED[sentence]
    with psycopg.connect(scene.house.database_url("postgres"), autocommit=True) as connection:
        # Without triggers: the fault shall be one fault, and not be put right by the tally.
        connection.execute("SET session_replication_role = replica")
        connection.execute(statement)
        try:
            yield
        finally:
            connection.execute(undone)


@pytest.mark.timeout(stretched(120))
async def test_every_check_notices_its_fault(scene: Scene) -> None:
    async with scene.at_work("planted") as work:
        await work.until_shipped(3)
    assert scene.wrong() == []
    for sentence in PLANTED:
        with planted(scene, sentence):
            found = scene.wrong()
        assert any(sentence in one for one in found), f"nobody noticed: {sentence}; {found}"
    book = scene.shops.book
    number = next(iter(book.notices))
    book.notices[number]["twice"] = "SF0"
    assert any("its shop was told" in one for one in scene.wrong())
    del book.notices[number]["twice"]
    scene.cancelled.add(number)
    assert any("cancelled, and not" in one for one in scene.wrong())
    scene.cancelled.discard(number)
    assert scene.wrong() == []
