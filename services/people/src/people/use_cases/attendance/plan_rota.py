from datetime import date
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.rota import Rests, RotaPlan, stored_rests
from people.domain.attendance.rota_check import check_rests, last_of_month
from people.store.attendance.rotas import add_rota, lock_rota, members_in


async def plan_rota(
    uow: UnitOfWork, *, unit_id: UUID, month: date, expected_version: int, rests: Rests, least_on_duty: int
) -> RotaPlan:  # fmt: skip
    """What is being planned; it holds once it is published. `expected_version` 0: there was no plan yet.

    Whoever calls has asked whether the caller leads the unit. Raises UnitNotFound, VersionStale, RotaInvalid.
    """
    plan = await lock_rota(uow, unit_id=unit_id, month=month)
    check_version(expected=expected_version, actual=0 if plan is None else plan.version)
    members = await members_in(uow, unit_id=unit_id, first=month, last=last_of_month(month))
    check_rests(rests, month=month, members=members)
    before: dict[str, object] | None = None if plan is None else {"rests": plan.rests}
    if plan is None:
        plan = RotaPlan(
            id=new_id(),
            unit_id=unit_id,
            month=month,
            rests=stored_rests(rests),
            least_on_duty=least_on_duty,
            published_number=0,
            changed_at=uow.now,
            changed_by=uow.actor.name,
            version=1,
        )
        await add_rota(uow, plan)
    else:
        plan.plan(rests, least_on_duty=least_on_duty, by=uow.actor.name, now=uow.now)
        await uow.session.flush()
    shown = show_id("rot", plan.id)
    uow.audit("rota.planned", noun="rota", noun_id=shown, before=before, after={"rests": plan.rests})
    uow.changed("rota", shown)
    return plan
