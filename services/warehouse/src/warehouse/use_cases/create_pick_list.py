"""Put waiting shipments on a list for one walk."""

from collections.abc import Sequence

from chassis.ids import new_id
from chassis.refusals import FieldError, Refusal
from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentsAdvanced, ShipmentStep
from warehouse.domain.pick_list import NothingToPick, PickList, PickListState, ShipmentsNotPickable
from warehouse.domain.shipment import Shipment, ShipmentNotFound, ShipmentState
from warehouse.store.gate import enter_together
from warehouse.store.numbers import take_pick_list_number
from warehouse.store.places import find_warehouse
from warehouse.store.shipment_picks import plan_picks
from warehouse.store.shipments import lock_shipments, offer_waiting


async def create_pick_list(uow: UnitOfWork, *, warehouse: str, shipments: Sequence[str] | None, next_count: int) -> PickList:
    """The named `shipments`, all or nothing, or the `next_count` that have waited longest.

    Raises WarehouseNotFound, NothingToPick, ShipmentsNotPickable.
    """
    await enter_together(uow.session)
    place = await find_warehouse(uow, code=warehouse)
    numbers = shipments if shipments is not None else await offer_waiting(uow, warehouse_id=place.id, count=next_count)
    found = await lock_shipments(uow, numbers=numbers)
    if not found and shipments is None:
        raise NothingToPick(warehouse=warehouse)
    pick_list = PickList(
        id=new_id(),
        number=await take_pick_list_number(uow),
        warehouse_id=place.id,
        state=PickListState.OPEN,
        shipment_count=len(found),
        created_at=uow.now,
        created_by=uow.actor.name,
        version=1,
    )
    uow.session.add(pick_list)
    await uow.session.flush()
    errors = _put_on(pick_list, found, asked=list(dict.fromkeys(numbers)))
    if errors:
        raise ShipmentsNotPickable(errors=errors, count=len(errors))
    await plan_picks(uow, found)
    _tell(uow, pick_list, found)
    return pick_list


def _put_on(pick_list: PickList, found: Sequence[Shipment], *, asked: Sequence[str]) -> list[FieldError]:
    by_number = {shipment.number: shipment for shipment in found if shipment.warehouse_id == pick_list.warehouse_id}
    errors: list[FieldError] = []
    for place, number in enumerate(asked):
        try:
            if number not in by_number:
                raise ShipmentNotFound(number=number)
            by_number[number].put_on_list(pick_list.id)
        except Refusal as refusal:
            zh, en = refusal.sentence("zh-CN"), refusal.sentence("en-US")
            errors.append(FieldError(pointer=f"/shipments/{place}", code=refusal.code, zh=zh, en=en))
    return errors


def _tell(uow: UnitOfWork, pick_list: PickList, shipments: Sequence[Shipment]) -> None:
    steps = [
        ShipmentStep(
            reference=shipment.reference,
            shipment_number=shipment.number,
            state=ShipmentState.PICKING,
            happened_at=uow.now,
            by=uow.actor.name,
        )
        for shipment in shipments
    ]
    uow.publish(ShipmentsAdvanced(steps=steps))
    numbers = [shipment.number for shipment in shipments]
    uow.audit("pick_list.created", noun="pick_list", noun_id=pick_list.number, after={"shipments": numbers})
    uow.changed("pick_list", pick_list.number)
    uow.changed("shipment", *numbers)
