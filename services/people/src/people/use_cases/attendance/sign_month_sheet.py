from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthSheet, SheetState
from people.domain.attendance.month_dates import last_day
from people.domain.attendance.month_refusals import NotTheHead, RunUnderWay, SheetOutdated
from people.domain.ids import shown_sheet
from people.queries.organisation.structure import units_below, units_led_by
from people.queries.organisation.visibility import employee_of
from people.store.attendance.months import current_rows, lock_sheet, members_of_sheet, run_under_way
from people.use_cases.attendance.compile_rows import compile_rows


async def sign_month_sheet(uow: UnitOfWork, *, sheet_id: UUID, expected_version: int) -> MonthSheet:
    """By who leads the unit, or one above it, and only what the facts still say (rule ATT-6).

    Raises SheetNotFound, VersionStale, NotTheHead, RunUnderWay, SheetClosed, SheetStateWrong, SheetOutdated.
    """
    sheet = await lock_sheet(uow, sheet_id)
    check_version(expected=expected_version, actual=sheet.version)
    own = await employee_of(uow.session, uow.actor)
    led = [] if own is None else await units_led_by(uow.session, employee_id=own, on=uow.today)
    if sheet.unit_id not in (await units_below(uow.session, units=led, on=uow.today) if led else []):
        raise NotTheHead
    if await run_under_way(uow, sheet.month):
        raise RunUnderWay(month=f"{sheet.month:%Y-%m}")
    sheet.must_be(SheetState.COMPILED)
    known = {employee_id: row.digest for (_, employee_id), row in (await current_rows(uow, [sheet_id])).items() if not row.gone}
    fresh = await compile_rows(uow, employees=sorted(known), month=sheet.month)
    members = await members_of_sheet(uow, sheet, last=last_day(sheet.month))
    changed = sum(fresh[employee_id].digest != digest for employee_id, digest in known.items() if employee_id in members)
    # Whoever has come to the unit, or gone from it, since it was compiled is on no sheet, or on two.
    changed += len(members ^ known.keys())
    if changed:
        raise SheetOutdated(count=changed)
    sheet.sign(by=uow.actor.name, now=uow.now)
    uow.audit("month.signed", noun="month_sheet", noun_id=shown_sheet(sheet_id), after={"digest": sheet.digest})
    uow.changed("month_sheet", shown_sheet(sheet_id))
    return sheet
