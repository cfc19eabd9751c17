"""Day clear and month close (rules WMS-3, WMS-4, WMS-13)."""

from datetime import date, datetime, time
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Path, Query, Response
from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import sheet_response, write_sheet
from warehouse.api.uploads import XLSX_ANSWER
from warehouse.permissions import Permission
from warehouse.queries.closings import (
    MonthReportLine,
    MonthSeal,
    SignedDay,
    StockBreakRow,
    find_seal,
    list_breaks_of,
    list_days_of,
    list_report_lines,
)
from warehouse.queries.values import Day
from warehouse.queries.warehouses import show_warehouse
from warehouse.use_cases.seal_month import LONGEST_MONTH, seal_month
from warehouse.use_cases.sign_day import sign_day

months_router = transactional_router("/v1/stock-months", tag="closings")
days_router = transactional_router("/v1/stock-days", tag="closings")
breaks_router = transactional_router("/v1/stock-breaks", tag="closings")
Reading = Annotated[Actor, Depends(requires(Permission.READ))]
Closing = Annotated[Actor, Depends(requires(Permission.CLOSE_BOOKS))]
WarehouseCode = Annotated[str, Path(max_length=40)]
Month = Annotated[str, Path(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-06"])]
LARGEST_REPORT = 200_000
HEADINGS = ["SKU", "名称", "状态", "期初", "入", "出", "期末", "封账后"]


class MonthReport(BaseModel):
    """`seal` None: from the books as they are now."""

    warehouse: str
    month: str
    seal: MonthSeal | None
    lines: Page[MonthReportLine]


class Note(Body):
    note: Annotated[str, Field(max_length=500)] = ""


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _span(month: date, following: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    return datetime.combine(month, time(), zone), datetime.combine(following, time(), zone)


async def _report(
    session: AsyncSession, *, warehouse: str, month: str, zone: ZoneInfo, after: tuple[str, str] | None, limit: int
) -> tuple[MonthSeal | None, list[MonthReportLine]]:
    await show_warehouse(session, code=warehouse)
    first = _first_day(month)
    following = (first + LONGEST_MONTH).replace(day=1)
    seal = await find_seal(session, warehouse=warehouse, month=first)
    lines = await list_report_lines(
        session,
        warehouse=warehouse,
        month=first,
        following=following,
        span=_span(first, following, zone),
        is_sealed=seal is not None,
        after=after,
        limit=limit,
    )
    return seal, lines


@months_router.get("/{warehouse}/{month}")
async def get_month_report(
    warehouse: WarehouseCode, month: Month, reader: Reader, context: Here, paging: Paging, _: Reading
) -> MonthReport:
    """In, out and balance of each item (rule WMS-4): before its end from the books as they are, once closed as it was closed."""
    after = paging.after(str, str)
    position = None if after is None else (after[0], after[1])
    seal, rows = await _report(reader, warehouse=warehouse, month=month, zone=context.clock.zone, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    lines = page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.sku, last.state) if last else None)
    return MonthReport(warehouse=warehouse, month=month, seal=seal, lines=lines)


@months_router.get("/{warehouse}/{month}/xlsx", response_class=Response, responses=XLSX_ANSWER)
async def download_month_report(warehouse: WarehouseCode, month: Month, reader: Reader, context: Here, _: Reading) -> Response:
    """The whole report as a sheet."""
    _seal, rows = await _report(reader, warehouse=warehouse, month=month, zone=context.clock.zone, after=None, limit=LARGEST_REPORT)
    cells = [
        [row.sku, row.name_zh or row.name_en, row.state, row.opening, row.came_in, row.went_out, row.closing, row.after_seal]
        for row in rows
    ]
    content = write_sheet(title=f"{warehouse} {month}", headings=HEADINGS, rows=cells, zone=context.clock.zone)
    return sheet_response(content, filename=f"stock-{warehouse}-{month}.xlsx")


@months_router.post("/{warehouse}/{month}/seal", status_code=201, dependencies=[ONCE], name="seal_month")
async def seal(warehouse: WarehouseCode, month: Month, body: Note, uow: Uow, _: Closing) -> MonthSeal:
    """It takes no further lines: what is learned later is entered as after seal (rule WMS-13)."""
    made = await seal_month(uow, warehouse=warehouse, month=_first_day(month), note=body.note)
    return MonthSeal(sealed_at=made.sealed_at, sealed_by=made.sealed_by, note=made.note)


@days_router.get("/{warehouse}")
async def list_signed_days(warehouse: WarehouseCode, reader: Reader, paging: Paging, _: Reading) -> Page[SignedDay]:
    """Newest first."""
    await show_warehouse(reader, code=warehouse)
    after = paging.after(date)
    rows = await list_days_of(reader, warehouse=warehouse, before=None if after is None else after[0], limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.day) if last else None)


@days_router.post("/{warehouse}/{day}/sign", status_code=201, dependencies=[ONCE], name="sign_day")
async def sign(warehouse: WarehouseCode, day: Day, body: Note, uow: Uow, _: Closing) -> SignedDay:
    """Ledger, levels, bin cards and books agree, by the whole ledger; where they do not, each break is named."""
    made = await sign_day(uow, warehouse=warehouse, day=day, note=body.note)
    return SignedDay(day=made.day, signed_at=made.signed_at, signed_by=made.signed_by, lines=made.lines, note=made.note)


@breaks_router.get("")
async def list_stock_breaks(
    reader: Reader, paging: Paging, _: Reading, open_only: Annotated[bool, Query(description="Only those that are so now")] = True
) -> Page[StockBreakRow]:
    """What levels said and bin cards or books did not prove; found within a minute."""
    after = paging.after(int)
    before = None if after is None else max(0, min(after[0], 2**31 - 1))
    rows = await list_breaks_of(reader, only_open=open_only, before=before, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.number) if last else None)
