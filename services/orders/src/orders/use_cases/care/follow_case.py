"""An after-sales case was opened or has ended: what it says of products and of service (rules CARE-4, CARE-6, CARE-7)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.care.quality import QualityKind, Told
from orders.domain.care.service_figures import FactKind, seconds_between
from orders.store.care.case_facts import CaseFacts, case_facts
from orders.store.care.problem_trees import classes_now
from orders.store.care.quality_entries import put_quality
from orders.store.care.service_facts import put_service_facts

BY_BUYERS = ("client", "platform")
"""Cases that a buyer opened wait for a first answer; one that a clerk opened was answered as it was opened."""


async def follow_case(uow: UnitOfWork, *, case_id: UUID) -> None:
    """As it stands now. Nothing for one that is not there."""
    facts = await case_facts(uow, case_id)
    if facts is None:
        return
    row = facts.row
    classes = await classes_now(uow)
    told = Told(
        kind=QualityKind.CASE,
        subject_id=row.id,
        number=row.number,
        at=row.opened_at,
        shop_id=row.shop_id,
        order_id=row.order_id,
        skus=tuple(row.skus),
        class_code=classes.of_case_reason(row.reason_code) if row.state not in ("refused", "withdrawn") else None,
        facts={"case_kind": row.kind, "reason_code": row.reason_code, "state": row.state, "liable": row.liable},
    )
    await put_quality(uow, [told])
    await put_service_facts(uow, [_service_fact(facts)])


def _service_fact(facts: CaseFacts) -> dict[str, object]:
    row = facts.row
    waited = facts.answered_at if row.source in BY_BUYERS else None
    return {
        "kind": str(FactKind.CASE),
        "subject_id": row.id,
        "number": row.number,
        "shop_id": row.shop_id,
        "order_id": row.order_id,
        "person_id": facts.person_id,
        "person": facts.person,
        "at": row.opened_at,
        "first_answer_s": seconds_between(row.opened_at, waited),
        "solution_s": None if row.state == "withdrawn" else seconds_between(row.opened_at, row.closed_at),
        "satisfaction": None,
        "repeated": None,
        "in_time": False if row.was_overdue else None if row.closed_at is None else True,
    }
