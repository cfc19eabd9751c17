"""The buyer has paid what the goods of an exchange cost more: once, exactly, and then they go out (rules CARE-1, CARE-2)."""

from decimal import Decimal

from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case, CaseHappened
from orders.domain.aftersales.difference import (
    Difference,
    DifferenceNotAsked,
    DifferenceNotExact,
    DifferenceState,
    PaymentReferenceUsed,
)
from orders.domain.aftersales.states import PAYABLE, CaseState
from orders.domain.price_change import CurrencyOfOrder
from orders.store.aftersales.cases import note
from orders.store.aftersales.differences import lock_payment, payment_noted_elsewhere
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import send_replacement


async def note_difference_paid(uow: UnitOfWork, case: Case, *, amount: Decimal, currency: str, reference: str) -> None:
    """`case` is locked; the same payment told again changes nothing.

    Raises DifferenceNotAsked, DifferenceNotExact, CurrencyOfOrder, PaymentReferenceUsed.
    """
    difference = case.difference
    if difference is None:
        raise DifferenceNotAsked(number=case.number)
    _refuse_another_amount(difference, amount, currency)
    if difference.state != DifferenceState.ASKED and difference.reference == reference:
        return
    if not case.waits_for_payment or case.state not in PAYABLE:
        raise DifferenceNotAsked(number=case.number)
    await lock_payment(uow, shop_id=case.shop_id, reference=reference)
    if await payment_noted_elsewhere(uow, shop_id=case.shop_id, reference=reference):
        error = FieldError(pointer="/reference", code="payment_reference_used", zh="已登记过", en="is noted for another case")
        raise PaymentReferenceUsed(reference=reference, errors=[error])
    difference.state, difference.reference = DifferenceState.PAID, reference
    difference.paid_at, difference.paid_noted_by = uow.now, uow.actor.name
    case.touch()
    note(uow, case, CaseHappened.DIFFERENCE_PAID, amount=f"{amount:.2f}", reference=reference)
    if case.state == CaseState.AWAITING_PAYMENT:
        _, policy = await aftersales_policy_at(uow, moment=uow.now)
        await send_replacement(uow, case, policy)


def _refuse_another_amount(difference: Difference, amount: Decimal, currency: str) -> None:
    if currency != difference.currency:
        error = FieldError(pointer="/paid/currency", code="currency_differs", zh="与订单币种不一致", en="is not the order's currency")
        raise CurrencyOfOrder(currency=difference.currency, errors=[error])
    if amount != difference.amount:
        wanted = f"{difference.amount:.2f}"
        error = FieldError(pointer="/paid/amount", code="difference_not_exact", zh=f"应为 {wanted}", en=f"has to be {wanted}")
        raise DifferenceNotExact(amount=f"{wanted} {difference.currency}", errors=[error])
