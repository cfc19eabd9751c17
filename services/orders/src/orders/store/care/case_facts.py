"""What the figures and the quality records need to know of an after-sales case or a complaint, read where it stands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.domain.care.complaint import Complaint

CASE = text("""
    SELECT c.id, c.number, c.shop_id, c.order_id, c.kind, c.state, c.source, c.reason_code, c.liable, c.opened_at, c.closed_at,
        array(SELECT DISTINCT l.sku FROM aftersales_line l WHERE l.case_id = c.id AND l.sku IS NOT NULL ORDER BY l.sku) AS skus,
        EXISTS (SELECT FROM aftersales_entry e WHERE e.case_id = c.id AND e.what = 'overdue') AS was_overdue
    FROM aftersales_case c WHERE c.id = :id
""")
# A person's word on it in the order it was given; notes answer nobody, and who looked at a picture did nothing.
WHO = text("""
    SELECT actor_id, actor_name, at, action FROM audit_entry
    WHERE noun = 'case' AND noun_id = :noun_id AND actor_kind = 'person' AND action <> 'case.picture_looked_at' ORDER BY at, id
""")
ANSWERS = frozenset({"case.agreed", "case.refused", "case.approval_asked", "case.decided"})
WAS_LATE = text("""
    SELECT EXISTS (SELECT FROM care_complaint_entry WHERE complaint_id = :id AND (what = 'escalated' OR facts ->> 'in_time' = 'false'))
""")
SKUS_OF_ORDER = text("SELECT DISTINCT sku FROM order_line WHERE order_id = :id AND sku IS NOT NULL LIMIT 2")


@dataclass(frozen=True, kw_only=True)
class CaseFacts:
    """`answered_at`: when a person first agreed or refused. `person_id` "": nobody has touched it."""

    row: Any
    answered_at: datetime | None
    person_id: str
    person: str


async def case_facts(uow: UnitOfWork, case_id: UUID) -> CaseFacts | None:
    row = (await uow.session.execute(CASE, {"id": case_id})).one_or_none()
    if row is None:
        return None
    words = (await uow.session.execute(WHO, {"noun_id": show_id("asc", case_id)})).all()
    answered = next((one.at for one in words if one.action in ANSWERS), None)
    last = words[-1] if words else None
    return CaseFacts(
        row=row, answered_at=answered, person_id="" if last is None else last.actor_id, person="" if last is None else last.actor_name
    )


async def complaint_facts(uow: UnitOfWork, complaint_id: UUID) -> tuple[Complaint, bool] | None:
    """With whether it ever was late, also before it was opened again. Locked: news of one complaint are heard beside each other, and what an
    earlier one saw must not be written over what a later one did.
    """
    complaint = await uow.session.get(Complaint, complaint_id, with_for_update={"key_share": True})
    if complaint is None:
        return None
    return complaint, bool(await uow.session.scalar(WAS_LATE, {"id": complaint_id}))


async def only_sku(uow: UnitOfWork, order_id: UUID | None) -> tuple[str, ...]:
    """The SKU of an order that holds no other; () when it is not known which is meant."""
    skus = () if order_id is None else tuple((await uow.session.execute(SKUS_OF_ORDER, {"id": order_id})).scalars())
    return skus if len(skus) == 1 else ()
