"""Carriers' bills against our own sum (rule LOG-3)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Form, Path, Query, Response
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.context import Context
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import sheet_response, write_sheet
from warehouse.api.uploads import FREIGHT_COLUMNS, XLSX_ANSWER, Upload, headings, read_rows
from warehouse.domain.freight.bill import MOST_LINES, LineResult, LineState, Step
from warehouse.permissions import Permission
from warehouse.queries.freight.bills import (
    FreightBillLineRow,
    FreightBillOut,
    FreightBillRow,
    MissingParcel,
    list_freight_bills_of,
    list_lines_of_bill,
    list_parcels_missing_in,
    show_freight_bill,
)
from warehouse.queries.values import Code, Day
from warehouse.use_cases.freight.import_freight_bill import import_freight_bill
from warehouse.use_cases.freight.pay_freight_bill import pay_freight_bill
from warehouse.use_cases.freight.settle_line import settle_line

router = transactional_router("/v1/freight-bills", tag="freight")
Reading = Annotated[Actor, Depends(requires(Permission.READ_FREIGHT))]
Reconciling = Annotated[Actor, Depends(requires(Permission.RECONCILE_FREIGHT))]
Number = Annotated[str, Path(max_length=40)]
LineNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
LARGEST_FILE = 40_000_000
Yuan = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=2)]


class SettleLine(Body):
    """`proved`: as billed; `given_up`: our figure; `settled`: `amount`, between the two."""

    step: Step
    amount: Yuan | None = None
    note: Annotated[str, Field(min_length=1, max_length=500)]


class PayBill(Body):
    amount: Annotated[Decimal, Field(gt=0, le=100_000_000, decimal_places=2)]
    document: Annotated[str, Field(min_length=1, max_length=100)]


@router.get("")
async def list_freight_bills(
    reader: Reader, paging: Paging, _: Reading, carrier: Annotated[str | None, Query(max_length=40)] = None
) -> Page[FreightBillRow]:
    """Newest first."""
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_freight_bills_of(reader, carrier=carrier, after=position, limit=paging.limit)
    cursor = None
    if rows:
        last, last_id = rows[: paging.limit][-1]
        cursor = make_cursor(last.imported_at, last_id)
    return page_of([row for row, _ in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/template", response_class=Response, responses=XLSX_ANSWER)
async def get_freight_bill_template(context: Here, _: Reconciling) -> Response:
    return _template(context)


def _template(context: Context) -> Response:
    content = write_sheet(title="运费账单", headings=headings(FREIGHT_COLUMNS), rows=[], zone=context.clock.zone)
    return sheet_response(content, filename="freight-bill-template.xlsx")


@router.post("", status_code=201, dependencies=[ONCE], name="import_freight_bill", max_body_size=LARGEST_FILE)
async def take_freight_bill(
    file: Upload,
    uow: Uow,
    _: Reconciling,
    carrier: Annotated[Code, Form()],
    period_from: Annotated[Day, Form()],
    period_to: Annotated[Day, Form()],
) -> FreightBillOut:
    """Up to 200,000 lines, all or nothing, every mistake told at once. The same lines again are the bill they were."""
    rows = await read_rows(await file.read(), FREIGHT_COLUMNS, optional=["weight", "province"], most_rows=MOST_LINES)
    bill = await import_freight_bill(uow, carrier=carrier, period=(period_from, period_to), file_name=file.filename or "", rows=rows)
    return await show_freight_bill(uow.session, number=bill.number)


@router.get("/{number}")
async def get_freight_bill(number: Number, reader: Reader, _: Reading) -> FreightBillOut:
    """With its sums by what comparing found."""
    return await show_freight_bill(reader, number=number)


@router.get("/{number}/lines")
async def list_freight_bill_lines(
    number: Number,
    reader: Reader,
    paging: Paging,
    _: Reading,
    result: LineResult | None = None,
    state: LineState | None = None,
    q: Annotated[str | None, Query(max_length=60)] = None,
) -> Page[FreightBillLineRow]:
    """In the order of the file; `q` is a whole tracking number."""
    after = paging.after(int)
    position = None if after is None else max(0, min(after[0], 2**31 - 1))
    rows = await list_lines_of_bill(reader, number=number, result=result, state=state, q=q, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.line_no) if last else None)


@router.get("/{number}/missing")
async def list_parcels_not_billed(number: Number, reader: Reader, paging: Paging, _: Reading) -> Page[MissingParcel]:
    """Parcels of its period that no bill of the carrier names."""
    after = paging.after(str)
    rows = await list_parcels_missing_in(reader, number=number, after=None if after is None else after[0], limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.tracking_number) if last else None)


@router.post("/{number}/lines/{line_no}/settle", dependencies=[ONCE], name="settle_freight_line")
async def settle(number: Number, line_no: LineNumber, body: SettleLine, uow: Uow, _: Reconciling) -> FreightBillLineRow:
    """One step of its dispute; every step is kept."""
    await settle_line(uow, number=number, line_no=line_no, step=body.step, amount=body.amount, note=body.note)
    await uow.session.flush()
    found = await list_lines_of_bill(uow.session, number=number, result=None, state=None, q=None, after=line_no - 1, limit=1)
    return found[0]


@router.post("/{number}/payments", status_code=201, dependencies=[ONCE], name="pay_freight_bill")
async def pay(number: Number, body: PayBill, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.PAY_FREIGHT))]) -> FreightBillOut:
    """Whole or in part, never more than is payable."""
    await pay_freight_bill(uow, number=number, amount=body.amount, document=body.document)
    await uow.session.flush()
    return await show_freight_bill(uow.session, number=number)
