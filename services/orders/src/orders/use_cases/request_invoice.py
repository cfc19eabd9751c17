"""A buyer, through their own mall, or a clerk asks for an order's invoice (rules ORD-2, ORD-5)."""

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.effects import Effects
from orders.domain.invoice import CURRENCY, InvoiceRequest, InvoiceState, shown_email, shown_title, wrong_details
from orders.domain.invoice_refusals import InvoiceDetailsWrong, InvoiceTwice, MoreThanWasPaid, NothingToInvoice
from orders.domain.order import NotTheBuyersOrder, Order
from orders.domain.status import OrderKind
from orders.domain.timeline import Happened
from orders.store.effects import carry_out
from orders.store.invoices import left_to_invoice, next_invoice_number, note, standing_of_order
from orders.store.orders import lock_order


async def request_invoice(
    uow: UnitOfWork, *, order_id: UUID, kind: str, title_kind: str, details: Mapping[str, str], amount: Decimal | None, note_text: str
) -> InvoiceRequest:
    """`amount` None: all that was paid less what was given back. `details` holds every field of DETAILS.

    Raises OrderNotFound, NotTheBuyersOrder, InvoiceDetailsWrong, InvoiceTwice, NothingToInvoice, MoreThanWasPaid.
    """
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    if order.kind != OrderKind.ORDER:
        raise NotTheBuyersOrder(number=order.number)
    wrong = wrong_details(kind, title_kind, details)
    if wrong:
        raise InvoiceDetailsWrong(errors=wrong)
    standing = await standing_of_order(uow, order_id=order.id)
    if standing is not None:
        raise InvoiceTwice(order=order.number, number=standing.number)
    most = await _most(uow, order)
    if amount is not None and amount > most:
        error = FieldError(pointer="/amount", code="more_than_paid", zh="超过可开金额", en="is more than can be invoiced")
        raise MoreThanWasPaid(most=f"{most:.2f} {CURRENCY}", errors=[error])
    invoice = InvoiceRequest(
        id=new_id(),
        number=await next_invoice_number(uow),
        order_id=order.id,
        order_number=order.number,
        order_day=order.placed_at.astimezone(uow.frame.zone).date(),
        shop_id=order.shop_id,
        kind=kind,
        title_kind=title_kind,
        title_shown=shown_title(title_kind, details["title"]),
        email_shown=shown_email(details["email"]),
        details_sealed=uow.sealer.seal(dict(details)),
        amount=most if amount is None else amount,
        currency=CURRENCY,
        state=InvoiceState.REQUESTED,
        note=note_text,
        requested_at=uow.now,
        requested_by=uow.actor.name,
        issued_by="",
        red_by="",
        ended_reason="",
        version=1,
    )
    uow.session.add(invoice)
    note(uow, invoice, "requested", number=invoice.number, order=order.number, amount=f"{invoice.amount:.2f}")
    effects = Effects()
    effects.happened(order, Happened.INVOICE_REQUESTED, number=invoice.number, amount=f"{invoice.amount:.2f}", kind=kind)
    await carry_out(uow, effects)
    return invoice


async def _most(uow: UnitOfWork, order: Order) -> Decimal:
    most = await left_to_invoice(uow, order) if order.currency == CURRENCY and order.paid_at is not None else Decimal(0)
    if most <= 0:
        raise NothingToInvoice(order=order.number)
    return most
