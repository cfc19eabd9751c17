"""The walk is done: all is picked, or what was not found is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentsAdvanced, ShipmentStep
from warehouse.domain.pick_list import PickList, PickListState, ShipmentsNotOnList
from warehouse.domain.shipment import Shipment
from warehouse.store.gate import enter_together
from warehouse.store.pick_lists import lock_pick_list
from warehouse.store.shipment_picks import fetch_picks, free_picks
from warehouse.store.shipments import lock_shipments_on_list, numbers_withdrawn_from_list
from warehouse.store.stock import HeldStock


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortPick:
    """`missing` pieces of a SKU that were not found for a shipment."""

    shipment: str
    sku: str
    missing: int


async def confirm_pick_list(uow: UnitOfWork, *, number: str, short: Sequence[ShortPick]) -> PickList:
    """A shipment with something missing goes back to the waiting ones, with the problem written on it.

    Raises PickListNotFound, PickListClosed, ShipmentsNotOnList. Withdrawn shipments are passed over.
    """
    await enter_together(uow.session)
    pick_list = await lock_pick_list(uow, number=number)
    pick_list.close(PickListState.CONFIRMED, by=uow.actor.name, now=uow.now)
    shipments = await lock_shipments_on_list(uow, pick_list_id=pick_list.id)
    gone = await numbers_withdrawn_from_list(uow, pick_list_id=pick_list.id) if short else set[str]()
    _check(short, shipments, gone, number=number)
    missing: dict[str, list[str]] = {}
    for one in short:
        if one.shipment not in gone:
            missing.setdefault(one.shipment, []).append(f"{one.sku} × {one.missing}")
    for shipment in shipments:
        if shipment.number in missing:
            shipment.take_off_list(problem=f"{number}: " + ", ".join(missing[shipment.number]))
        else:
            shipment.note_picked(by=uow.actor.name, now=uow.now)
    # All rows at once, in one order: two walks that end at once must not wait for each other.
    await (await HeldStock.begin(uow)).hold({sku for shipment in shipments for sku in shipment.needs})
    await free_picks(uow, [shipment for shipment in shipments if shipment.number in missing])
    await fetch_picks(uow, [shipment for shipment in shipments if shipment.number not in missing], document=number)
    _tell(uow, pick_list, shipments, missing)
    return pick_list


def _check(short: Sequence[ShortPick], shipments: Sequence[Shipment], gone: set[str], *, number: str) -> None:
    needs = {shipment.number: shipment.needs for shipment in shipments}
    errors = [
        FieldError(pointer=f"/short/{place}", code="not_on_this_list", zh="不在该拣货单上，或数量超出", en="not on this list, or too many")
        for place, one in enumerate(short)
        if one.shipment not in gone and not 0 < one.missing <= needs.get(one.shipment, {}).get(one.sku, 0)
    ]
    if errors:
        raise ShipmentsNotOnList(errors=errors, count=len(errors), number=number)


def _tell(uow: UnitOfWork, pick_list: PickList, shipments: Sequence[Shipment], missing: dict[str, list[str]]) -> None:
    steps = [
        ShipmentStep(
            reference=shipment.reference,
            shipment_number=shipment.number,
            state=shipment.state,
            happened_at=uow.now,
            by=uow.actor.name,
        )
        for shipment in shipments
    ]
    if steps:
        uow.publish(ShipmentsAdvanced(steps=steps))
    after: dict[str, object] = {"picked": len(shipments) - len(missing), "short": missing}
    uow.audit("pick_list.confirmed", noun="pick_list", noun_id=pick_list.number, after=after)
    uow.changed("pick_list", pick_list.number)
    uow.changed("shipment", *(shipment.number for shipment in shipments))
