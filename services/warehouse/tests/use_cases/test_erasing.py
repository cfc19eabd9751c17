"""Whom a shipment went to is erased; what is on its way out keeps its label (rule ORD-5)."""

import pytest
from sqlalchemy import text

from chassis.testing import caller
from warehouse.use_cases.forget_receivers import forget_receivers

from ..floor import Floor

SEALED = text("SELECT receiver_sealed FROM shipment WHERE reference = :reference")


async def receiver_of(floor: Floor, reference: str) -> dict[str, str]:
    async with floor.context.new_system_uow("test") as uow:
        return uow.sealer.open(await uow.session.scalar(SEALED, {"reference": reference}))


@pytest.mark.rule("ORD-5")
async def test_only_what_has_left_is_forgotten_whatever_the_attempt(floor: Floor) -> None:
    sent = await floor.make_shipped("ord_a.2")
    waiting = await floor.make_shipment("ord_b", sku="B")
    other = await floor.make_shipped("ord_c", tracking_number="SF1000000000009")
    numbers = [f"SO-{reference.upper()}" for reference in ("ord_a.2", "ord_b", "ord_c")]
    for _ in range(2):
        async with floor.context.new_system_uow("test") as uow:
            await forget_receivers(uow, references=["ord_a", "ord_b"], numbers=numbers)
            await uow.commit()
    assert set((await receiver_of(floor, "ord_a.2")).values()) == {""}
    assert (await receiver_of(floor, "ord_b"))["phone"] != ""
    assert (await receiver_of(floor, "ord_c"))["phone"] != "", "another customer's, though its number was named"
    for number in (sent, waiting, other):
        assert (await floor.get(f"/v1/shipments/{number}")).status_code == 200
    label = await floor.client.get(f"/v1/shipments/{sent}", headers=caller("warehouse.*"))
    assert label.json()["shipment"]["state"] == "shipped"
