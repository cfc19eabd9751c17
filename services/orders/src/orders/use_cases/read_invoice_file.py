"""The file of an invoice, opened for who may read it; each look stands in the audit trail (rule ORD-5)."""

from uuid import UUID

from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.invoice_refusals import InvoiceFileMissing, InvoiceUnreadable
from orders.store.invoices import file_of, lock_invoice, note


async def read_invoice_file(uow: UnitOfWork, *, invoice_id: UUID) -> tuple[str, str, bytes]:
    """The request's number, the kind and the content. Raises InvoiceNotFound, InvoiceFileMissing, InvoiceUnreadable."""
    invoice = await lock_invoice(uow, invoice_id=invoice_id)
    kept = await file_of(uow, invoice_id=invoice_id)
    if kept is None:
        raise InvoiceFileMissing
    try:
        content = uow.sealer.open_bytes(kept.content_sealed)
    except SealBroken as error:
        raise InvoiceUnreadable(number=invoice.number) from error
    note(uow, invoice, "file_read")
    return invoice.number, kept.kind, content
