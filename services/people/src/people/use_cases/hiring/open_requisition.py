from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.requisition import Requisition, RequisitionPastHeadcount, RequisitionState, WantedInThePast
from people.domain.organisation.headcount import planned_on
from people.domain.organisation.position import PositionClosed
from people.store.hiring.requisitions import add_requisition, asked_for, next_requisition_number
from people.store.organisation.positions import held_of, lock_position, plans_of, title_of


@dataclass(frozen=True, kw_only=True)
class RequisitionWish:
    position_id: UUID
    openings: int
    reason: str
    wanted_by: date


async def open_requisition(uow: UnitOfWork, *, wish: RequisitionWish) -> Requisition:
    """Staff, openings asked for already and these must fit the headcount of the day they are wanted by (rule ORG-3).

    Raises PositionNotFound, PositionClosed, WantedInThePast, RequisitionPastHeadcount.
    """
    if wish.wanted_by < uow.today:
        raise WantedInThePast
    position = await lock_position(uow, wish.position_id)
    title = await title_of(uow, position, on=wish.wanted_by)
    if position.closed_on is not None and position.closed_on <= wish.wanted_by:
        raise PositionClosed(position=title, day=position.closed_on)
    day = wish.wanted_by
    planned = planned_on(await plans_of(uow, position.id), day)
    staff = sum(held.covers(day) for held in await held_of(uow, position.id))
    asked = await asked_for(uow, position.id)
    if staff + asked + wish.openings > planned:
        raise RequisitionPastHeadcount(position=title, day=day, planned=planned, staff=staff, asked=asked, openings=wish.openings)
    requisition = Requisition(
        id=new_id(),
        number=await next_requisition_number(uow),
        position_id=position.id,
        openings=wish.openings,
        hired=0,
        reason=wish.reason,
        wanted_by=wish.wanted_by,
        state=RequisitionState.OPEN,
        opened_by=uow.actor.name,
        opened_at=uow.now,
        version=1,
    )
    await add_requisition(uow, requisition)
    uow.audit("requisition.opened", noun="requisition", noun_id=shown("rqn", requisition.id), after=requisition.facts())
    uow.changed("requisition", shown("rqn", requisition.id))
    return requisition
