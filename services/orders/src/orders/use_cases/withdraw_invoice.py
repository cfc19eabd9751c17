"""An invoice is no longer wanted, or was asked for wrongly; it was not issued yet (rule ORD-2)."""

from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from orders.domain.invoice import InvoiceRequest
from orders.store.invoices import lock_invoice, note


async def withdraw_invoice(uow: UnitOfWork, *, invoice_id: UUID, version: int, reason: str) -> InvoiceRequest:
    """Raises InvoiceNotFound, VersionStale, InvoiceStateForbids."""
    invoice = await lock_invoice(uow, invoice_id=invoice_id)
    check_version(expected=version, actual=invoice.version)
    invoice.withdraw(reason=reason)
    note(uow, invoice, "withdrawn", reason=reason)
    return invoice
