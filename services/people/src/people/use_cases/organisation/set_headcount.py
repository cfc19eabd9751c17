from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.ids import shown_position
from people.domain.organisation.headcount import Plan, check_plan
from people.domain.organisation.position import Headcount
from people.store.organisation.positions import add_headcount, held_of, lock_position, plans_of


async def set_headcount(
    uow: UnitOfWork, *, position_id: UUID, plan: Plan, reason: str, today: date, approval_id: UUID | None = None
) -> Headcount:
    """A first plan and a lower one stand at once; a higher one only with the approval that raised it (rule ORG-3).

    Raises PositionNotFound, HeadcountInThePast, HeadcountRaiseNotApproved, HeadcountBelowStaff.
    """
    await lock_position(uow, position_id)
    plans = await plans_of(uow, position_id)
    check_plan(plans, plan, await held_of(uow, position_id), approved=approval_id is not None, today=today)
    headcount = Headcount(
        id=new_id(),
        position_id=position_id,
        valid_from=plan.valid_from,
        planned=plan.planned,
        approval_id=approval_id,
        set_at=uow.now,
        set_by=uow.actor.name,
        reason=reason,
    )
    await add_headcount(uow, headcount)
    after: dict[str, object] = {"planned": plan.planned, "valid_from": plan.valid_from.isoformat()}
    after |= {"approval_id": approval_id.hex} if approval_id else {}
    uow.audit("headcount.set", noun="position", noun_id=shown_position(position_id), after=after, reason=reason or None)
    uow.changed("position", shown_position(position_id))
    return headcount
