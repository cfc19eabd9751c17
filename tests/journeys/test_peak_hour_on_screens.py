"""Workflow 2 of the company's stories on its pages: a clerk who sees three shops, and a keeper, both in Chinese.

tests/acceptance/test_peak_hour.py walks the same hour by the API and reaches the same numbers. Orders come by the API, as they do from
shops. On the pages: what is short is split, what is held is read, one buyer's orders are merged, the refunded order is cancelled, four
waves are picked, five parcels go over the scale (one of them is stopped there), 91 waybills are imported, and 90 parcels leave in bulk.
By the API the other 86 are packed, as single-piece waves are, because scanning each would take minutes and show nothing new.
"""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.test_no_oversell import counted, watched
from tests.acceptance.test_peak_hour import GRAMS, hold_six, parcels_of, place_five_buyers, tracked_and_told
from tests.acceptance.world import Order, World
from tests.journeys import peak_floor as floor
from tests.journeys.attendance_office import Desk
from tests.journeys.peak_floor import FIRST, SECOND
from tests.journeys.seats import Seats, expect_stock
from tests.load.order_bodies import money


@dataclass
class PeakHour:
    """150 orders of three shops for 100 pieces of `sku`; four of them also want a piece of `other`."""

    world: World
    seats: Seats
    clerk: Desk
    keeper: Desk
    shops: list[str]
    sku: str
    other: str
    held: list[Order]
    mixed: list[Order]
    together: list[Order]
    single: list[Order]

    @property
    def numbers(self) -> list[str]:
        orders = [*self.held, *self.mixed, *self.together, *self.single]
        return [order["platform_order_no"] for order in orders]


@pytest.fixture
def hour(world: World, browser: Browser, pictures: Path) -> Iterator[PeakHour]:
    """What came first is there: six that will be held, and four that no single warehouse can send."""
    floor.open_warehouses(world)
    sku, other, shops = world.sku(), world.sku(), [world.shop("mall") for _ in range(3)]
    world.receive(sku, 100, warehouse=FIRST)
    world.receive(other, 4, warehouse=SECOND)
    seats = Seats(world, browser, pictures, story="peak")
    clerk = seats.sit_down(floor.hire(world, "order_clerk", shops=shops), "zh-CN")
    keeper = seats.sit_down(floor.hire(world, "warehouse_keeper"), "zh-CN")
    held = hold_six(world, shops, sku)
    mixed = place_four_mixed(world, shops[0], sku=sku, other=other)
    yield PeakHour(world, seats, clerk, keeper, shops, sku, other, held, mixed, [], [])
    seats.leave()


def place_four_mixed(world: World, shop: str, *, sku: str, other: str) -> list[Order]:
    mixed: list[Order] = []
    for _ in range(4):
        order = world.body(shop, sku=sku)
        line = {"platform_line_no": "2", "sku": other, "title": "Y", "quantity": 1, "unit_price": money(Decimal("9.90"))}
        mixed.append({**order, "lines": [*order["lines"], line]})
    for order in mixed:
        answer = world.place(order)
        assert answer.status_code == 201, answer.text
    for order in mixed:
        world.becomes(order["platform_order_no"], reservation="short")
    return mixed


@pytest.mark.rule("ORD-2", "ORD-3", "ORD-4", "WMS-12")
def test_workflow_two_on_its_pages(hour: PeakHour) -> None:
    world = hour.world
    split_the_four(hour)
    the_rest_comes_at_once(hour)
    released = read_what_is_held(hour)
    merge_five_buyers(hour)
    cancel_the_refunded(hour)
    parcels = parcels_of(world, [order["platform_order_no"] for order in released])
    assert (len(parcels), sum(parcel["pieces"] for parcel in parcels)) == (94 - 12 + 5 + 4, 98)
    assert Counter(parcel["warehouse"] for parcel in parcels) == {FIRST: 87, SECOND: 4}
    for warehouse, count in ((f"{FIRST} 一号仓", 30), (f"{FIRST} 一号仓", 30), (f"{FIRST} 一号仓", 27), (f"{SECOND} 二号仓", 4)):
        floor.walk(hour.keeper, warehouse, count)
    stopped = over_the_scale(hour, parcels)
    floor.import_waybills(hour.keeper, [parcel["number"] for parcel in parcels])
    floor.ship_all(hour.keeper, FIRST, packed=87, refused=stopped["number"])
    floor.ship_all(hour.keeper, SECOND, packed=4)
    all_are_told(hour, [order["platform_order_no"] for order in released if order["number"] != stopped["shown_number"]])
    assert hour.seats.errors() == []


def split_the_four(hour: PeakHour) -> None:
    """5. They hold nothing until a clerk splits them: this comes before the others take all pieces."""
    world = hour.world
    floor.split_by_warehouse(hour.clerk, orders=4)

    def all_reserved() -> bool:
        parts = [part for order in hour.mixed for part in world.order(order["platform_order_no"])["related"]]
        return Counter((part["status"], part["warehouse_code"]) for part in parts) == {("allocated", FIRST): 4, ("allocated", SECOND): 4}

    world.eventually(all_reserved, what="each part has its stock")


