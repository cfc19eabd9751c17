from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthSheet
from people.domain.ids import shown_sheet
from people.queries.attendance.planning import month_dates
from people.store.attendance.months import lock_sheet


async def take_over_month_sheet(uow: UnitOfWork, *, sheet_id: UUID, expected_version: int, reason: str) -> MonthSheet:
    """HR has it for pay from now on; one that is overdue also without a signature (rule ATT-6).

    Raises SheetNotFound, VersionStale, SheetClosed, SheetStateWrong.
    """
    sheet = await lock_sheet(uow, sheet_id)
    check_version(expected=expected_version, actual=sheet.version)
    dates = await month_dates(uow.session, month=sheet.month)
    sheet.take_over(overdue=uow.today >= dates.overdue_from, by=uow.actor.name, now=uow.now)
    after: dict[str, object] = {"signed_by": sheet.signed_by, "digest": sheet.digest}
    uow.audit("month.taken_over", noun="month_sheet", noun_id=shown_sheet(sheet_id), after=after, reason=reason or None)
    uow.changed("month_sheet", shown_sheet(sheet_id))
    return sheet
