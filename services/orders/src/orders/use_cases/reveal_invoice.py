"""Title, tax number and address of an invoice are shown in full, with a reason that is logged (rule ORD-5)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.store.invoices import lock_invoice, note, open_details


async def reveal_invoice(uow: UnitOfWork, *, invoice_id: UUID, reason: str) -> dict[str, str]:
    """Raises InvoiceNotFound, InvoiceUnreadable."""
    invoice = await lock_invoice(uow, invoice_id=invoice_id)
    details = open_details(uow, invoice)
    note(uow, invoice, "revealed", reason=reason)
    return details
