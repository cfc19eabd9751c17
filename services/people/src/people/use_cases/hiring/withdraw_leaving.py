from datetime import date, timedelta
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import Leaving, LeavingState, PlaceTakenMeanwhile
from people.domain.ids import shown_employee
from people.domain.organisation.headcount import HeadcountExceeded
from people.store.hiring.employments import find_employee_of_leaving, lock_leaving
from people.store.organisation.employees import lock_employee
from people.store.organisation.positions import lock_assignment
from people.use_cases.organisation.check_headcount import check_headcount


async def withdraw_leaving(uow: UnitOfWork, *, leaving_id: UUID, expected_version: int, reason: str) -> Leaving:
    """They stay: what the leaving ended goes on, if nobody was promised the place meanwhile (rules ORG-3, ORG-6).

    Raises LeavingNotFound, VersionStale, LeavingOver, PlaceTakenMeanwhile.
    """
    employee = await lock_employee(uow, await find_employee_of_leaving(uow, leaving_id))
    leaving = await lock_leaving(uow, leaving_id)
    check_version(expected=expected_version, actual=leaving.version)
    before = leaving.facts()
    leaving.end(LeavingState.WITHDRAWN, now=uow.now)
    after = leaving.last_day + timedelta(days=1)
    for one in leaving.assignments:
        held = await lock_assignment(uow, UUID(one["id"]))
        if held.valid_until != after:
            # Ended on another day meanwhile: that stands.
            continue
        until = date.fromisoformat(one["until"]) if one["until"] else None
        try:
            await check_headcount(uow, position_id=held.position_id, on=after, until=until)
        except HeadcountExceeded as full:
            raise PlaceTakenMeanwhile(position=full.facts["position"], planned=full.facts["planned"]) from full
        held.valid_until = until
        await uow.session.flush()
    shown_id = shown("lvg", leaving_id)
    uow.audit("leaving.withdrawn", noun="leaving", noun_id=shown_id, before=before, after=leaving.facts(), reason=reason or None)
    uow.changed("employee", shown_employee(employee.id))
    uow.changed("leaving", shown_id)
    return leaving
