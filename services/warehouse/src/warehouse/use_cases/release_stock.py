"""Give back what references hold, and let those who wait have it."""

from collections.abc import Sequence

from chassis.uow import UnitOfWork
from contracts.warehouse import StockReleased
from warehouse.domain.reservation import ReservationState
from warehouse.store.gate import enter_alone
from warehouse.store.reservations import find_reservations, give_back, note_released_unasked, serve_waiting, tell_reserved
from warehouse.store.shipments import references_being_shipped
from warehouse.store.stock import HeldStock


async def release_stock(uow: UnitOfWork, *, references: Sequence[str], reason: str) -> None:
    """References with a shipment under way are left alone: their goods are being carried out, WithdrawShipments stops those."""
    await enter_alone(uow.session)
    stock = await HeldStock.begin(uow)
    known = await find_reservations(uow, references=references)
    # Only now: a shipment is made under the lock of its reservation, so one that was being made is there, and no more can come.
    under_way = await references_being_shipped(uow, references=references)
    await note_released_unasked(uow, references=[reference for reference in references if reference not in known])
    live = [
        one
        for one in known.values()
        if one.state in (ReservationState.WAITING, ReservationState.RESERVED) and one.reference not in under_way
    ]
    if not live:
        return
    freed = await give_back(uow, stock=stock, known=live)
    results = await serve_waiting(uow, stock=stock, skus=freed)
    await stock.save()
    uow.publish(StockReleased(references=[one.reference for one in live], released_at=uow.now))
    tell_reserved(uow, results)
    for one in live:
        uow.audit("stock.released", noun="reservation", noun_id=one.reference, before={"state": one.state}, reason=reason)
    uow.changed("reservation")
