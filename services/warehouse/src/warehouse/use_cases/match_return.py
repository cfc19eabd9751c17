"""A parcel and what is expected come together."""

from chassis.uow import UnitOfWork
from warehouse.domain.returns import ReturnParcel
from warehouse.store.returns import enter_desk, find_expected_of_actor, find_parcel_of_actor, join_return


async def match_return(uow: UnitOfWork, *, number: str, reference: str) -> ReturnParcel:
    """By hand: out of the pool, or one more expectation in the same parcel. Twice is once.

    Raises ReturnNotFound, ExpectationNotFound, ReturnIsClosed, ExpectationIsOver.
    """
    await enter_desk(uow)
    # Who is limited to shops sees no parcel of the pool; matching those is the work of the warehouse.
    parcel = await find_parcel_of_actor(uow, number=number)
    expected = await find_expected_of_actor(uow, reference=reference)
    await join_return(uow, parcel, expected)
    return parcel
