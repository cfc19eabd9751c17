"""From request to shipped, and every way it may be stopped."""

from ..floor import Floor


async def test_a_shipment_walks_all_its_steps(floor: Floor) -> None:
    number = await floor.make_shipped()
    shown = (await floor.get(f"/v1/shipments/{number}")).json()
    assert shown["shipment"]["state"] == "shipped"
    assert await floor.level("A") == (0, 0)
    assert await floor.differences() == []
