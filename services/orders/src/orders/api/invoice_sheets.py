"""Invoice requests as a sheet for the finance clerk, and the numbers of issued ones back from it."""

import asyncio
from typing import Annotated, Any, Literal

from fastapi import Depends, File, Form, Query, Request, Response, UploadFile

from chassis.actor import Actor
from chassis.auth import requires
from chassis.languages import language_of
from chassis.routes import ONCE, Here, Reader, Uow, transactional_router
from chassis.sheets import XLSX, Cell, sheet_response, write_sheet
from chassis.tables import read_table
from orders.api.invoice_bodies import InvoiceImportOut
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.invoices import InvoiceFilter, find_invoices
from orders.use_cases.export_invoices import export_invoices
from orders.use_cases.import_issued_invoices import import_issued_invoices

router = transactional_router("/v1/invoice-requests", tag="invoice_requests")
Issuing = Annotated[Actor, Depends(requires(Permission.ISSUE_INVOICES))]
SHEET: dict[int | str, dict[str, Any]] = {200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
MOST_ROWS = 5_000
LARGEST_FILE = 10 * 1024 * 1024
NOTHING: list[Cell] = [None] * 20
"""Before the mark in the last line: the columns that are read again stay empty."""
COLUMNS = {"request": ("申请单号", "Request"), "number": ("发票号码", "Invoice number"), "date": ("开票日期", "Issued on")}
HEADINGS = {
    "zh": ["申请单号", "发票号码", "开票日期", "订单号", "平台单号", "店铺", "类别", "抬头", "税号", "金额", "币种", "邮箱", "邮寄地址",
           "注册地址", "电话", "开户行", "账号", "备注", "申请时间", "申请人", "状态"],
    "en": ["Request", "Invoice number", "Issued on", "Order", "Shop's number", "Shop", "Kind", "Title", "Tax number", "Amount", "Currency",
           "E-mail", "Postal address", "Registered address", "Phone", "Bank", "Account", "Note", "Asked at", "Asked by", "State"],
}  # fmt: skip


@router.get("/export", response_class=Response, responses=SHEET)
async def export_invoice_requests(
    request: Request,
    reader: Reader,
    actor: Issuing,
    context: Here,
    reason: Annotated[str, Query(min_length=2, max_length=500, pattern=r"\S", description="Why the full details are needed (rule ORD-5)")],
    state: Annotated[Literal["requested", "issued", "red_due", "red_lettered", "withdrawn"], Query()] = "requested",
    shop_id: Annotated[str | None, Query(max_length=64)] = None,
) -> Response:
    """Up to 5,000 with their titles in full, newest first; the last line says who took it, when and why. Filled in, it is imported again."""
    wanted = InvoiceFilter(
        state=state, kind=None, shop_id=shop_id, q=None, shops=shops_seen_by(actor), after=None, limit=MOST_ROWS - 1
    )  # fmt: skip
    rows = await find_invoices(reader, wanted)
    async with context.new_uow(actor) as uow:
        details = await export_invoices(uow, ids=[row.id for row in rows], state=state, reason=reason)
        await uow.commit()
    zh = language_of(request.headers.get("accept-language")).startswith("zh")
    zone = context.clock.zone
    moment = f"{context.clock.now().astimezone(zone):%Y-%m-%d %H:%M:%S}"
    cells: list[list[Cell]] = []
    for row in rows:
        full = details[row.id]
        cells.append(
            [row.number, row.issued_number, None if row.issued_on is None else row.issued_on.isoformat(), row.order_number,
             row.platform_order_no, row.shop_name or row.shop_id, row.kind, full["title"], full["tax_number"], row.amount.amount,
             row.amount.currency, full["email"], full["address"], full["buyer_address"], full["phone"], full["bank"], full["account"],
             row.note, row.requested_at, row.requested_by, row.state]
        )  # fmt: skip
    mark: list[Cell] = [*NOTHING, f"{actor.name} · {actor.id} · {moment} · {reason}"]
    content = await asyncio.to_thread(
        write_sheet, title="发票申请" if zh else "Invoice requests", headings=HEADINGS["zh" if zh else "en"], rows=[*cells, mark], zone=zone
    )
    return sheet_response(content, filename=f"invoices-{state}-{moment[:10]}.xlsx")


@router.get("/import-template", response_class=Response, responses=SHEET)
async def get_invoice_import_template(context: Here, _: Issuing) -> Response:
    """An empty sheet with the right headings and one example row."""
    headings = [names[0] for names in COLUMNS.values()]
    example: list[Cell] = ["IV-20261122-000001", "24332000000012345678", "2026-11-22"]
    content = write_sheet(title="发票", headings=headings, rows=[example], zone=context.clock.zone)
    return sheet_response(content, filename="issued-invoices.xlsx")


@router.post("/import", dependencies=[ONCE], max_body_size=LARGEST_FILE)
async def import_issued_invoice_numbers(
    uow: Uow,
    _: Issuing,
    file: Annotated[UploadFile, File(description="xlsx, or csv in UTF-8 or GBK, with a heading")],
    mode: Annotated[Literal["check", "run"], Form()] = "check",
) -> InvoiceImportOut:
    """Columns 申请单号, 发票号码, 开票日期 (others are not read). Every wrong row is named; with one wrong row nothing is noted."""
    read = await asyncio.to_thread(read_table, await file.read(), columns=COLUMNS, required=list(COLUMNS))
    # The last line of our own export says who took it.
    rows = [row for row in read if any(row.cells.values())]
    errors = await import_issued_invoices(uow, rows=rows, check_only=mode == "check")
    return InvoiceImportOut(rows=len(rows), checked_only=mode == "check", errors=errors)
