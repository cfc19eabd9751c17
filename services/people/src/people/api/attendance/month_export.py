"""Closed months as a spreadsheet for pay: the same sheet gives the same file (rules ATT-6, ATT-10)."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any

from fastapi import Query, Request, Response

from chassis.routes import Here, Reader, transactional_router
from chassis.sheets import XLSX, Cell, sheet_response, write_sheet
from people.api.attendance.leave_parts import MayKeepMonths, MonthText, language, month_of_text, shown
from people.domain.attendance.month_dates import next_month
from people.domain.attendance.month_refusals import SheetNotClosed
from people.domain.ids import UnitId
from people.queries.attendance.leave_kinds import leave_kinds_on
from people.queries.attendance.month_sheets import RowOfSheet, SheetRow, list_closed_sheets, list_sheet_rows
from people.use_cases.attendance.note_month_export import note_month_export

router = transactional_router("/v1/attendance", tag="months")
HEADINGS = {
    "zh": ["部门", "工号", "姓名", "应出勤(天)", "实出勤(天)", "迟到(次)", "早退(次)", "未请假(次)", "缺卡(次)", "旷工(天)", "请假(天)", "其中",
           "加班(小时)", "未授权加班(小时)", "接受方式", "接受时间", "版本", "修订", "考勤制度"],
    "en": ["Unit", "Number", "Name", "Required days", "Worked days", "Late", "Early", "Leave cases", "Missing punches", "Absent days",
           "Leave days", "Of which", "Overtime hours", "Unauthorised hours", "Accepted by", "Accepted at", "Version", "Revision", "Policy"],
}  # fmt: skip
ACCEPTED = {"silence": ("默认接受", "silence"), "objection": ("异议已裁定", "objection settled")}


@router.get(
    "/months/{month}/pay-export",
    response_class=Response,
    responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def export_month_for_pay(
    month: MonthText,
    request: Request,
    reader: Reader,
    actor: MayKeepMonths,
    here: Here,
    unit_id: Annotated[list[UnitId] | None, Query()] = None,
) -> Response:
    """What is closed, of all units or of those named; who took it is in the audit trail, not in the file. Raises SheetNotClosed."""
    first = month_of_text(month)
    sheets = await list_closed_sheets(reader, month=first, units=unit_id)
    if not sheets:
        raise SheetNotClosed
    tongue = language(request.headers.get("accept-language"))
    kinds = await leave_kinds_on(reader, day=next_month(first))
    names = {code: kind.name_zh if tongue == "zh" else kind.name_en for code, kind in kinds.items()}
    rows: list[Sequence[Cell]] = []
    for sheet in sheets:
        own = await list_sheet_rows(reader, sheet_id=sheet.id, issue=sheet.issue)
        rows += [cells_of(sheet, row, tongue=tongue, names=names) for row in own]
    rows += [[seal] for seal in _seals(month, sheets, tongue)]
    async with here.new_uow(actor) as uow:
        await note_month_export(uow, month=month, sheets={str(sheet.id): sheet.issue for sheet in sheets})
        await uow.commit()
    content = await asyncio.to_thread(
        write_sheet,
        title=f"考勤 {month}" if tongue == "zh" else f"Attendance {month}",
        headings=HEADINGS[tongue],
        rows=rows,
        zone=here.clock.zone,
        made_at=max(sheet.closed_at for sheet in sheets if sheet.closed_at is not None),
    )
    return sheet_response(content, filename=f"attendance-{month}.xlsx")


def _seals(month: str, sheets: list[SheetRow], tongue: str) -> list[str]:
    """What the file was made from: the digest of each sheet, by which it can be compared."""
    return [f"{month} · {sheet.name_zh if tongue == 'zh' else sheet.name_en} · v{sheet.issue} · {sheet.digest}" for sheet in sheets]


def cells_of(sheet: SheetRow, row: RowOfSheet, *, tongue: str, names: dict[str, str]) -> list[Cell]:
    own: dict[str, Any] = row.figures
    of_which = [
        f"{names.get(kind, kind)} {shown(one['parts'] if one['unit'] == 'half_day' else one['minutes'], one['unit'])}"
        for kind, one in own["leave"].items()
    ]
    accepted = ACCEPTED.get(row.how or "", ("", ""))
    return [
        (sheet.name_zh if tongue == "zh" else sheet.name_en) or "",
        row.number,
        row.name,
        Decimal(own["required_days"]),
        Decimal(shown(own["worked_parts"], "half_day")),
        own["late"],
        own["early"],
        own["leave_cases"],
        own["missing"],
        Decimal(shown(own["absent_parts"], "half_day")),
        Decimal(shown(own["leave_parts"], "half_day")),
        "; ".join(of_which),
        Decimal(shown(own["overtime_minutes"], "hour")),
        Decimal(shown(own["unauthorised_minutes"], "hour")),
        accepted[0] if tongue == "zh" else accepted[1],
        row.accepted_at,
        sheet.issue,
        row.revision,
        own["policy_version"],
    ]
