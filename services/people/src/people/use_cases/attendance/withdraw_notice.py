from uuid import UUID

from chassis.ids import show_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.calendar import HoursNotice
from people.queries.organisation.structure import units_below
from people.store.attendance.calendar import lock_notice
from people.store.attendance.touched import touch_units


async def withdraw_notice(uow: UnitOfWork, *, notice_id: UUID, expected_version: int, reason: str) -> HoursNotice:
    """The usual hours count again, also on days that were judged by the notice. Raises NoticeNotFound, VersionStale, NoticeWithdrawn."""
    notice = await lock_notice(uow, notice_id)
    check_version(expected=expected_version, actual=notice.version)
    notice.withdraw(by=uow.actor.name, now=uow.now)
    await uow.session.flush()
    below = await units_below(uow.session, units=notice.unit_ids, on=notice.first_day)
    await touch_units(uow, units=below, first=notice.first_day, last=notice.last_day)
    shown = show_id("hrn", notice.id)
    uow.audit("hours_notice.withdrawn", noun="hours_notice", noun_id=shown, after=notice.facts(), reason=reason)
    uow.changed("hours_notice", shown)
    return notice
