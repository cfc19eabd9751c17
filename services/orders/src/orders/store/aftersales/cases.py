"""Loads and locks cases, and writes down what happened to them. Many are locked in the order of their ids.

Locked in one order everywhere: cases, then line_money, then orders.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, literal_column, select, text
from sqlalchemy.orm import selectinload

from chassis.actor import Actor
from chassis.ids import read_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.aftersales.case import IS_OPEN, Case, CaseEntry, CaseHappened, CaseParcel, Source
from orders.domain.aftersales.kinds import LEFT
from orders.domain.aftersales.refund import Refund
from orders.domain.aftersales.refusals import CaseNotFound
from orders.domain.aftersales.states import CaseState
from orders.domain.order import Order
from orders.domain.status import ENDED_EARLY

CASE = "asc"
"""Prefix of a case's id outside, and the reference warehouse and approvals know it by."""
NUMBER_PREFIX = "AS"
# A sequence, for it needs no second connection: fifty who ask at once must not wait for one while they hold one each.
NEXT_NUMBER = text("SELECT nextval('aftersales_number')")


async def next_case_number(uow: UnitOfWork) -> str:
    """Unique over all days; a refused opening leaves a gap."""
    return f"{NUMBER_PREFIX}-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


SAID = ("text", "note")


def shown(case: Case) -> str:
    return show_id(CASE, case.id)


def note(uow: UnitOfWork, case: Case, what: CaseHappened, *, reason: str | None = None, **facts: object) -> None:
    """Into the case's timeline, the audit trail and onto open screens. What was said stands in the timeline only (rule ORD-5)."""
    entry = {name: value for name, value in facts.items() if value is not None}
    if reason:
        entry["reason"] = reason
    actor = uow.actor
    uow.session.add(CaseEntry(case_id=case.id, at=uow.now, what=what, by_kind=actor.kind, by_name=actor.name, facts=entry))
    after = {name: value for name, value in entry.items() if name not in SAID}
    uow.audit(f"case.{what}", noun="case", noun_id=shown(case), after={**after, "state": str(case.state)}, reason=reason)
    uow.changed("case", shown(case))
    uow.changed("order", show_id("ord", case.order_id))


def _locking(query: Select[Any]) -> Select[Any]:
    return (
        query.options(selectinload(Case.lines), selectinload(Case.difference))
        .order_by(Case.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def lock_cases(uow: UnitOfWork, *, ids: Collection[UUID], actor: Actor | None = None) -> dict[UUID, Case]:
    """Those that exist, and that the actor may see; no actor: facts told by other services."""
    query = select(Case).where(Case.id.in_(ids))
    if actor is not None and actor.shops is not None:
        query = query.where(Case.shop_id.in_(actor.shops))
    return {case.id: case for case in await uow.session.scalars(_locking(query))}


async def lock_case(uow: UnitOfWork, *, case_id: UUID, actor: Actor) -> Case:
    """Raises CaseNotFound."""
    case = (await lock_cases(uow, ids=[case_id], actor=actor)).get(case_id)
    if case is None:
        raise CaseNotFound
    return case


async def lock_request_case(uow: UnitOfWork, *, case_id: UUID, actor: Actor) -> Case:
    """One that a buyer asked for through a client of the mall. Raises CaseNotFound."""
    case = await lock_case(uow, case_id=case_id, actor=actor)
    if case.source != Source.CLIENT:
        raise CaseNotFound
    return case


async def lock_platform_case(uow: UnitOfWork, *, shop_id: str, platform_refund_no: str) -> Case | None:
    query = select(Case).where(Case.shop_id == shop_id, Case.platform_refund_no == platform_refund_no)
    return await uow.session.scalar(_locking(query))


async def waiting_for_orders(uow: UnitOfWork, *, limit: int) -> Sequence[UUID]:
    """Those whose order is being stopped, or whose replacement has left or was cancelled: one that waits at the warehouse keeps no other waiting."""
    gone = exists().where(Order.id == Case.replacement_order_id, Order.status.in_([*LEFT, *ENDED_EARLY]))
    # One whose goods have left and whose money is on its way waits for its shop, not for an order.
    sent = (Case.state == CaseState.SETTLING) & gone & ~exists().where(Refund.case_id == Case.id)
    query = select(Case.id).where((Case.state == CaseState.STOPPING) | sent, literal_column(IS_OPEN)).order_by(Case.state_at).limit(limit)
    return (await uow.session.scalars(query)).all()


async def newly_overdue(uow: UnitOfWork, *, now: datetime, limit: int) -> Sequence[UUID]:
    query = select(Case.id).where(literal_column(IS_OPEN), Case.due_at <= now, Case.overdue_at.is_(None)).order_by(Case.due_at).limit(limit)
    return (await uow.session.scalars(query)).all()


async def lock_case_by_reference(uow: UnitOfWork, reference: str) -> Case | None:
    """None: it is not about one of ours."""
    if not reference.startswith(f"{CASE}_"):
        return None
    case_id = read_id(CASE, reference)
    return (await lock_cases(uow, ids=[case_id])).get(case_id)


async def parcel_of(uow: UnitOfWork, case: Case, *, return_number: str, warehouse_code: str) -> CaseParcel:
    """The one of this number, or a new one. The case is locked."""
    parcel = await uow.session.scalar(select(CaseParcel).where(CaseParcel.return_number == return_number).with_for_update())
    if parcel is None:
        parcel = CaseParcel(
            return_number=return_number, case_id=case.id, warehouse_code=warehouse_code, carrier_code="", tracking_number="",
            arrived_at=None, inspected_at=None, verdicts=[],
        )  # fmt: skip
        uow.session.add(parcel)
    return parcel
