from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.hiring.ids import shown
from people.domain.hiring.leaving import Leaving
from people.store.hiring.employments import lock_leaving


async def check_leaving_planned(uow: UnitOfWork, *, leaving_id: UUID, expected_version: int, reason: str) -> Leaving:
    """Before access ends ahead of the last day; writes down why. Raises LeavingNotFound, VersionStale, LeavingOver."""
    leaving = await lock_leaving(uow, leaving_id)
    check_version(expected=expected_version, actual=leaving.version)
    leaving.must_be_planned()
    uow.audit("leaving.access_ended", noun="leaving", noun_id=shown("lvg", leaving_id), after=leaving.facts(), reason=reason)
    uow.changed("leaving", shown("lvg", leaving_id))
    return leaving
