"""Never more is promised than there is (rule ORD-3), and the peak hour of the company's own story."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

from tests.acceptance.world import Order, World


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


@pytest.mark.rule("ORD-3", "ORD-2")
def test_the_peak_hour(world: World) -> None:
    """150 one-piece orders of three shops for 100 pieces: workflow 2 of the company's stories, without its merge, split and wave."""
    sku = world.sku(100)
    shops = [world.shop("mall"), world.shop("shopify"), world.shop("taobao")]
    now = datetime.now(UTC)
    # The six that the review holds came first, so that their pieces are among the hundred.
    held: list[Order] = [
        world.body(shops[0], sku=sku, buyer_remark="请发红色的"),
        world.body(shops[1], sku=sku, buyer_remark="周五前要"),
        world.body(
            shops[2],
            sku=sku,
            receiver={"name": "王芳", "phone": "13800138000", "province": "浙江省", "city": "", "district": "", "street": ""},
        ),
        world.body(shops[0], sku=sku, refund="asked"),
        world.body(shops[0], sku=sku, price="98000.00"),
        world.body(shops[2], sku=sku, state="do_not_ship"),
    ]
    for order in held:
        assert world.place(order).status_code == 201
    for order in held:
        world.becomes(order["platform_order_no"], reservation="reserved")
    quiet = [world.body(shops[number % 3], sku=sku) for number in range(144)]
    numbers = [order["platform_order_no"] for order in [*held, *quiet]]
    with watched(world, sku):
        answers = world.at_once([lambda order=order: world.place(order) for order in quiet])
        assert {answer.status_code for answer in answers} == {201}
        world.eventually(lambda: counted(world, numbers, "reserved") + counted(world, numbers, "short") == 150, what="all are decided")
    assert (counted(world, numbers, "reserved"), counted(world, numbers, "short")) == (100, 50)
    assert world.stock(sku) == (100, 100, 0)

    # Twenty are sent again: nothing new.
    again = world.at_once([lambda order=order: world.place(order) for order in quiet[:20]])
    assert {answer.json()["outcome"] for answer in again} == {"unchanged"}
    assert world.stock(sku) == (100, 100, 0)

    # Six are held, each with its reason; ninety-four are released by the rules alone.
    reasons = [world.order(order["platform_order_no"])["holds"][0]["code"] for order in held]
    assert reasons == ["buyer_remark", "buyer_remark", "incomplete_address", "refund_asked", "unusual_amount", "platform_do_not_ship"]
    released = [order for order in quiet if world.order(order["platform_order_no"])["status"] == "allocated"]
    assert len(released) == 94

    # The one whose buyer wants the money back is closed; its piece goes to the first in the line.
    closed = {**held[3], "state": "cancelled", "refund": "done", "modified_at": (now + timedelta(seconds=30)).isoformat()}
    with watched(world, sku):
        world.place(closed)
        world.becomes(held[3]["platform_order_no"], reservation="released")
        world.eventually(lambda: counted(world, numbers, "short") == 49, what="the first short order is taken")
    assert (counted(world, numbers, "reserved"), world.stock(sku)) == (100, (100, 100, 0))

    ship_in_waves(world, released)
    # Physical 6; promised 6: five held and the one newly taken; nothing is left to promise.
    assert world.stock(sku) == (6, 6, 0)


def ship_in_waves(world: World, released: list[Order]) -> None:
    """The floor: all of them leave, thirty a walk, and each order carries its number."""
    shipments = [world.shipment_of(world.order(order["platform_order_no"])) for order in released]
    for first in range(0, len(released), 30):
        world.pick(*shipments[first : first + 30])
    for shipment in shipments:
        world.call("POST", f"/warehouse/v1/shipments/{shipment}/pack", json={"weight_g": 320, "without_scan": "single-piece wave"})
        world.put_waybill(shipment)
    results = world.call("POST", "/warehouse/v1/shipments/ship", json={"numbers": shipments})["results"]
    assert [result["outcome"] for result in results] == ["shipped"] * len(released)
    for order in released:
        assert world.becomes(order["platform_order_no"], status="shipped")["tracking_number"]


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
