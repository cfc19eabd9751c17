"""Punches: from devices by JSON, from files, and what came (rules ATT-5, SYS-3)."""

import asyncio
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, File, Query, Response, UploadFile
from pydantic import AwareDatetime, BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.rows import RowError
from chassis.sheets import XLSX, sheet_response, write_sheet
from chassis.tables import TableRow, read_table
from people.api.attendance.fields import Keeping
from people.domain.attendance.proofs import Direction
from people.domain.attendance.punch_rows import PunchRow, read_direction, read_moment
from people.domain.ids import PunchBatchId
from people.permissions import Permission
from people.queries.attendance.attendance_lists import list_batch_rows
from people.use_cases.attendance.take_punches import take_punches

punches_router = transactional_router("/v1/attendance/punches", tag="punches")
imports_router = transactional_router("/v1/attendance/punch-imports", tag="punch_imports")
MaySend = Annotated[Actor, Depends(requires(Permission.SEND_PUNCHES))]
COLUMNS = {
    "employee": ("Employee", "工号", "员工编号", "人员编号"),
    "time": ("Time", "打卡时间", "时间", "考勤时间"),
    "direction": ("Direction", "方向", "类型"),
    "device": ("Device", "设备", "考勤机"),
}
XLSX_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
SAID = {"in": Direction.IN, "out": Direction.OUT}


class PunchIn(Body):
    """`employee` is the number people see. `at` with its zone; the same second of the same person is the same punch."""

    employee: Annotated[str, Field(min_length=1, max_length=40)]
    at: AwareDatetime
    direction: Literal["in", "out"] | None = None


class PunchesIn(Body):
    """In any order, late or again: what is there already changes nothing."""

    device: Annotated[str, Field(min_length=1, max_length=80)]
    punches: Annotated[list[PunchIn], Field(min_length=1, max_length=1_000)]


class PunchReport(BaseModel):
    """`known` were there already, or twice in what was sent. `errors` name rows that were not taken; `applied` false: nothing was written."""

    rows: int
    added: int
    known: int
    applied: bool
    errors: list[RowError]


class PunchBatchOut(BaseModel):
    id: PunchBatchId
    source: str
    name: str
    row_count: int
    added_count: int
    known_count: int
    refused_count: int
    received_at: datetime
    received_by: str


@punches_router.post("", dependencies=[ONCE])
async def send_punches(body: PunchesIn, uow: Uow, _: MaySend) -> PunchReport:
    """A device's good punches are taken; each other is named by its place in the list, from 1 (unknown employee, from the future)."""
    rows = [
        PunchRow(
            row=place,
            number=one.employee,
            at=one.at,
            direction=SAID.get(one.direction or "", Direction.UNSAID),
            device=body.device,
        )
        for place, one in enumerate(body.punches, start=1)
    ]
    taken = await take_punches(uow, source="device", name=body.device, rows=rows, check_only=False)
    return PunchReport(rows=len(rows), added=taken.added, known=taken.known, applied=True, errors=list(taken.errors))


@imports_router.get("")
async def list_punch_imports(reader: Reader, paging: Paging, _: Keeping) -> Page[PunchBatchOut]:
    """What devices sent and files held, newest first."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_batch_rows(reader, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    shown = [PunchBatchOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=last)


@imports_router.get("/template", response_class=Response, responses=XLSX_ANSWER)
async def get_punch_import_template(here: Here, _: Keeping) -> Response:
    content = write_sheet(title="打卡记录", headings=[names[1] for names in COLUMNS.values()], rows=[], zone=here.clock.zone)
    return sheet_response(content, filename="punches-template.xlsx")


@imports_router.post("", dependencies=[ONCE])
async def import_punches(
    file: Annotated[UploadFile, File(description="xlsx, or csv in UTF-8 or GBK, with a heading")],
    uow: Uow,
    here: Here,
    _: Keeping,
    check: Annotated[bool, Query(description="Only check, and tell every mistake; nothing is written")] = False,
) -> PunchReport:
    """Up to 20,000 rows, whole or not at all, every mistake told at once. Loaded again it adds nothing."""
    # A large workbook takes seconds; the others are served meanwhile.
    table = await asyncio.to_thread(read_table, await file.read(), columns=COLUMNS, required=["employee", "time"])
    rows = [_row(row, here) for row in table]
    taken = await take_punches(uow, source="file", name=(file.filename or "file")[:200], rows=rows, check_only=check)
    return PunchReport(rows=len(rows), added=taken.added, known=taken.known, applied=not check, errors=list(taken.errors))


def _row(row: TableRow, here: Here) -> PunchRow:
    return PunchRow(
        row=row.number,
        number=row.cells.get("employee", ""),
        at=read_moment(row.cells.get("time", ""), zone=here.clock.zone),
        direction=read_direction(row.cells.get("direction", "")),
        device=row.cells.get("device", "")[:80],
    )
