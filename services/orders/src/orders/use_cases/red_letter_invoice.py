"""A red-letter invoice has taken an issued one back, after a refund (rule ORD-2)."""

from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.invoice import InvoiceRequest
from orders.store.invoices import lock_invoice, note


async def red_letter_invoice(uow: UnitOfWork, *, invoice_id: UUID, version: int, number: str, on: date) -> InvoiceRequest:
    """For what is left a new one may be asked for. Raises InvoiceNotFound, VersionStale, InvoiceStateForbids, IssueWrong."""
    invoice = await lock_invoice(uow, invoice_id=invoice_id)
    check_version(expected=version, actual=invoice.version)
    invoice.red_letter(number=number, on=on, today=uow.today, now=uow.now, by=uow.actor.name)
    note(uow, invoice, "red_lettered", red_number=number, red_on=on.isoformat())
    return invoice
