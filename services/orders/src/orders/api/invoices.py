"""Invoices 发票: asked for, listed, issued, taken back."""

import asyncio
from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Depends, File, Query, Response, UploadFile

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Reader, Uow, transactional_router
from orders.api.bulk_actions import OrderId
from orders.api.invoice_bodies import InvoiceCounts, InvoiceDetailsOut, InvoicesOut, NoteIssue, RequestInvoice, WithReason
from orders.domain.invoice import LARGEST_FILE
from orders.domain.invoice_refusals import InvoiceFileWrong
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.invoices import (
    InvoiceFilter,
    InvoiceId,
    InvoiceOut,
    count_invoices,
    find_invoice,
    find_invoices,
    find_invoices_of_order,
    find_order_by_platform_number,
)
from orders.use_cases.issue_invoice import issue_invoice
from orders.use_cases.keep_invoice_file import keep_invoice_file
from orders.use_cases.read_invoice_file import read_invoice_file
from orders.use_cases.red_letter_invoice import red_letter_invoice
from orders.use_cases.request_invoice import request_invoice
from orders.use_cases.reveal_invoice import reveal_invoice
from orders.use_cases.withdraw_invoice import withdraw_invoice

router = transactional_router("/v1/invoice-requests", tag="invoice_requests")
of_orders = transactional_router("/v1/orders", tag="orders")
Reading = Annotated[Actor, Depends(requires(Permission.READ_INVOICES))]
Issuing = Annotated[Actor, Depends(requires(Permission.ISSUE_INVOICES))]
State = Literal["requested", "issued", "red_due", "red_lettered", "withdrawn"]
MEDIA = {"pdf": "application/pdf", "ofd": "application/ofd"}
FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA.values()}}
}
ROOM_FOR_FORM = 64 * 1024


@router.get("")
async def list_invoice_requests(
    reader: Reader,
    paging: Paging,
    actor: Reading,
    state: Annotated[State | None, Query()] = None,
    kind: Annotated[Literal["ordinary", "special"] | None, Query()] = None,
    shop_id: Annotated[str | None, Query(max_length=64)] = None,
    q: Annotated[str | None, Query(max_length=64, description="A request's, order's, shop's or invoice's number, whole")] = None,
) -> Page[InvoiceOut]:
    """Newest first."""
    key = paging.after(datetime, UUID)
    wanted = InvoiceFilter(
        state=state,
        kind=kind,
        shop_id=shop_id,
        q=q,
        shops=shops_seen_by(actor),
        after=None if key is None else (key[0], key[1]),
        limit=paging.limit,
    )
    found = await find_invoices(reader, wanted)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.requested_at, last.id) if last else None)


@router.get("/counts")
async def count_invoice_requests(reader: Reader, actor: Reading) -> InvoiceCounts:
    """How many wait for an invoice, and how many for a red-letter one."""
    return InvoiceCounts(data=await count_invoices(reader, actor=actor))


@router.post("", status_code=201, dependencies=[ONCE])
async def request_invoice_of_order(
    body: RequestInvoice, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.REQUEST_INVOICES))]
) -> InvoiceOut:
    """Once for an order, for at most what was paid less what was given back."""
    order_id = body.order_id
    if order_id is None:
        assert body.order is not None, "the body has exactly one of them"
        number = body.order.platform_order_no
        order_id = await find_order_by_platform_number(uow.session, shop_id=body.order.shop_id, number=number, actor=actor)
    invoice = await request_invoice(
        uow,
        order_id=order_id,
        kind=body.kind,
        title_kind=body.title_kind,
        details=body.details(),
        amount=None if body.amount is None else Decimal(body.amount),
        note_text=body.note,
    )
    await uow.session.flush()
    return await find_invoice(uow.session, invoice_id=invoice.id, actor=actor)


@router.get("/{invoice_id}")
async def get_invoice_request(invoice_id: InvoiceId, reader: Reader, actor: Reading, response: Response) -> InvoiceOut:
    """One request; a person's name is masked."""
    invoice = await find_invoice(reader, invoice_id=invoice_id, actor=actor)
    show_version(response, invoice.version)
    return invoice


