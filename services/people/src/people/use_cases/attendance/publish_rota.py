from datetime import date
from uuid import UUID

from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.rota import RotaNotFound, RotaPlan, RotaReasonMissing, RotaUnchanged, RotaVersion
from people.domain.attendance.rota_check import last_of_month
from people.store.attendance.rotas import hold_rota, lock_rota, members_in, published_rests
from people.store.attendance.touched import touch_days, touch_units


async def publish_rota(uow: UnitOfWork, *, unit_id: UUID, month: date, expected_version: int, reason: str) -> RotaPlan:
    """The planned rest days hold from now on; every published version stays, and a later one needs a reason.

    Raises RotaNotFound, VersionStale, RotaUnchanged, RotaReasonMissing.
    """
    plan = await lock_rota(uow, unit_id=unit_id, month=month)
    if plan is None:
        raise RotaNotFound
    check_version(expected=expected_version, actual=plan.version)
    before = await published_rests(uow, plan)
    if before == plan.rests:
        raise RotaUnchanged
    if before is not None and not reason:
        raise RotaReasonMissing
    plan.published_number += 1
    plan.version += 1
    version = RotaVersion(
        plan_id=plan.id,
        number=plan.published_number,
        rests=plan.rests,
        reason=reason,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    await hold_rota(uow, plan, version)
    last = last_of_month(month)
    await touch_units(uow, units=[unit_id], first=month, last=last)
    # Whoever has left the unit since may still have rested by the plan before.
    moved = {UUID(hex=employee): days for employee, days in (before or {}).items()}
    here = await members_in(uow, unit_id=unit_id, first=month, last=last)
    gone = [(employee, date.fromisoformat(on)) for employee, days in moved.items() if employee not in here for on in days]
    await touch_days(uow, days=gone)
    shown = show_id("rot", plan.id)
    uow.audit(
        "rota.published",
        noun="rota",
        noun_id=shown,
        before=None if before is None else {"rests": before},
        after={"rests": plan.rests},
        reason=reason,
    )
    uow.changed("rota", shown)
    return plan
