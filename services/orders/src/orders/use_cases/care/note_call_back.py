"""A call-back has its result: what it says of the order's products and of service (rules CARE-4, CARE-7)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.quality import QualityKind, Told
from orders.domain.care.service_figures import FactKind
from orders.store.care.case_facts import only_sku
from orders.store.care.quality_entries import put_quality
from orders.store.care.service_facts import put_service_facts


@dataclass(frozen=True, kw_only=True)
class CallBackResult:
    call_back_id: UUID
    shop_id: str
    order_id: UUID | None
    customer_id: UUID | None
    outcome: str
    satisfaction: int | None
    in_time: bool
    by: str
    by_id: str
    done_at: datetime


async def note_call_back(uow: UnitOfWork, *, result: CallBackResult) -> None:
    """What was wrong is told by the complaint or case that an unhappy one opens, and counted there."""
    told = Told(
        kind=QualityKind.CALL_BACK,
        subject_id=result.call_back_id,
        number="",
        at=result.done_at,
        shop_id=result.shop_id,
        order_id=result.order_id,
        customer_id=result.customer_id,
        skus=await only_sku(uow, result.order_id),
        class_code=None,
        facts={"outcome": result.outcome, "satisfaction": result.satisfaction},
    )
    await put_quality(uow, [told])
    fact: dict[str, object] = {
        "kind": str(FactKind.CALL_BACK),
        "subject_id": result.call_back_id,
        "number": "",
        "shop_id": result.shop_id,
        "order_id": result.order_id,
        "person_id": result.by_id,
        "person": result.by,
        "at": result.done_at,
        "first_answer_s": None,
        "solution_s": None,
        "satisfaction": result.satisfaction,
        "repeated": None,
        "in_time": result.in_time,
    }
    await put_service_facts(uow, [fact])
