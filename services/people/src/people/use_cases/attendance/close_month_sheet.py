from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthSheet
from people.domain.attendance.month_refusals import ObjectionsOpen, ObjectionTimeRuns, RunUnderWay
from people.domain.ids import shown_sheet
from people.queries.attendance.planning import month_dates
from people.store.attendance.months import acceptances_of, current_rows, lock_sheet, record_acceptances, run_under_way
from people.store.attendance.objections import count_open_objections
from people.use_cases.attendance.tell_month_closed import tell_month_closed


async def close_month_sheet(uow: UnitOfWork, *, sheet_id: UUID, expected_version: int) -> MonthSheet:
    """After the last day for objections, when every one is settled; who has not objected has accepted (rule ATT-7). Its figures go to the others.

    Refuses before it changes anything.

    Raises SheetNotFound, VersionStale, SheetClosed, SheetUnsigned, SheetNotTakenOver, RunUnderWay, ObjectionTimeRuns, ObjectionsOpen.
    """
    sheet = await lock_sheet(uow, sheet_id)
    check_version(expected=expected_version, actual=sheet.version)
    sheet.must_be_with_hr()
    if await run_under_way(uow, sheet.month):
        raise RunUnderWay(month=f"{sheet.month:%Y-%m}")
    dates = await month_dates(uow.session, month=sheet.month)
    ended = dates.objections_end(uow.frame.zone)
    if uow.now < ended:
        raise ObjectionTimeRuns(until=dates.object_until.isoformat())
    members = [employee_id for (_, employee_id), row in (await current_rows(uow, [sheet_id])).items() if not row.gone]
    waiting = await count_open_objections(uow, month=sheet.month, employees=members)
    if waiting:
        raise ObjectionsOpen(count=waiting)
    await record_acceptances(uow, sheet=sheet, ended=ended)
    sheet.close(by=uow.actor.name, now=uow.now)
    accepted = list((await acceptances_of(uow, sheet_id)).values())
    counts: dict[str, object] = {how: accepted.count(how) for how in sorted(set(accepted))}
    uow.audit(
        "month.closed", noun="month_sheet", noun_id=shown_sheet(sheet_id), after={"digest": sheet.digest, "people": len(members), **counts}
    )
    uow.changed("month_sheet", shown_sheet(sheet_id))
    await uow.session.flush()
    await tell_month_closed(uow, sheet=sheet)
    return sheet
