"""Goods are on their way back."""

from chassis.uow import UnitOfWork
from contracts.warehouse import ExpectReturn
from warehouse.domain.carrier import plain_number
from warehouse.domain.expected_return import ExpectationState, ExpectedReturn, ExpectedReturnLine, check_expected
from warehouse.domain.reservation import needs_of
from warehouse.domain.returns import ReturnState
from warehouse.store.returns import enter_desk, find_expected, join_return, parcel_under


async def expect_return(uow: UnitOfWork, *, told: ExpectReturn) -> None:
    """What is told again replaces what was; goods that were received stay as they are. A parcel in the pool under its number is matched.

    Raises ExpectationMalformed.
    """
    needs = needs_of(told.lines)
    check_expected(reference=told.reference, needs=needs)
    await enter_desk(uow)
    expected = await find_expected(uow, reference=told.reference)
    if expected is None:
        expected = ExpectedReturn.not_told_of(told.reference, now=uow.now)
        uow.session.add(expected)
    if expected.state == ExpectationState.INSPECTED:
        return
    stays_withdrawn = expected.state == ExpectationState.WITHDRAWN and not expected.number
    _take(expected, told)
    if not expected.was_received:
        await _replace_lines(uow, expected, needs)
    if stays_withdrawn:
        # Its withdrawal came first, as two messages may.
        return
    if expected.state == ExpectationState.WITHDRAWN:
        expected.state = ExpectationState.EXPECTED
    expected.withdrawn_at = expected.withdrawn_reason = None
    await uow.session.flush()
    uow.changed("expected_return", expected.reference)
    if expected.tracking_number is not None:
        parcel = await parcel_under(uow, tracking_number=expected.tracking_number)
        if parcel is not None and parcel.state in (ReturnState.UNKNOWN, ReturnState.WAITING):
            await join_return(uow, parcel, expected)


def _take(expected: ExpectedReturn, told: ExpectReturn) -> None:
    expected.owner, expected.number, expected.order_number = told.owner, told.number, told.order_number
    expected.shop_name, expected.note, expected.carrier_code = told.shop_name, told.note, told.carrier_code
    expected.tracking_number = plain_number(told.tracking_number) or None if told.tracking_number else None


async def _replace_lines(uow: UnitOfWork, expected: ExpectedReturn, needs: dict[str, int]) -> None:
    kept = {line.sku: line for line in expected.lines}
    for sku, line in kept.items():
        if sku not in needs:
            expected.lines.remove(line)
    for sku, quantity in needs.items():
        if sku in kept:
            kept[sku].quantity = quantity
        else:
            expected.lines.append(ExpectedReturnLine(sku=sku, quantity=quantity, found_quantity=0))
    await uow.session.flush()
