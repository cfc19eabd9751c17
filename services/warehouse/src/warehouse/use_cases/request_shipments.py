"""Make shipments of what is reserved."""

from collections.abc import Sequence

import structlog

from chassis.refusals import Conflict
from chassis.uow import UnitOfWork
from contracts.warehouse import RequestShipments, ShipmentRequest, ShipmentsAdvanced, ShipmentStep
from warehouse.domain.reservation import ReservationState, needs_of
from warehouse.domain.shipment import ShipmentState
from warehouse.store.reservations import Known, find_reservations, needs_of_reservations
from warehouse.store.shipments import NewShipment, add_shipments, references_with_shipment

log = structlog.get_logger()
NO_LONGER_WANTED = (ReservationState.RELEASED, ReservationState.RELEASED_UNASKED, ReservationState.CONSUMED)


class NothingReserved(Conflict):
    code = "nothing_reserved"
    rule = "WMS-2"
    zh = "{references} 没有与发货请求一致的库存预留，不能发货。"
    en = "There is no reservation of what is to be shipped for {references}."


async def request_shipments(uow: UnitOfWork, *, shipments: Sequence[ShipmentRequest]) -> None:
    """A reference with a live shipment gets no second one; one that was released meanwhile gets none.

    Raises NothingReserved when none of the envelope can be carried out. Else those that cannot go into an envelope of their own: they come
    to a person as a dead letter, and hold up nobody else.
    """
    wanted = {shipment.reference: shipment for shipment in reversed(shipments)}
    known = await find_reservations(uow, references=wanted)
    there = await references_with_shipment(uow, references=wanted)
    reserved = await needs_of_reservations(uow, ids=[one.id for one in known.values() if one.state == ReservationState.RESERVED])
    new: list[NewShipment] = []
    refused: list[ShipmentRequest] = []
    for reference in dict.fromkeys(shipment.reference for shipment in shipments):
        request, reservation = wanted[reference], known.get(reference)
        if reference in there:
            continue
        if reservation is not None and reservation.state in NO_LONGER_WANTED:
            log.info("shipment no longer wanted", reference=reference, reservation=reservation.state)
        elif reservation is None or needs_of(request.lines) != reserved.get(reservation.id):
            refused.append(request)
        else:
            new.append(_new(request, reservation, reserved[reservation.id]))
    if refused and len(refused) == len(wanted):
        raise NothingReserved(references=", ".join(request.reference for request in refused[:5]))
    if refused:
        uow.publish(RequestShipments(shipments=refused))
    if new:
        await _add(uow, new)


def _new(request: ShipmentRequest, reservation: Known, needs: dict[str, int]) -> NewShipment:
    assert reservation.warehouse_id is not None, "a constraint holds that what is reserved names its warehouse"
    return NewShipment(request=request, reservation_id=reservation.id, warehouse_id=reservation.warehouse_id, needs=needs)


async def _add(uow: UnitOfWork, new: Sequence[NewShipment]) -> None:
    numbers = await add_shipments(uow, new=new)
    steps: list[ShipmentStep] = []
    for number, one in zip(numbers, new, strict=True):
        reference = one.request.reference
        steps.append(
            ShipmentStep(reference=reference, shipment_number=number, state=ShipmentState.WAITING, happened_at=uow.now, by=uow.actor.name)
        )
        uow.audit("shipment.requested", noun="shipment", noun_id=number, after={"reference": reference})
    uow.publish(ShipmentsAdvanced(steps=steps))
    uow.changed("shipment", *numbers)
