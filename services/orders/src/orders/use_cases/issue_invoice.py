"""Finance has issued an invoice: its number and date are noted (rule ORD-2)."""

from datetime import date
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.invoice import InvoiceRequest
from orders.domain.invoice_refusals import InvoiceNumberUsed
from orders.store.invoices import lock_invoice, note, used_numbers


async def issue_invoice(uow: UnitOfWork, *, invoice_id: UUID, version: int, number: str, on: date) -> InvoiceRequest:
    """Raises InvoiceNotFound, VersionStale, InvoiceStateForbids, IssueWrong, InvoiceNumberUsed."""
    invoice = await lock_invoice(uow, invoice_id=invoice_id)
    check_version(expected=version, actual=invoice.version)
    used = (await used_numbers(uow, numbers=[number])).get(number)
    if used is not None:
        raise InvoiceNumberUsed(issued=number, number=used)
    invoice.issue(number=number, on=on, today=uow.today, now=uow.now, by=uow.actor.name)
    note(uow, invoice, "issued", issued_number=number, issued_on=on.isoformat())
    return invoice
