"""The peak hour of the company's own story (workflow 2): three shops, no oversell, review, merge, split, waves, the scale, and who is told."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.acceptance.test_no_oversell import counted, watched
from tests.acceptance.world import Order, World
from tests.load.company import WAREHOUSE
from tests.load.order_bodies import money

WAVE = 30
GRAMS = 320
"""What a piece weighs (tests/load/company.py)."""


@pytest.mark.rule("ORD-2", "ORD-3", "ORD-4", "WMS-12")
def test_the_peak_hour(world: World) -> None:
    sku, other = world.sku(100), world.sku()
    second = world.second_warehouse()
    world.receive(other, 4, warehouse=second)
    shops = [world.shop("mall") for _ in range(3)]
    held = hold_six(world, shops, sku)
    mixed = split_four(world, shops[0], sku=sku, other=other)
    together = place_five_buyers(world, shops, sku)
    single = [world.body(shops[number % 3], sku=sku) for number in range(128)]
    orders = [*held, *mixed, *together, *single]
    numbers = [order["platform_order_no"] for order in orders]
    assert len(orders) == 150
    with watched(world, sku):
        answers = world.at_once([lambda order=order: world.place(order) for order in single])
        assert {answer.status_code for answer in answers} == {201}
        # Four are split: their parts hold the stock.
        world.eventually(lambda: counted(world, numbers, "reserved") + counted(world, numbers, "short") == 146, what="all are decided")
    assert (counted(world, numbers, "reserved") + len(mixed), counted(world, numbers, "short")) == (100, 50)
    assert world.stock(sku) == (100, 100, 0)

    # Twenty are sent again: nothing new.
    again = world.at_once([lambda order=order: world.place(order) for order in single[:20]])
    assert {answer.json()["outcome"] for answer in again} == {"unchanged"}
    assert world.stock(sku) == (100, 100, 0)

    # Six are held, each with its reason; ninety-four are released by the rules alone.
    reasons = [world.order(order["platform_order_no"])["holds"][0]["code"] for order in held]
    assert reasons == ["buyer_remark", "buyer_remark", "incomplete_address", "refund_asked", "unusual_amount", "platform_do_not_ship"]
    shown = {number: world.order(number) for number in numbers}
    released = [order for number, order in shown.items() if order["status"] in ("allocated", "split")]
    assert len(released) == 94

    close_refunded(world, held[3], sku=sku, numbers=numbers)
    merge_buyers(world, together, sku=sku)
    parcels = parcels_of(world, [order["platform_order_no"] for order in released])
    assert (len(parcels), len({parcel["number"] for parcel in parcels})) == (94 - 12 + 5 + 4, 91)
    assert sum(parcel["pieces"] for parcel in parcels) == 98
    stopped = ship_in_waves(world, parcels, second=second, single={order["platform_order_no"] for order in single})

    left = [order["platform_order_no"] for order in released if order["platform_order_no"] != stopped]
    told = Counter(len(tell) for tell in tracked_and_told(world, left))
    # Each once for each of its parcels: four of them have two.
    assert told == {1: 89, 2: 4}
    for order in mixed:
        seen = world.order(order["platform_order_no"])
        assert (seen["status"], len({part["tracking_number"] for part in seen["related"]})) == ("shipped", 2)
    # Physical 7; promised 7: one stopped at the scale, five held, and the one newly taken; nothing is left to promise.
    assert world.stock(sku) == (7, 7, 0)
    assert world.stock(other) == (0, 0, 0)


def hold_six(world: World, shops: list[str], sku: str) -> list[Order]:
    """They came first, so that their pieces are among the hundred."""
    nowhere = {"name": "王芳", "phone": "13800138000", "province": "浙江省", "city": "", "district": "", "street": ""}
    held = [
        world.body(shops[0], sku=sku, buyer_remark="请发红色的"),
        world.body(shops[1], sku=sku, buyer_remark="周五前要"),
        world.body(shops[2], sku=sku, receiver=nowhere),
        world.body(shops[0], sku=sku, refund="asked"),
        world.body(shops[0], sku=sku, price="98000.00"),
        world.body(shops[2], sku=sku, state="do_not_ship"),
    ]
    for order in held:
        assert world.place(order).status_code == 201
    for order in held:
        world.becomes(order["platform_order_no"], reservation="reserved")
    return held


def split_four(world: World, shop: str, *, sku: str, other: str) -> list[Order]:
    """Each also holds a piece that lies in the second warehouse only: no single one has it all, so a clerk splits them by warehouse."""
    mixed: list[Order] = []
    for _ in range(4):
        order = world.body(shop, sku=sku)
        line = {"platform_line_no": "2", "sku": other, "title": "Y", "quantity": 1, "unit_price": money(Decimal("9.90"))}
        mixed.append({**order, "lines": [*order["lines"], line]})
    for order in mixed:
        assert world.place(order).status_code == 201
    short = [world.becomes(order["platform_order_no"], reservation="short") for order in mixed]
    done = world.call("POST", "/orders/v1/orders/split", json={"ids": [order["id"] for order in short], "by": "warehouse"})
    assert (done["done"], done["refused"]) == (4, 0)

    def all_reserved() -> bool:
        parts = [part for order in mixed for part in world.order(order["platform_order_no"])["related"]]
        return (
            sorted((part["status"], part["warehouse_code"]) for part in parts)
            == [("allocated", "GZ1")] * 4 + [("allocated", WAREHOUSE)] * 4
        )

    world.eventually(all_reserved, what="each part has its stock")
    return mixed


def place_five_buyers(world: World, shops: list[str], sku: str) -> list[Order]:
    """Twelve orders of five buyers, each to one address."""
    placed: list[Order] = []
    for buyer, count in enumerate((3, 3, 2, 2, 2)):
        first = world.body(shops[buyer % 3], sku=sku)
        same = {"buyer_id": first["buyer_id"], "receiver": first["receiver"]}
        placed += [first, *(world.body(shops[buyer % 3], sku=sku, **same) for _ in range(count - 1))]
    for order in placed:
        assert world.place(order).status_code == 201
    for order in placed:
        world.becomes(order["platform_order_no"], status="allocated")
    return placed


def close_refunded(world: World, order: Order, *, sku: str, numbers: list[str]) -> None:
    """Its buyer wants the money back; its piece goes to the first in the line."""
    later = (datetime.now(UTC) + timedelta(seconds=30)).isoformat()
    with watched(world, sku):
        world.place({**order, "state": "cancelled", "refund": "done", "modified_at": later})
        world.becomes(order["platform_order_no"], reservation="released")
        world.eventually(lambda: counted(world, numbers, "short") == 49, what="the first short order is taken")
    assert world.stock(sku) == (100, 100, 0)


def merge_buyers(world: World, together: list[Order], *, sku: str) -> None:
    """They are proposed, and merged in one call; at the warehouse they are stopped first, and nobody who waits gets their pieces."""
    ours = {order["platform_order_no"] for order in together}

    def proposed() -> list[list[str]]:
        groups = world.call("GET", "/orders/v1/orders/merge-candidates?limit=100")["data"]
        return [
            [order["id"] for order in group["orders"]]
            for group in groups
            if {order["platform_order_no"] for order in group["orders"]} <= ours
        ]

    world.eventually(lambda: sorted(map(len, proposed())) == [2, 2, 2, 3, 3], what="five groups are proposed")
    with watched(world, sku):
        done = world.call("POST", "/orders/v1/orders/merge", json={"groups": [{"ids": ids} for ids in proposed()]})
        assert (done["done"], done["refused"]) == (5, 0)

        def merged() -> bool:
            seen = [world.order(order["platform_order_no"]) for order in together]
            return {order["status"] for order in seen} == {"merged"} and {
                part["status"] for order in seen for part in order["related"]
            } == {"allocated"}

        world.eventually(merged, what="twelve orders are five parcels")
    assert world.stock(sku) == (100, 100, 0)


def parcels_of(world: World, numbers: list[str]) -> list[Order]:
    """The shipments that are to leave for these orders, each once."""
    sent = [world.order(number) for number in numbers]
    going = {part["number"] for order in sent for part in order["related"]} | {order["number"] for order in sent if not order["related"]}
    found: dict[str, Order] = {}

    def all_there() -> bool:
        for number in going - found.keys():
            rows = world.call("GET", f"/warehouse/v1/shipments?q={number}&state=waiting")["data"]
            if rows:
                found[number] = rows[0]
        return found.keys() == going

    world.eventually(all_there, what="every parcel has a shipment")
    return list(found.values())


def ship_in_waves(world: World, parcels: list[Order], *, second: str, single: set[str]) -> str:
    """Thirty a walk at most, weighed, all but one leave. The platform's number of the one that the scale stopped."""
    waves = 0
    for warehouse in (WAREHOUSE, second):
        numbers = [parcel["number"] for parcel in parcels if parcel["warehouse"] == warehouse]
        assert len(numbers) == {WAREHOUSE: 87, second: 4}[warehouse]
        for start in range(0, len(numbers), WAVE):
            world.pick(*numbers[start : start + WAVE], warehouse=warehouse)
            waves += 1
    assert waves == 4
    platform_numbers = {row["number"]: row["platform_order_no"] for number in single for row in world.find(number)}
    odd = next(parcel for parcel in parcels if parcel["shown_number"] in platform_numbers)
    with ThreadPoolExecutor(max_workers=8) as threads:
        for done in [threads.submit(pack_one, world, parcel, odd=parcel is odd) for parcel in parcels]:
            done.result()
    results = world.call("POST", "/warehouse/v1/shipments/ship", json={"numbers": [parcel["number"] for parcel in parcels]})["results"]
    assert Counter(result["outcome"] for result in results) == {"shipped": 90, "refused": 1}
    [refused] = [result for result in results if result["outcome"] == "refused"]
    assert (refused["number"], refused["code"]) == (odd["number"], "weight_off")
    waybills = {world.call("GET", f"/warehouse/v1/shipments/{parcel['number']}")["shipment"]["tracking_number"] for parcel in parcels}
    assert len(waybills) == 91
    return platform_numbers[odd["shown_number"]]


def pack_one(world: World, parcel: Order, *, odd: bool) -> None:
    weight = GRAMS * parcel["pieces"] + (500 if odd else 0)
    body = {"weight_g": weight, "without_scan": "single-piece wave"}
    packed = world.call("POST", f"/warehouse/v1/shipments/{parcel['number']}/pack", json=body)
    assert packed["shipment"]["weight_off"] is odd
    world.put_waybill(parcel["number"])


def tracked_and_told(world: World, numbers: list[str]) -> list[list[str]]:
    """What each shop was told of its order, once every order carries a tracking number."""
    for number in numbers:
        assert world.becomes(number, status="shipped")["tracking_number"]
    assert len(numbers) == 93
    world.eventually(lambda: all(world.shops.book.told(number) for number in numbers), what="every buyer's shop is told", seconds=120)
    expected = {number: len(world.order(number)["related"]) if world.order(number)["related"] else 1 for number in numbers}
    for number, count in expected.items():
        world.eventually(
            lambda number=number, count=min(count, 2): len(set(world.shops.book.told(number))) == count, what=f"{number} is told"
        )
    return [world.shops.book.told(number) for number in numbers]