def the_rest_comes_at_once(hour: PeakHour) -> None:
    """1 to 3. 100 are promised and 50 short, never more; twenty that come again change nothing."""
    world, sku = hour.world, hour.sku
    hour.together = place_five_buyers(world, hour.shops, sku)
    hour.single = [world.body(hour.shops[number % 3], sku=sku) for number in range(128)]
    numbers = hour.numbers
    assert len(numbers) == 150
    with watched(world, sku):
        world.at_once([lambda order=order: world.place(order) for order in hour.single])
        # Four are split: their parts hold the stock.
        world.eventually(lambda: counted(world, numbers, "reserved") + counted(world, numbers, "short") == 146, what="all are decided")
    assert (counted(world, numbers, "reserved") + len(hour.mixed), counted(world, numbers, "short")) == (100, 50)
    again = world.at_once([lambda order=order: world.place(order) for order in hour.single[:20]])
    assert {answer.json()["outcome"] for answer in again} == {"unchanged"}
    assert world.stock(sku) == (100, 100, 0)
    expect(floor.queue(hour.clerk, "缺货50")).not_to_have_count(0)
    hour.clerk.picture("fifty-short")


def read_what_is_held(hour: PeakHour) -> list[Order]:
    """4. Six are held, each with its reason, five of them at the review desk; ninety-four went on by the rules alone."""
    clerk = hour.clerk
    held = floor.queue(clerk, "待审核6")
    expect(held).to_have_count(6)
    for reason, count in {"买家留言": 2, "地址不完整": 1, "申请退款": 1, "金额异常": 1, "平台暂停发货": 1}.items():
        expect(held.filter(has_text=reason)).to_have_count(count)
    clerk.picture("held")
    expect(floor.waiting(clerk, "客服")).to_have_count(4)
    expect(floor.waiting(clerk, "财务")).to_have_count(1)
    shown = [hour.world.order(number) for number in hour.numbers]
    released = [order for order in shown if order["status"] in ("allocated", "split")]
    assert len(released) == 94
    return released


def merge_five_buyers(hour: PeakHour) -> None:
    """5. Twelve orders of five buyers leave in five parcels; nobody who waits gets their pieces meanwhile."""
    world = hour.world
    with watched(world, hour.sku):
        floor.merge_all(hour.clerk, groups=5)

        def merged() -> bool:
            seen = [world.order(order["platform_order_no"]) for order in hour.together]
            parcels = {part["number"]: part["status"] for order in seen for part in order["related"]}
            return {order["status"] for order in seen} == {"merged"} and list(parcels.values()) == ["allocated"] * 5

        world.eventually(merged, what="twelve orders are five parcels")
    assert world.stock(hour.sku) == (100, 100, 0)


def cancel_the_refunded(hour: PeakHour) -> None:
    """4. Its piece goes to the first in the line: promised 100 again, short 49."""
    world, refunded = hour.world, hour.held[3]["platform_order_no"]
    with watched(world, hour.sku):
        floor.cancel_refunded(hour.clerk, world.order(refunded)["number"])
        world.becomes(refunded, status="cancelled", reservation="released")
        world.eventually(lambda: counted(world, hour.numbers, "short") == 49, what="the first short order is taken")
    assert world.stock(hour.sku) == (100, 100, 0)
    expect(floor.queue(hour.clerk, "缺货49")).not_to_have_count(0)


def over_the_scale(hour: PeakHour, parcels: list[Order]) -> Order:
    """7. On the page: one that is stopped, a merged one of three pieces, one of a single order, and both of a split one. The stopped one."""
    world, keeper = hour.world, hour.keeper
    originals = {world.order(order["platform_order_no"])["number"] for order in hour.single}
    stopped, sound = [parcel for parcel in parcels if parcel["shown_number"] in originals][:2]
    merged = next(parcel for parcel in parcels if parcel["pieces"] == 3)
    parts = {part["number"] for part in world.order(hour.mixed[0]["platform_order_no"])["related"]}
    split = [parcel for parcel in parcels if parcel["shown_number"] in parts]
    assert len(split) == 2
    floor.stop_at_the_scale(keeper, stopped["number"], hour.sku)
    for parcel in (sound, merged, *split):
        barcodes = [hour.other if parcel["warehouse"] == SECOND else hour.sku] * parcel["pieces"]
        floor.scan_and_weigh(keeper, parcel["number"], barcodes, GRAMS * parcel["pieces"] + 10)
        expect(keeper.page.get_by_label("运单号", exact=True)).to_be_visible()
    keeper.picture("weighed")
    on_the_page = {parcel["number"] for parcel in (stopped, sound, merged, *split)}
    with ThreadPoolExecutor(max_workers=8) as threads:
        rest = [parcel for parcel in parcels if parcel["number"] not in on_the_page]
        for done in [threads.submit(pack, world, parcel) for parcel in rest]:
            done.result()
    return stopped


def pack(world: World, parcel: Order) -> None:
    body = {"weight_g": GRAMS * parcel["pieces"], "without_scan": "single-piece wave"}
    assert world.call("POST", f"/warehouse/v1/shipments/{parcel['number']}/pack", json=body)["shipment"]["weight_off"] is False


def all_are_told(hour: PeakHour, left: list[str]) -> None:
    """7 and 8. 93 orders carry a tracking number and their shops are told; physical 7, promised 7: 1 stopped, 5 held, 1 newly taken."""
    told = Counter(len(tell) for tell in tracked_and_told(hour.world, left))
    assert told == {1: 89, 2: 4}
    split = hour.world.order(hour.mixed[0]["platform_order_no"])
    floor.expect_both_parcels(hour.clerk, split["number"], [part["tracking_number"] for part in split["related"]])
    expect_stock(hour.keeper, hour.sku, on_hand=7, reserved=7)
    hour.keeper.picture("stock")
    expect_stock(hour.keeper, hour.other, on_hand=0)
    expect(floor.queue(hour.clerk, "待审核5")).to_have_count(5)
