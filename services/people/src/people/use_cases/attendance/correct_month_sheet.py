from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.ids import new_id
from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthCorrection, MonthSheet, RowCause, SheetState
from people.domain.attendance.month_dates import month_of
from people.domain.attendance.month_refusals import CorrectionChangesNothing, SheetNotClosed, SheetNotFound
from people.domain.attendance.policy import show_time
from people.domain.attendance.proofs import Direction
from people.domain.ids import shown_employee, shown_sheet
from people.store.attendance.months import add_correction, last_row, lock_sheet
from people.store.attendance.objections import enter_facts, next_correction_number
from people.store.attendance.touched import touch_days
from people.use_cases.attendance.refresh_month_row import refresh_month_row
from people.use_cases.attendance.tell_month_closed import tell_month_closed


@dataclass(frozen=True, kw_only=True)
class MonthCorrectionFacts:
    """`facts`: (second of the day, direction) that are entered for `on`; none to take over what has come since, as late punches or leave."""

    employee_id: UUID
    on: date | None
    facts: Sequence[tuple[int, Direction]]
    document: str
    reason: str


async def correct_month_sheet(uow: UnitOfWork, *, sheet_id: UUID, expected_version: int, wish: MonthCorrectionFacts) -> MonthSheet:
    """The only way into a closed month: an entry with its reason and paper, which makes a new version of the sheet (rule ATT-7).

    Raises SheetNotFound, VersionStale, SheetNotClosed, CorrectionChangesNothing.
    """
    sheet = await lock_sheet(uow, sheet_id)
    check_version(expected=expected_version, actual=sheet.version)
    if sheet.state != SheetState.CLOSED:
        raise SheetNotClosed
    was = await last_row(uow, sheet_id=sheet_id, employee_id=wish.employee_id)
    if was is None or (wish.on is not None and month_of(wish.on) != sheet.month):
        raise SheetNotFound
    number, correction_id = await next_correction_number(uow), new_id()
    if wish.on is not None:
        facts = [(second, int(direction)) for second, direction in wish.facts]
        await enter_facts(uow, employee_id=wish.employee_id, on=wish.on, facts=facts, document=number, document_id=correction_id)
        await touch_days(uow, days=[(wish.employee_id, wish.on)])
    made = await refresh_month_row(
        uow,
        sheet=sheet,
        employee_id=wish.employee_id,
        issue=sheet.issue + 1,
        cause=RowCause.CORRECTION,
        document=number,
        reason=wish.reason,
    )
    if made is None:
        raise CorrectionChangesNothing
    digest, figures = made
    sheet.correct(digest=digest)
    correction = MonthCorrection(
        id=correction_id,
        number=number,
        sheet_id=sheet_id,
        employee_id=wish.employee_id,
        on_date=wish.on,
        reason=wish.reason,
        document=wish.document,
        corrected=[{"time": show_time(second), "direction": direction.name.lower()} for second, direction in wish.facts],
        issue=sheet.issue,
        was=was.figures,
        became=figures,
        made_at=uow.now,
        made_by=uow.actor.name,
    )
    await add_correction(uow, correction)
    after: dict[str, object] = {
        "number": number,
        "issue": sheet.issue,
        "employee": shown_employee(wish.employee_id),
        "document": wish.document,
    }
    uow.audit("month.corrected", noun="month_sheet", noun_id=shown_sheet(sheet_id), after=after, reason=wish.reason)
    uow.changed("month_sheet", shown_sheet(sheet_id))
    await tell_month_closed(uow, sheet=sheet)
    return sheet
