"""Carriers' bills against our own sum (rule LOG-3)."""

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Form, Path, Query, Request, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires_for_all_shops
from chassis.context import Context
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import sheet_response, write_sheet
from warehouse.api.uploads import FREIGHT_COLUMNS, XLSX_ANSWER, ImportReport, Upload, headings, read_rows
from warehouse.domain.file_rows import RowChecks
from warehouse.domain.freight.bill import MOST_LINES, LineResult, LineState, Step
from warehouse.domain.freight.bill_file import read_lines
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
from warehouse.queries.freight.dispute_file import write_dispute_file
from warehouse.queries.values import Code, Day
from warehouse.use_cases.freight.import_freight_bill import import_freight_bill
from warehouse.use_cases.freight.pay_freight_bill import pay_freight_bill
from warehouse.use_cases.freight.settle_lines import LineOutcome, settle_lines

router = transactional_router("/v1/freight-bills", tag="freight")
# A bill is of parcels of all shops.
Reading = Annotated[Actor, Depends(requires_for_all_shops(Permission.READ_FREIGHT))]
Reconciling = Annotated[Actor, Depends(requires_for_all_shops(Permission.RECONCILE_FREIGHT))]
Paying = Annotated[Actor, Depends(requires_for_all_shops(Permission.PAY_FREIGHT))]
Number = Annotated[str, Path(max_length=40)]
LineNumber = Annotated[int, Path(ge=1, le=2**31 - 1)]
LARGEST_FILE = 40_000_000
OPTIONAL = ("weight", "province")
Yuan = Annotated[Decimal, Field(ge=0, le=100_000_000, decimal_places=2)]


class SettleLine(Body):
    """`proved`: as billed; `given_up`: our figure; `settled`: `amount`, between the two."""

    step: Step
    amount: Yuan | None = None
    note: Annotated[str, Field(min_length=1, max_length=500)]


class SettleLines(Body):
    """Up to 500 at once; what is settled in between is settled line by line."""

    lines: Annotated[list[Annotated[int, Field(ge=1, le=2**31 - 1)]], Field(min_length=1, max_length=500)]
    step: Literal[Step.PROVED, Step.GIVEN_UP]
    note: Annotated[str, Field(min_length=1, max_length=500)]


class SettleResult(BaseModel):
    """`outcome` is settled or refused; then `code` is for programs, `rule` names the rule and `detail` is a sentence for people."""

    line_no: int
    outcome: str
    code: str | None
    rule: str | None
    detail: str | None


class SettleResults(BaseModel):
    results: list[SettleResult]


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
    rows = await read_rows(await file.read(), FREIGHT_COLUMNS, optional=OPTIONAL, most_rows=MOST_LINES)
    bill = await import_freight_bill(uow, carrier=carrier, period=(period_from, period_to), file_name=file.filename or "", rows=rows)
    return await show_freight_bill(uow.session, number=bill.number)


@router.post("/check", name="check_freight_bill", max_body_size=LARGEST_FILE)
async def check(file: Upload, _: Reconciling) -> ImportReport:
    """Every mistake in the file of a bill; nothing is written."""
    rows = await read_rows(await file.read(), FREIGHT_COLUMNS, optional=OPTIONAL, most_rows=MOST_LINES)
    checks = RowChecks()
    await asyncio.to_thread(read_lines, rows, checks)
    return ImportReport(rows=len(rows), applied=False, errors=checks.errors)


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
    for outcome in await settle_lines(uow, number=number, line_nos=[line_no], step=body.step, amount=body.amount, note=body.note):
        if outcome.refusal is not None:
            raise outcome.refusal
    await uow.session.flush()
    found = await list_lines_of_bill(uow.session, number=number, result=None, state=None, q=None, after=line_no - 1, limit=1)
    return found[0]


@router.post("/{number}/settle", dependencies=[ONCE], name="settle_freight_lines")
async def settle_many(number: Number, body: SettleLines, uow: Uow, request: Request, _: Reconciling) -> SettleResults:
    """Each for itself; the results are in the order asked."""
    outcomes = await settle_lines(uow, number=number, line_nos=body.lines, step=body.step, amount=None, note=body.note)
    language = language_of(request.headers.get("accept-language"))
    return SettleResults(results=[_result(outcome, language) for outcome in outcomes])


def _result(outcome: LineOutcome, language: str) -> SettleResult:
    refusal = outcome.refusal
    if refusal is None:
        return SettleResult(line_no=outcome.line_no, outcome="settled", code=None, rule=None, detail=None)
    return SettleResult(line_no=outcome.line_no, outcome="refused", code=refusal.code, rule=refusal.rule, detail=refusal.sentence(language))


@router.get("/{number}/disputes.xlsx", response_class=Response, responses=XLSX_ANSWER)
async def get_freight_dispute_file(number: Number, reader: Reader, context: Here, _: Reading) -> Response:
    """What is disputed, line by line with our scale reading: for the carrier, in its language."""
    content = await write_dispute_file(reader, number=number, zone=context.clock.zone)
    return sheet_response(content, filename=f"{number}-disputes.xlsx")


@router.post("/{number}/payments", status_code=201, dependencies=[ONCE], name="pay_freight_bill")
async def pay(number: Number, body: PayBill, uow: Uow, _: Paying) -> FreightBillOut:
    """Whole or in part, never more than is payable."""
    await pay_freight_bill(uow, number=number, amount=body.amount, document=body.document)
    await uow.session.flush()
    return await show_freight_bill(uow.session, number=number)
