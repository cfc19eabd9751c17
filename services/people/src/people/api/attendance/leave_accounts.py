"""Balances of many people, and files of grants and corrections (rules ATT-9, SYS-3)."""

import asyncio
import csv
import io
from typing import Annotated, Any, Literal

from fastapi import File, Query, Response, UploadFile
from pydantic import BaseModel

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Here, Reader, Uow, transactional_router
from chassis.rows import RowError
from chassis.sheets import XLSX, sheet_response, write_sheet
from chassis.tables import read_table
from people.api.attendance.leave_kinds import LeaveBalanceOut, balance_out
from people.api.attendance.leave_parts import MayKeepLeave, MayReadLeave, visible_leave
from people.api.organisation.parts import Today
from people.domain.attendance.leave_file import COLUMNS, REQUIRED
from people.domain.ids import EmployeeId, UnitId
from people.queries.attendance.leave_balances import balances_of
from people.queries.organisation.employees import EmployeeSearch, list_employee_rows
from people.queries.organisation.structure import units_below
from people.use_cases.attendance.import_leave_balances import import_leave_balances

accounts_router = transactional_router("/v1/attendance/leave-accounts", tag="leave")
imports_router = transactional_router("/v1/attendance/leave-imports", tag="leave_imports")
LARGEST_FILE = 20 * 1024 * 1024
TEMPLATE_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}, "text/csv": {"schema": {"type": "string"}}}}
}
EXAMPLES = {
    "zh-CN": ("E000001", "张三", "年假", "发放", "5", "2027-03-31", "HR-2026-001", "2026 年度年假"),
    "en-US": ("E000001", "Zhang San", "Annual leave", "grant", "5", "2027-03-31", "HR-2026-001", "annual leave of 2026"),
}


class LeaveAccountOut(BaseModel):
    """Somebody and what they have; unit and title as of today, by which namesakes are told apart."""

    employee_id: EmployeeId
    number: str
    name: str
    stage: str
    unit_id: UnitId | None
    unit_zh: str | None
    unit_en: str | None
    title_zh: str | None
    title_en: str | None
    balances: list[LeaveBalanceOut]


class LeaveImportReport(BaseModel):
    """`known` rows are in the ledger already, under the same document. `applied` false: nothing was written."""

    rows: int
    added: int
    known: int
    applied: bool
    errors: list[RowError]


@accounts_router.get("")
async def list_leave_accounts(
    *, reader: Reader, paging: Paging, today: Today, actor: MayReadLeave, q: Annotated[str | None, Query(max_length=80)] = None,
    unit_id: UnitId | None = None,
) -> Page[LeaveAccountOut]:  # fmt: skip
    """By employee number: those who work here. `q` finds in number and name; a unit with all beneath."""
    (after,) = paging.after(str) or (None,)
    search = EmployeeSearch(
        on=today,
        visible=await visible_leave(reader, actor, today),
        q=q or None,
        stage=None,
        units=None if unit_id is None else await units_below(reader, units=[unit_id], on=today),
        position_id=None,
    )
    found = await list_employee_rows(reader, search=search, after=after, limit=paging.limit + 1)
    cursor = make_cursor(found[paging.limit - 1].number) if len(found) > paging.limit else None
    balances = await balances_of(reader, employees=[row.id for row in found], today=today)
    rows = [
        LeaveAccountOut(
            employee_id=row.id,
            number=row.number,
            name=row.name,
            stage=row.stage,
            unit_id=row.unit_id,
            unit_zh=row.unit_zh,
            unit_en=row.unit_en,
            title_zh=row.title_zh,
            title_en=row.title_en,
            balances=[balance_out(one) for one in balances[row.id]],
        )
        for row in found
    ]
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@imports_router.get("/template", response_class=Response, responses=TEMPLATE_ANSWER)
async def get_leave_import_template(
    here: Here,
    _: MayKeepLeave,
    format: Annotated[Literal["xlsx", "csv"], Query()] = "xlsx",
    lang: Annotated[Literal["zh-CN", "en-US"], Query()] = "zh-CN",
) -> Response:
    """The headings, and a row as an example to be overwritten: an opening balance is a grant too."""
    headings, example = [names[0 if lang == "zh-CN" else -1] for names in COLUMNS.values()], EXAMPLES[lang]
    if format == "xlsx":
        content = write_sheet(title="假期余额" if lang == "zh-CN" else "Leave", headings=headings, rows=[example], zone=here.clock.zone)
        return sheet_response(content, filename="leave-template.xlsx")
    buffer = io.StringIO()
    csv.writer(buffer).writerows([headings, example])
    # The byte order mark makes spreadsheet programs read it as UTF-8.
    return Response(
        "\ufeff" + buffer.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="leave-template.csv"'},
    )


@imports_router.post("", dependencies=[ONCE], max_body_size=LARGEST_FILE)
async def import_leave_file(
    file: Annotated[UploadFile, File(description="xlsx, or csv in UTF-8 or GBK, with a heading")],
    uow: Uow,
    _: MayKeepLeave,
    check: Annotated[bool, Query(description="Only check, and tell every mistake; nothing is written")] = False,
) -> LeaveImportReport:
    """Grants and corrections, up to 20,000 rows, whole or not at all, every mistake told at once.

    A row is known by person, kind, entry and document: loaded again, alone or in a longer file, it adds nothing.
    """
    # A large workbook takes seconds; the others are served meanwhile.
    rows = await asyncio.to_thread(read_table, await file.read(), columns=COLUMNS, required=REQUIRED)
    taken = await import_leave_balances(uow, rows=rows, check_only=check)
    return LeaveImportReport(rows=len(rows), added=taken.added, known=taken.known, applied=not check, errors=list(taken.errors))
