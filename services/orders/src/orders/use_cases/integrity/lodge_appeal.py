"""The seller appeals against a case of fake orders, in time and with evidence (rule ORD-6)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.integrity.suspicion import FakeOrderCase
from orders.store.integrity.cases import lock_case
from orders.store.integrity.policies import integrity_policy


async def lodge_appeal(uow: UnitOfWork, *, case_id: UUID, text: str, evidence: list[str]) -> FakeOrderCase:
    """Raises CaseNotFound, AppealThere, AppealTooLate."""
    case = await lock_case(uow, case_id=case_id, actor=uow.actor)
    _, policy = await integrity_policy(uow)
    case.appeal(text=text, evidence=evidence, actor=uow.actor, now=uow.now, appeal_days=policy.credit.appeal_days)
    uow.audit(
        "fake_order_case.appealed", noun="fake_order_case", noun_id=show_id("foc", case.id), after={"evidence": evidence}, reason=text
    )
    uow.changed("fake_order_case", show_id("foc", case.id))
    return case
