"""A parcel and what is expected come together."""

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.warehouse import ReturnArrived
from warehouse.domain.returns import ExpectedReturn, ReturnParcel
from warehouse.domain.warehouse import Warehouse
from warehouse.store.returns import enter_desk, find_expected_of_actor, find_parcel_of_actor

UNKNOWN_CARRIER = "OTHER"


async def match_return(uow: UnitOfWork, *, number: str, reference: str) -> ReturnParcel:
    """By hand: out of the pool, or one more expectation in the same parcel. Twice is once.

    Raises ReturnNotFound, ExpectationNotFound, ReturnIsClosed, ExpectationIsOver.
    """
    await enter_desk(uow)
    # Who is limited to shops sees no parcel of the pool; matching those is the work of the warehouse.
    parcel = await find_parcel_of_actor(uow, number=number)
    expected = await find_expected_of_actor(uow, reference=reference)
    await join(uow, parcel, expected)
    return parcel


async def join(uow: UnitOfWork, parcel: ReturnParcel, expected: ExpectedReturn) -> None:
    """At the desk. Raises ReturnIsClosed, ExpectationIsOver."""
    made = parcel.match(expected, match_id=new_id(), by=uow.actor.name, now=uow.now)
    if made is None:
        return
    await uow.session.flush()
    warehouse = await uow.session.get_one(Warehouse, parcel.warehouse_id)
    uow.publish(
        ReturnArrived(
            reference=expected.reference,
            return_number=made.number,
            warehouse_code=warehouse.code,
            carrier_code=parcel.carrier_code or expected.carrier_code or UNKNOWN_CARRIER,
            tracking_number=parcel.tracking_number,
            arrived_at=parcel.arrived_at,
            by=parcel.arrived_by,
        )
    )
    after: dict[str, object] = {"expected": expected.number, "match": made.number}
    uow.audit("return.matched", noun="return", noun_id=parcel.number, after=after)
    uow.changed("return", parcel.number)
    uow.changed("expected_return", expected.reference)
