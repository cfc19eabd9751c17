"""The list is given up: its shipments wait again."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentsAdvanced, ShipmentStep
from warehouse.domain.pick_list import PickList, PickListState
from warehouse.store.gate import enter_together
from warehouse.store.pick_lists import lock_pick_list
from warehouse.store.shipment_picks import free_picks
from warehouse.store.shipments import lock_shipments_on_list


async def cancel_pick_list(uow: UnitOfWork, *, number: str, reason: str) -> PickList:
    """Raises PickListNotFound, PickListClosed."""
    await enter_together(uow.session)
    pick_list = await lock_pick_list(uow, number=number)
    pick_list.close(PickListState.CANCELLED, by=uow.actor.name, now=uow.now)
    shipments = await lock_shipments_on_list(uow, pick_list_id=pick_list.id)
    steps: list[ShipmentStep] = []
    for shipment in shipments:
        shipment.take_off_list(problem=None)
        steps.append(
            ShipmentStep(
                reference=shipment.reference,
                shipment_number=shipment.number,
                state=shipment.state,
                happened_at=uow.now,
                by=uow.actor.name,
            )
        )
    await free_picks(uow, shipments)
    if steps:
        uow.publish(ShipmentsAdvanced(steps=steps))
    uow.audit("pick_list.cancelled", noun="pick_list", noun_id=number, reason=reason)
    uow.changed("pick_list", number)
    uow.changed("shipment", *(shipment.number for shipment in shipments))
    return pick_list
