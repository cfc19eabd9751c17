from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.conduct import KIND, ConductEntry, ConductState, OwnConduct
from people.domain.hiring.ids import shown
from people.domain.ids import shown_account, shown_employee
from people.store.hiring.files import find_conduct, lock_conduct
from people.store.organisation.employees import lock_employee
from people.use_cases.approvals.withdraw_reference import withdraw_reference


async def withdraw_conduct(uow: UnitOfWork, *, conduct_id: UUID, expected_version: int, reason: str) -> ConductEntry:
    """What was wrong stays readable, withdrawn with a reason (rule ORG-12). Raises ConductNotFound, VersionStale, OwnConduct, ConductOver."""
    seen = await find_conduct(uow, conduct_id)
    check_version(expected=expected_version, actual=seen.version)
    employee = await lock_employee(uow, seen.employee_id)
    if employee.account_id is not None and shown_account(employee.account_id) == uow.actor.id:
        raise OwnConduct
    if seen.state == ConductState.WAITING:
        # The entry hears of it from approvals, which are locked first.
        await withdraw_reference(uow, kind=KIND, reference=shown("cdt", conduct_id), reason=reason)
        return await lock_conduct(uow, conduct_id)
    entry = await lock_conduct(uow, conduct_id)
    before = entry.facts()
    entry.end(ConductState.WITHDRAWN, comment=reason)
    await uow.session.flush()
    uow.audit("conduct.withdrawn", noun="conduct_entry", noun_id=entry.reference, before=before, after=entry.facts(), reason=reason)
    uow.changed("personnel_file", shown_employee(entry.employee_id))
    return entry
