"""Who is limited to certain shops sees their goods on the floor and nobody else's (rule ORD-5)."""

from typing import Any

import pytest

from tests.acceptance.world import Person, World

FLOOR = ("warehouse.stock.read", "warehouse.shipments.read", "warehouse.shipments.pick", "warehouse.parcels.read", "warehouse.labels.print")


def rows(person: Person, path: str) -> list[dict[str, Any]]:
    answer = person.ask("GET", path)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


@pytest.mark.rule("ORD-5")
def test_another_shops_clerk_finds_nothing_on_the_floor(world: World) -> None:
    own, other = world.shop(), world.shop()
    sku = world.sku(2)
    sent, waiting = world.allocated(own, sku=sku), world.allocated(own, sku=sku)
    shipments = [world.shipment_of(order) for order in (sent, waiting)]
    tracking = world.send(sent)
    short = world.body(own, sku=sku)
    world.place(short)
    reference = world.becomes(short["platform_order_no"], reservation="short")["id"]

    lists = {
        f"/warehouse/v1/shipments?q={sent['number']}": [shipments[0]],
        f"/warehouse/v1/shipments?q={waiting['number']}": [shipments[1]],
        f"/warehouse/v1/parcels?q={tracking}": [tracking],
        f"/warehouse/v1/reservations?state=waiting&reference={reference}": [reference],
    }
    pages = [
        f"/warehouse/v1/shipments/{shipments[1]}",
        f"/warehouse/v1/shipments/{shipments[1]}/label",
        f"/warehouse/v1/parcels/SF/{tracking}",
    ]
    stranger = world.person(*FLOOR, shops=[other])
    for path in lists:
        assert rows(stranger, path) == [], path
    assert rows(stranger, "/warehouse/v1/shipments") == rows(stranger, "/warehouse/v1/parcels") == []
    assert [stranger.ask("GET", path).status_code for path in pages] == [404] * len(pages)
    for clerk in (world.person(*FLOOR, shops=[own]), world.person(*FLOOR)):
        for path, expected in lists.items():
            seen = [row.get("tracking_number" if "parcels" in path else "number") or row["reference"] for row in rows(clerk, path)]
            assert seen == expected, path
        assert [clerk.ask("GET", path).status_code for path in pages] == [200] * len(pages)
