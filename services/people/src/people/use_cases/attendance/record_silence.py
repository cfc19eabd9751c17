from datetime import date

from chassis.uow import UnitOfWork
from people.domain.attendance.month import SheetState
from people.domain.ids import shown_sheet
from people.queries.attendance.planning import month_dates
from people.store.attendance.months import lock_sheets_of, record_acceptances


async def record_silence(uow: UnitOfWork, *, month: date) -> None:
    """Once the time for objections is over: who has said nothing has accepted, recorded for each with its time (rule ATT-7). Safe to run again."""
    ended = (await month_dates(uow.session, month=month)).objections_end(uow.frame.zone)
    if uow.now < ended:
        return
    for sheet in await lock_sheets_of(uow, month=month):
        if sheet.state != SheetState.CLOSED and await record_acceptances(uow, sheet=sheet, ended=ended):
            uow.changed("month_sheet", shown_sheet(sheet.id))
