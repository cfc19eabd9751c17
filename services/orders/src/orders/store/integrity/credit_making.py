"""A case costs its shop credit, an upheld appeal gives it back; a malicious refund costs the buyer (rule CHN-9)."""

from decimal import Decimal
from typing import Any

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.orders import ShopCreditChanged
from orders.domain.integrity.credit import Credit, CreditWhat, Party, Standing
from orders.domain.integrity.policy import CreditTerms
from orders.domain.integrity.suspicion import FakeOrderCase
from orders.domain.order import Order
from orders.store.integrity.credit import lock_credit, note_entry
from orders.store.knowledge import knowledge_changed

FINE_CURRENCY = "CNY"


async def charge_case(uow: UnitOfWork, case: FakeOrderCase, *, terms: CreditTerms, reason: str) -> None:
    credit = await lock_credit(uow, party=Party.SHOP, shop_id=case.shop_id, buyer_id="", terms=terms)
    before = credit.points
    credit.lose_for_case(terms, now=uow.now)
    fine = terms.fine_amount if credit.standing == Standing.FINED else None
    facts: dict[str, Any] = {"orders": case.orders, "amount": f"{case.amount:.2f}", "currency": case.currency}
    if fine is not None:
        facts |= {"fine": f"{fine:.2f}", "fine_currency": FINE_CURRENCY}
    note_entry(uow, credit, what=CreditWhat.CASE, points_before=before, subject_id=case.id, facts=facts, reason=reason)
    await _tell(uow, credit, case, before=before, fine=fine, reason=reason)


async def give_back(uow: UnitOfWork, case: FakeOrderCase, *, terms: CreditTerms, reason: str) -> None:
    credit = await lock_credit(uow, party=Party.SHOP, shop_id=case.shop_id, buyer_id="", terms=terms)
    before = credit.points
    credit.win_back(terms, now=uow.now)
    facts = {"orders": case.orders, "amount": f"{case.amount:.2f}", "currency": case.currency}
    note_entry(uow, credit, what=CreditWhat.APPEAL_UPHELD, points_before=before, subject_id=case.id, facts=facts, reason=reason)
    await _tell(uow, credit, case, before=before, fine=None, reason=reason)


async def charge_malicious_refund(uow: UnitOfWork, order: Order, *, terms: CreditTerms, reason: str) -> Credit:
    credit = await lock_credit(uow, party=Party.BUYER, shop_id=order.shop_id, buyer_id=order.buyer_id, terms=terms)
    before = credit.points
    credit.note_malicious_refund(terms, now=uow.now)
    facts = {"order": order.number, "refunds": credit.cases}
    note_entry(uow, credit, what=CreditWhat.MALICIOUS_REFUND, points_before=before, subject_id=order.id, facts=facts, reason=reason)
    await knowledge_changed(uow)
    return credit


async def _tell(uow: UnitOfWork, credit: Credit, case: FakeOrderCase, *, before: int, fine: Decimal | None, reason: str) -> None:
    # Review knows which shops are restricted.
    await knowledge_changed(uow)
    uow.publish(
        ShopCreditChanged(
            shop_id=credit.shop_id,
            case_id=show_id("foc", case.id),
            points_before=before,
            points_after=credit.points,
            standing=str(credit.standing),
            fine=fine,
            currency=FINE_CURRENCY,
            reason=reason,
            by=uow.actor.name,
            by_id=uow.actor.id,
            changed_at=uow.now,
        )
    )
