"""Nothing is expected any more."""

from chassis.uow import UnitOfWork
from warehouse.domain.expected_return import ExpectationState, ExpectedReturn
from warehouse.store.returns import enter_desk, find_expected


async def withdraw_return(uow: UnitOfWork, *, reference: str, reason: str) -> None:
    """What has arrived already is inspected all the same. One that was not told of yet is remembered as withdrawn."""
    await enter_desk(uow)
    expected = await find_expected(uow, reference=reference)
    if expected is None:
        expected = ExpectedReturn.not_told_of(reference, now=uow.now)
        uow.session.add(expected)
    if expected.state == ExpectationState.INSPECTED or expected.withdrawn_at is not None:
        return
    before = expected.state
    expected.withdraw(reason=reason, now=uow.now)
    uow.audit("expected_return.withdrawn", noun="expected_return", noun_id=reference, before={"state": before}, reason=reason)
    uow.changed("expected_return", reference)
