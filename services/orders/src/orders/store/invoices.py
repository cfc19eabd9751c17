"""Invoice requests, their files, and what of an order may be invoiced."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select, text

from chassis.ids import show_id
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.invoice import INVOICE, STANDING, InvoiceFile, InvoiceRequest
from orders.domain.invoice_refusals import InvoiceNotFound, InvoiceUnreadable
from orders.domain.order import Order
from orders.domain.regrouping import paid_of_lines
from orders.domain.status import ENDED_EARLY, Refund

# A sequence, for it needs no second connection (as store/aftersales/cases.py).
NEXT_NUMBER = text("SELECT nextval('invoice_number')")
REFUNDED = text("SELECT line_no, refunded FROM line_money WHERE order_id = :order_id")


async def next_invoice_number(uow: UnitOfWork) -> str:
    return f"IV-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


async def left_to_invoice(uow: UnitOfWork, order: Order) -> Decimal:
    """Truly paid, less what was given back: by a case of ours, or as the shop tells of a line. Lines are loaded."""
    if order.refund == Refund.DONE or order.status in ENDED_EARLY:
        return Decimal(0)
    by_case: dict[int, Decimal] = {row.line_no: row.refunded for row in await uow.session.execute(REFUNDED, {"order_id": order.id})}
    given_back = sum(by_case.values(), Decimal(0))
    for line, paid in zip(order.lines, paid_of_lines(order), strict=True):
        if not line.to_send:
            given_back += max(paid - by_case.get(line.line_no, Decimal(0)), Decimal(0))
    return max(order.paid_amount - given_back, Decimal(0))


async def standing_of_order(uow: UnitOfWork, *, order_id: UUID) -> InvoiceRequest | None:
    """The order is locked."""
    query = select(InvoiceRequest).where(InvoiceRequest.order_id == order_id, InvoiceRequest.state.in_(STANDING))
    return await uow.session.scalar(query)


async def lock_invoice(uow: UnitOfWork, *, invoice_id: UUID) -> InvoiceRequest:
    """Raises InvoiceNotFound; also for what the actor may not see."""
    found = await _lock(uow, ids=[invoice_id])
    if not found:
        raise InvoiceNotFound
    return found[0]


async def lock_invoices_numbered(uow: UnitOfWork, *, numbers: Collection[str]) -> dict[str, InvoiceRequest]:
    """Of shops that the actor may see."""
    query = select(InvoiceRequest.id).where(InvoiceRequest.number.in_(numbers))
    ids = list(await uow.session.scalars(query))
    return {row.number: row for row in await _lock(uow, ids=ids)}


async def lock_standing_of_orders(uow: UnitOfWork, *, order_ids: Collection[UUID]) -> Sequence[InvoiceRequest]:
    query = select(InvoiceRequest).where(InvoiceRequest.order_id.in_(order_ids), InvoiceRequest.state.in_(STANDING))
    return (await uow.session.scalars(query.order_by(InvoiceRequest.id).with_for_update())).all()


async def used_numbers(uow: UnitOfWork, *, numbers: Collection[str]) -> Mapping[str, str]:
    """Invoice numbers that are noted already, and the request each stands on."""
    query = select(InvoiceRequest.issued_number, InvoiceRequest.number).where(InvoiceRequest.issued_number.in_(numbers))
    return {row.issued_number: row.number for row in await uow.session.execute(query) if row.issued_number is not None}


async def file_of(uow: UnitOfWork, *, invoice_id: UUID) -> InvoiceFile | None:
    return await uow.session.get(InvoiceFile, invoice_id)


def open_details(uow: UnitOfWork, invoice: InvoiceRequest) -> dict[str, str]:
    """Raises InvoiceUnreadable."""
    try:
        return uow.sealer.open(invoice.details_sealed)
    except SealBroken as error:
        raise InvoiceUnreadable(number=invoice.number) from error


def note(uow: UnitOfWork, invoice: InvoiceRequest, what: str, *, reason: str | None = None, **facts: object) -> None:
    """Into the audit trail and onto open screens."""
    shown = show_id(INVOICE, invoice.id)
    uow.audit(f"invoice.{what}", noun="invoice", noun_id=shown, after={"state": str(invoice.state), **facts}, reason=reason)
    uow.changed("invoice", shown)
    uow.changed("order", show_id("ord", invoice.order_id))


async def _lock(uow: UnitOfWork, *, ids: Collection[UUID]) -> Sequence[InvoiceRequest]:
    query = select(InvoiceRequest).where(InvoiceRequest.id.in_(ids))
    if uow.actor.shops is not None:
        query = query.where(InvoiceRequest.shop_id.in_(uow.actor.shops))
    query = query.order_by(InvoiceRequest.id).with_for_update().execution_options(populate_existing=True)
    return (await uow.session.scalars(query)).all()


async def opened_details(uow: UnitOfWork, *, ids: Collection[UUID]) -> dict[UUID, dict[str, str]]:
    """By id; what cannot be opened is left out."""
    query = select(InvoiceRequest.id, InvoiceRequest.details_sealed).where(InvoiceRequest.id.in_(ids))
    found: dict[UUID, dict[str, str]] = {}
    for row in await uow.session.execute(query):
        try:
            found[row.id] = uow.sealer.open(row.details_sealed)
        except SealBroken:
            continue
    return found
