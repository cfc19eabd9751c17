from typing import Any
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthSheet, RowCause
from people.domain.attendance.month_figures import sheet_digest
from people.store.attendance.months import RowEntry, add_rows, current_rows
from people.use_cases.attendance.compile_rows import compile_rows


async def refresh_month_row(
    uow: UnitOfWork, *, sheet: MonthSheet, employee_id: UUID, issue: int, cause: RowCause, document: str, reason: str
) -> tuple[str, dict[str, Any]] | None:
    """One person's row once more from the facts as they are now: the sheet's new digest and the row's figures.

    None when nothing differs. Lock the sheet first.
    """
    known = await current_rows(uow, [sheet.id])
    before = known.get((sheet.id, employee_id))
    row = (await compile_rows(uow, employees=[employee_id], month=sheet.month))[employee_id]
    if before is None or before.gone or before.digest == row.digest:
        return None
    entry = RowEntry(
        sheet_id=sheet.id,
        employee_id=employee_id,
        revision=before.revision + 1,
        row=row,
        issue=issue,
        cause=cause,
        document=document,
        reason=reason,
    )
    await add_rows(uow, [entry])
    digests = {other: one.digest for (_, other), one in known.items() if not one.gone} | {employee_id: row.digest}
    return sheet_digest([(str(other), digest) for other, digest in digests.items()]), row.figures
