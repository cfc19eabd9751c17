"""Parcels leave: the reservation is used up, the goods go out of the ledger, and the shop is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.refusals import Refusal
from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentShipped, StockLine
from warehouse.domain.shipment import Shipment, ShipmentNotFound
from warehouse.store.gate import enter_together
from warehouse.store.parcels import link_parcels
from warehouse.store.reservations import consume_reservations
from warehouse.store.shipment_picks import ship_picks
from warehouse.store.shipments import lock_shipments
from warehouse.store.stock import HeldStock


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """`refusal` None: it has left."""

    number: str
    refusal: Refusal | None


async def ship_shipments(uow: UnitOfWork, *, numbers: Sequence[str]) -> list[Outcome]:
    """Each for itself: one that cannot leave holds up no other. The outcomes are in the order asked."""
    await enter_together(uow.session)
    found = {shipment.number: shipment for shipment in await lock_shipments(uow, numbers=numbers)}
    outcomes: dict[str, Outcome] = {}
    leaving: list[Shipment] = []
    for number in dict.fromkeys(numbers):
        refusal: Refusal | None = None
        try:
            if number not in found:
                raise ShipmentNotFound(number=number)
            found[number].ship(by=uow.actor.name, now=uow.now)
            leaving.append(found[number])
        except Refusal as said:
            refusal = said
        outcomes[number] = Outcome(number=number, refusal=refusal)
    if leaving:
        await _carry_out(uow, leaving)
    return list(outcomes.values())


async def _carry_out(uow: UnitOfWork, leaving: Sequence[Shipment]) -> None:
    await consume_reservations(uow, ids=[shipment.reservation_id for shipment in leaving])
    stock = await HeldStock.begin(uow)
    await ship_picks(uow, leaving)
    for shipment in leaving:
        _tell(uow, shipment, warehouse_code=stock.codes[shipment.warehouse_id])
    await stock.save()
    await uow.session.flush()
    shipped = {(one.carrier_code or "", one.tracking_number or ""): one for one in leaving}
    await link_parcels(uow, shipped=shipped)


def _tell(uow: UnitOfWork, shipment: Shipment, *, warehouse_code: str) -> None:
    assert shipment.carrier_code is not None
    assert shipment.tracking_number is not None
    uow.publish(
        ShipmentShipped(
            reference=shipment.reference,
            shipment_number=shipment.number,
            warehouse_code=warehouse_code,
            carrier_code=shipment.carrier_code,
            tracking_number=shipment.tracking_number,
            weight_g=shipment.weight_g,
            lines=[StockLine(sku=sku, quantity=quantity) for sku, quantity in shipment.needs.items()],
            shipped_at=uow.now,
            by=uow.actor.name,
        )
    )
    after: dict[str, object] = {"carrier": shipment.carrier_code, "tracking_number": shipment.tracking_number}
    uow.audit("shipment.shipped", noun="shipment", noun_id=shipment.number, after=after)
    uow.changed("shipment", shipment.number)
