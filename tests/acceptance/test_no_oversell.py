"""Never more is promised than there is (rule ORD-3)."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

import pytest

from tests.acceptance.world import World


def counted(world: World, numbers: list[str], reservation: str) -> int:
    """How many of these orders are so."""
    found: list[str] = []
    cursor = ""
    while True:
        page = world.call("GET", f"/orders/v1/orders?reservation={reservation}&limit=100{cursor}")
        found += [row["platform_order_no"] for row in page["data"]]
        if not page["has_more"]:
            return len(set(found) & set(numbers))
        cursor = f"&cursor={page['next_cursor']}"


@contextmanager
def watched(world: World, sku: str) -> Iterator[None]:
    """Whenever one looks while the block runs, no more of the SKU is promised than there is."""
    over = Event()
    samples: list[tuple[int, int, int]] = []

    def look() -> None:
        while not over.wait(0.005):
            samples.append(world.stock(sku))

    with ThreadPoolExecutor(max_workers=1) as thread:
        looking = thread.submit(look)
        try:
            yield
        finally:
            over.set()
        looking.result()
    assert samples, "nobody looked"
    assert [sample for sample in samples if sample[1] > sample[0] or sample[2] < 0] == []


@pytest.mark.rule("ORD-3")
def test_two_hundred_buyers_of_one_hundred_pieces(world: World) -> None:
    shop, sku = world.shop(), world.sku(100)
    orders = [world.body(shop, sku=sku) for _ in range(200)]
    numbers = [order["platform_order_no"] for order in orders]
    with watched(world, sku):
        world.at_once([lambda order=order: world.place(order) for order in orders])
        world.eventually(lambda: counted(world, numbers, "reserved") + counted(world, numbers, "short") == 200, what="all are decided")
    assert (counted(world, numbers, "reserved"), counted(world, numbers, "short")) == (100, 100)
    assert world.stock(sku) == (100, 100, 0)


@pytest.mark.rule("ORD-3")
def test_all_or_nothing_and_what_comes_in_goes_to_the_first_in_line(world: World) -> None:
    shop, sku = world.shop(), world.sku(2)
    first, second = world.body(shop, sku=sku, quantity=3), world.body(shop, sku=sku, quantity=3)
    world.place(first)
    world.becomes(first["platform_order_no"], reservation="short")
    world.place(second)
    world.becomes(second["platform_order_no"], reservation="short")
    assert world.stock(sku) == (2, 0, 2)
    world.company.receive([sku], pieces=2)
    world.becomes(first["platform_order_no"], reservation="reserved", status="allocated")
    assert world.order(second["platform_order_no"])["reservation"] == "short"
    assert world.stock(sku) == (4, 3, 1)


@pytest.mark.rule("ORD-3")
def test_a_cancelled_order_gives_its_pieces_back(world: World) -> None:
    shop, sku = world.shop(), world.sku(1)
    first = world.allocated(shop, sku=sku)
    second = world.body(shop, sku=sku, price="10.00")
    world.place(second)
    world.becomes(second["platform_order_no"], reservation="short")
    world.call("POST", "/orders/v1/orders/cancel", json={"ids": [first["id"]], "reason": "buyer changed their mind"})
    world.becomes(first["platform_order_no"], status="cancelled", reservation="released")
    world.becomes(second["platform_order_no"], status="allocated")
    assert world.stock(sku) == (1, 1, 0)
