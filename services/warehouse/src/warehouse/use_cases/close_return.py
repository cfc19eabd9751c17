"""A returned parcel is inspected to the end: the stock is booked, and each of its expectations is told (rule CARE-2)."""

from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import InspectedLine, ReturnInspected
from warehouse.domain.ledger import Entry, MovementKind
from warehouse.domain.returns import Booking, Rest, ReturnFinding, ReturnMatch, ReturnParcel, Verdict, bookings_of
from warehouse.domain.warehouse import BinKind
from warehouse.store.gate import enter_alone
from warehouse.store.reservations import serve_waiting, tell_reserved
from warehouse.store.returns import enter_desk, find_parcel_of_actor, lies_in_open_parcels
from warehouse.store.stock import HeldStock


async def close_return(uow: UnitOfWork, *, number: str, rest: Rest) -> ReturnParcel:
    """Good pieces go to those who wait for them, at once. What may lie in a further parcel of an expectation is never missing yet.

    Raises ReturnNotFound, ReturnIsClosed, ReturnIsUnknown, NothingInspected.
    """
    # The gate even for those that change no stock: what was found is known only after the desk, and that comes later in the lock order.
    await enter_alone(uow.session)
    await enter_desk(uow)
    parcel = await find_parcel_of_actor(uow, number=number)
    parcel.must_be_matched()
    expected_ids = [match.expected_return_id for match in parcel.matches]
    elsewhere = await lies_in_open_parcels(uow, expected_ids=expected_ids, besides=parcel.id)
    if rest is Rest.MISSING:
        _note_missing(uow, parcel, besides=elsewhere)
    parcel.close(by=uow.actor.name, now=uow.now)
    stock = await HeldStock.begin(uow)
    await _book(uow, stock, parcel, bookings_of(parcel.findings))
    for match in parcel.matches:
        _tell(uow, match, parcel, warehouse_code=stock.codes[parcel.warehouse_id])
        match.expected.settle(other_parcels=match.expected_return_id in elsewhere)
        uow.changed("expected_return", match.expected.reference)
    pieces = {verdict.value: sum(one.quantity for one in parcel.findings if one.verdict == verdict) for verdict in Verdict}
    uow.audit("return.inspected", noun="return", noun_id=number, after={**pieces, "rest": rest})
    uow.changed("return", number)
    return parcel


def _note_missing(uow: UnitOfWork, parcel: ReturnParcel, *, besides: set[UUID]) -> None:
    for match in parcel.matches:
        for line in match.expected.lines if match.expected_return_id not in besides else []:
            if line.left:
                parcel.findings.append(
                    ReturnFinding(
                        id=new_id(),
                        expected_return_id=match.expected_return_id,
                        sku=line.sku,
                        quantity=line.left,
                        verdict=Verdict.MISSING,
                        note="",
                        found_at=uow.now,
                        found_by=uow.actor.name,
                    )
                )
                line.found_quantity = line.quantity


async def _book(uow: UnitOfWork, stock: HeldStock, parcel: ReturnParcel, booked: dict[str, Booking]) -> None:
    if not booked:
        return
    await stock.open_rows((sku, parcel.warehouse_id) for sku in booked)
    await stock.hold_cards(booked)
    for sku, booking in booked.items():
        for kind, area, quantity in (
            (MovementKind.RETURN, BinKind.RETURNS, booking.good),
            (MovementKind.DEFECT, BinKind.DEFECTIVE, booking.damaged),
        ):
            if quantity:
                stock.write(
                    Entry(
                        sku=sku,
                        warehouse_id=parcel.warehouse_id,
                        bin_id=stock.cards.area(parcel.warehouse_id, area),
                        state=kind.state,
                        kind=kind,
                        quantity=quantity,
                        reason="returned",
                        document=parcel.number,
                    )
                )
    results = await serve_waiting(uow, stock=stock, skus=sorted(sku for sku, booking in booked.items() if booking.good))
    await stock.save()
    tell_reserved(uow, results)


def _tell(uow: UnitOfWork, match: ReturnMatch, parcel: ReturnParcel, *, warehouse_code: str) -> None:
    """A match of which nothing was found here is not told: it was matched by mistake, or its goods come in another parcel."""
    lines = [
        InspectedLine(sku=one.sku, quantity=one.quantity, verdict=Verdict(one.verdict).value, note=one.note)
        for one in parcel.findings
        if one.expected_return_id == match.expected_return_id
    ]
    if not lines:
        return
    match.told_at = uow.now
    uow.publish(
        ReturnInspected(
            reference=match.expected.reference,
            return_number=match.number,
            warehouse_code=warehouse_code,
            lines=lines,
            inspected_at=uow.now,
            by=uow.actor.name,
        )
    )
