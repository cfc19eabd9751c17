from decimal import Decimal
from typing import Any

from chassis.uow import UnitOfWork
from contracts.people import AttendanceFigures, AttendanceMonthClosed
from people.domain.attendance.leave_kind import LeaveUnit
from people.domain.attendance.leave_span import shown_amount
from people.domain.attendance.month import MonthSheet
from people.domain.ids import shown_account, shown_employee, shown_unit
from people.queries.attendance.month_sheets import RowOfSheet, list_sheet_rows


async def tell_month_closed(uow: UnitOfWork, *, sheet: MonthSheet) -> None:
    """Version 1 is the closing; each correction is one more, with the whole sheet (rule ATT-7)."""
    rows = await list_sheet_rows(uow.session, sheet_id=sheet.id, issue=sheet.issue)
    uow.publish(
        AttendanceMonthClosed(
            month=f"{sheet.month:%Y-%m}",
            unit_id=shown_unit(sheet.unit_id),
            version=sheet.issue,
            closed_at=uow.now,
            figures=[_figures(row) for row in rows],
        )
    )


def _figures(row: RowOfSheet) -> AttendanceFigures:
    own: dict[str, Any] = row.figures
    return AttendanceFigures(
        employee_id=shown_employee(row.employee_id),
        account_id=None if row.account_id is None else shown_account(row.account_id),
        required_days=str(Decimal(own["required_days"])),
        worked_days=shown_amount(own["worked_parts"], LeaveUnit.HALF_DAY),
        late=own["late"],
        early=own["early"],
        leave_cases=own["leave_cases"],
        absent_days=shown_amount(own["absent_parts"], LeaveUnit.HALF_DAY),
        leave_days=shown_amount(own["leave_parts"], LeaveUnit.HALF_DAY),
        overtime_hours=shown_amount(own["overtime_minutes"], LeaveUnit.HOUR),
        policy_version=own["policy_version"],
    )
