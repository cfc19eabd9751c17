"""An after-sales case was closed: if it is in a plan's sample, its buyer will be called back (rule CARE-5)."""

from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.callback_plan import Trigger
from orders.store.care.callbacks import Subject, plan_calls, plans_in_force


async def plan_calls_after_case(uow: UnitOfWork, *, case_id: UUID, order_id: UUID, shop_id: str, closed_at: datetime) -> None:
    """Told again, nothing is planned a second time."""
    subject = Subject(id=case_id, shop_id=shop_id, at=closed_at, order_id=order_id, case_id=case_id)
    for plan in await plans_in_force(uow, Trigger.AFTER_CASE):
        await plan_calls(uow, plan, [subject])
