"""Who is trusted has the money back as soon as the parcel's number is told; the inspection then only says whether that was right (CARE-2)."""

from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.kinds import CaseKind
from orders.store.aftersales.money import lock_money, refund_of_case
from orders.store.aftersales.policies import aftersales_policy_at
from orders.store.aftersales.settling import pay_ahead
from orders.store.aftersales.trust import trust_of


async def refund_trusted(uow: UnitOfWork, case: Case) -> None:
    """`case` is locked, agreed to, and its parcel is told. Does nothing above the limits, or where it was done."""
    if case.kind != CaseKind.RETURN_AND_REFUND or case.amount == 0:
        return
    await lock_money(uow, order_id=case.order_id)
    if await refund_of_case(uow, case_id=case.id) is not None:
        return
    _, policy = await aftersales_policy_at(uow, moment=uow.now)
    trust = await trust_of(uow, case, policy)
    if trust is not None and case.amount <= trust.left:
        await pay_ahead(uow, case, level=trust.level)
