"""Stop what has not left yet, and let those who wait have its stock."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.warehouse import ShipmentWithdrawn, WithdrawalRefused
from warehouse.domain.reservation import ReservationState
from warehouse.domain.shipment import Shipment, ShipmentAlreadyShipped
from warehouse.store.gate import enter_alone
from warehouse.store.reservations import find_reservations, give_back, note_released_unasked, serve_waiting, tell_reserved
from warehouse.store.shipment_picks import free_picks
from warehouse.store.shipments import lock_shipments_of_references
from warehouse.store.stock import HeldStock


async def withdraw_shipments(uow: UnitOfWork, *, references: Sequence[str], reason: str, keeps_stock: bool = False) -> None:
    """Each reference is answered: withdrawn, or refused because its parcel has left. Without a shipment its reservation is given back.

    `keeps_stock`: reservations stay as they are.
    """
    await enter_alone(uow.session)
    stock = await HeldStock.begin(uow)
    gone = await _stop_all(uow, references, reason=reason)
    known = await find_reservations(uow, references=[reference for reference in references if reference not in gone])
    # A shipment is made under the lock of its reservation. One that was being made while we looked is seen now, and no more can come.
    gone |= await _stop_all(uow, list(known), reason=reason)
    stopped = [reference for reference in dict.fromkeys(references) if reference not in gone]
    if keeps_stock:
        uow.publish(*(ShipmentWithdrawn(reference=reference, withdrawn_at=uow.now, stock_kept=True) for reference in stopped))
        return
    await note_released_unasked(uow, references=[reference for reference in stopped if reference not in known])
    live = [one for one in known.values() if one.state in (ReservationState.WAITING, ReservationState.RESERVED)]
    freed = await give_back(uow, stock=stock, known=live)
    results = await serve_waiting(uow, stock=stock, skus=freed)
    await stock.save()
    for one in live:
        uow.audit("stock.released", noun="reservation", noun_id=one.reference, before={"state": one.state}, reason=reason)
    uow.publish(*(ShipmentWithdrawn(reference=reference, withdrawn_at=uow.now) for reference in stopped))
    tell_reserved(uow, results)
    uow.changed("reservation")


async def _stop_all(uow: UnitOfWork, references: Sequence[str], *, reason: str) -> set[str]:
    """Stops their shipments; gives the references of those that have left."""
    shipments = await lock_shipments_of_references(uow, references=references)
    left = {shipment.reference for shipment in shipments if not _stop(uow, shipment, reason=reason)}
    await free_picks(uow, [shipment for shipment in shipments if shipment.reference not in left])
    return left


def _stop(uow: UnitOfWork, shipment: Shipment, *, reason: str) -> bool:
    """False when it has left already; then that is told."""
    before = shipment.state
    try:
        shipment.withdraw(reason=reason, now=uow.now)
    except ShipmentAlreadyShipped:
        uow.publish(WithdrawalRefused(reference=shipment.reference, state=shipment.state, refused_at=uow.now))
        return False
    uow.audit("shipment.withdrawn", noun="shipment", noun_id=shipment.number, before={"state": before}, reason=reason)
    uow.changed("shipment", shipment.number)
    return True
