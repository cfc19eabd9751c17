"""The file of an issued invoice is kept, sealed; a later one takes its place (rule ORD-5)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.invoice import InvoiceFile, InvoiceRequest, InvoiceState, file_kind
from orders.domain.invoice_refusals import InvoiceStateForbids
from orders.store.invoices import file_of, lock_invoice, note


async def keep_invoice_file(uow: UnitOfWork, *, invoice_id: UUID, content: bytes) -> InvoiceRequest:
    """Raises InvoiceFileWrong, InvoiceNotFound, InvoiceStateForbids."""
    kind = file_kind(content)
    invoice = await lock_invoice(uow, invoice_id=invoice_id)
    if invoice.state in (InvoiceState.REQUESTED, InvoiceState.WITHDRAWN):
        raise InvoiceStateForbids(number=invoice.number, state=invoice.state)
    kept = await file_of(uow, invoice_id=invoice_id)
    if kept is None:
        kept = InvoiceFile(invoice_id=invoice_id)
        uow.session.add(kept)
    kept.kind, kept.size, kept.content_sealed = kind, len(content), uow.sealer.seal_bytes(content)
    kept.added_at, kept.added_by = uow.now, uow.actor.name
    note(uow, invoice, "file_kept", kind=kind, size=len(content))
    return invoice
