"""Orders with a planted ring, as workflow 11 has them: through the API of the mall that takes them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tests.acceptance.world import Order, World

DESK = "/orders/v1/integrity"
HEAVY_G = 1200
NORMAL_ORDERS = 190
RING = 8
STREET = "荣军路 27 号 3 幢"


def heavy_sku(world: World, *, pieces: int) -> str:
    """A SKU whose pieces weigh 1.2 kg."""
    sku = world.sku(pieces)
    [found] = world.call("POST", "/catalog/v1/skus/lookup", json={"skus": [sku]})["data"]
    version = {"If-Match": f'"{found["version"]}"'}
    world.call("PATCH", f"/catalog/v1/skus/{found['id']}", json={"weight_g": HEAVY_G}, headers=version)
    known = "orders.integrity_weight WHERE sku = %s AND weight_g = %s"
    world.eventually(lambda: world.company.count(known, sku, HEAVY_G) == 1, what="its weight is known")
    return sku


def bought(world: World, shop: str, sku: str, *, price: str, when: datetime, **changes: Any) -> Order:
    at = when.isoformat()
    return world.body(shop, sku=sku, price=price, placed_at=at, paid_at=at, modified_at=at, **changes)


def at_the_drop(world: World, order: Order) -> Order:
    """The ring's address, under another name each time."""
    return order | {
        "receiver": order["receiver"] | {"province": "浙江省", "city": "嘉兴市", "district": "南湖区", "town": "", "street": STREET}
    }


def hand_in(world: World, orders: list[Order]) -> None:
    made = world.call("POST", "/orders/v1/orders/batch", json={"orders": orders})
    assert made["made"] == len(orders), made


def observe(world: World, orders: list[Order], **told: Any) -> None:
    """Told again until the orders have been marked."""
    wanted = [{"shop_id": order["shop_id"], "platform_order_no": order["platform_order_no"], **told} for order in orders]
    world.eventually(
        lambda: world.call("POST", f"{DESK}/observations", json={"observations": wanted})["noted"] == len(wanted), what="it is noted"
    )


def send_empty(world: World, order: Order) -> None:
    """A parcel of 20 g leaves for goods of 1.2 kg: somebody let it pass the scale."""
    shipment = world.shipment_of(order)
    world.pick(shipment)
    for line in world.call("GET", f"/warehouse/v1/shipments/{shipment}")["lines"]:
        world.call("POST", f"/warehouse/v1/shipments/{shipment}/scans", json={"barcode": line["barcode"]})
    world.call("POST", f"/warehouse/v1/shipments/{shipment}/pack", json={"weight_g": 20})
    world.call("POST", f"/warehouse/v1/shipments/{shipment}/weigh", json={"weight_g": 20, "accept": "老板让发"})
    world.put_waybill(shipment)
    world.call("POST", f"/warehouse/v1/shipments/{shipment}/ship")


def orders_with_a_ring(
    world: World, shop: str, sku: str, *, now: datetime, apart: timedelta = timedelta(days=1)
) -> tuple[list[Order], list[Order]]:
    """200 orders worth 20,000; among them a ring of 8 worth 1,600, and two real buyers who live at its address and had a friend pay.

    They were placed over 29 times `apart` before `now`. Given back are the ring's and the two buyers'.
    """
    normal = [
        bought(world, shop, sku, price="96.00", when=now - (1 + number % 28 + number / 1000) * apart) for number in range(NORMAL_ORDERS)
    ]
    neighbours = [at_the_drop(world, bought(world, shop, sku, price="80.00", when=now - (2 + number) * apart)) for number in range(2)]
    ring = [at_the_drop(world, bought(world, shop, sku, price="200.00", when=now - (0.1 + number) * apart)) for number in range(RING)]
    paid = sum(Decimal(order["paid_amount"]["amount"]) for order in (*normal, *neighbours, *ring))
    assert (len(normal) + len(neighbours) + len(ring), paid) == (200, Decimal("20000.00"))
    hand_in(world, [*normal, *neighbours, *ring])
    return ring, neighbours


def ring_shows_itself(world: World, ring: list[Order], neighbours: list[Order]) -> None:
    """One address is not enough. What comes after tells: empty parcels, one payer, no look at the goods, praise at once."""
    placed = [world.becomes(order["platform_order_no"], status="allocated") for order in ring]
    for order in placed:
        send_empty(world, order)
    observe(world, ring, payer="wx-ring-account", browsed_seconds=0, praised_after_seconds=5)
    observe(world, neighbours, payer="wx-ring-account")