@router.post("/{invoice_id}/issue", dependencies=[ONCE])
async def note_issued_invoice(invoice_id: InvoiceId, body: NoteIssue, version: ExpectedVersion, uow: Uow, actor: Issuing) -> InvoiceOut:
    """It was issued: its number and date."""
    await issue_invoice(uow, invoice_id=invoice_id, version=version, number=body.number.strip(), on=body.on)
    await uow.session.flush()
    return await find_invoice(uow.session, invoice_id=invoice_id, actor=actor)


@router.post("/{invoice_id}/red-letter", dependencies=[ONCE])
async def note_red_letter_invoice(invoice_id: InvoiceId, body: NoteIssue, version: ExpectedVersion, uow: Uow, actor: Issuing) -> InvoiceOut:
    """A red-letter invoice took it back after a refund; for what is left a new one may be asked for."""
    await red_letter_invoice(uow, invoice_id=invoice_id, version=version, number=body.number.strip(), on=body.on)
    await uow.session.flush()
    return await find_invoice(uow.session, invoice_id=invoice_id, actor=actor)


@router.post("/{invoice_id}/withdraw", dependencies=[ONCE])
async def withdraw_invoice_request(
    invoice_id: InvoiceId,
    body: WithReason,
    version: ExpectedVersion,
    uow: Uow,
    actor: Annotated[Actor, Depends(requires(Permission.REQUEST_INVOICES))],
) -> InvoiceOut:
    """Not issued yet and no longer wanted."""
    await withdraw_invoice(uow, invoice_id=invoice_id, version=version, reason=body.reason)
    await uow.session.flush()
    return await find_invoice(uow.session, invoice_id=invoice_id, actor=actor)


@router.post("/{invoice_id}/reveal", dependencies=[ONCE])
async def reveal_invoice_details(invoice_id: InvoiceId, body: WithReason, uow: Uow, _: Issuing) -> InvoiceDetailsOut:
    """Title, tax number and address in full (rule ORD-5); who saw them, when and why stands in the audit trail."""
    details = await reveal_invoice(uow, invoice_id=invoice_id, reason=body.reason)
    return InvoiceDetailsOut.model_validate({name: details.get(name, "") for name in InvoiceDetailsOut.model_fields})


@router.post("/{invoice_id}/file", dependencies=[ONCE], max_body_size=LARGEST_FILE + ROOM_FOR_FORM)
async def upload_invoice_file(
    invoice_id: InvoiceId, file: Annotated[UploadFile, File(description="PDF or OFD, at most 5 MB")], uow: Uow, actor: Issuing
) -> InvoiceOut:
    """Kept sealed; a later file takes its place."""
    if file.size is not None and file.size > LARGEST_FILE:
        raise InvoiceFileWrong
    content = await asyncio.to_thread(file.file.read)
    await keep_invoice_file(uow, invoice_id=invoice_id, content=content)
    await uow.session.flush()
    return await find_invoice(uow.session, invoice_id=invoice_id, actor=actor)


@router.post("/{invoice_id}/file/read", response_class=Response, responses=FILE)
async def read_file_of_invoice(invoice_id: InvoiceId, uow: Uow, _: Reading) -> Response:
    """The file; each look stands in the audit trail."""
    number, kind, content = await read_invoice_file(uow, invoice_id=invoice_id)
    return Response(content, media_type=MEDIA[kind], headers={"Content-Disposition": f'attachment; filename="{number}.{kind}"'})


@of_orders.get("/{order_id}/invoices")
async def list_invoices_of_order(
    order_id: OrderId, reader: Reader, actor: Annotated[Actor, Depends(requires(Permission.READ))]
) -> InvoicesOut:
    """Newest first."""
    return InvoicesOut(data=list(await find_invoices_of_order(reader, order_id=order_id, actor=actor)))
