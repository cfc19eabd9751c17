"""Invoice requests leave as a sheet with their details in full: who took them, which and why is written down (rule ORD-5)."""

from collections.abc import Sequence
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.uow import UnitOfWork
from orders.domain.invoice import DETAILS, INVOICE
from orders.store.invoices import opened_details


async def export_invoices(uow: UnitOfWork, *, ids: Sequence[UUID], state: str, reason: str) -> dict[UUID, dict[str, str]]:
    """Their details by id; what cannot be opened is empty."""
    found = await opened_details(uow, ids=ids)
    after: dict[str, object] = {"state": state, "requests": [show_id(INVOICE, one) for one in ids]}
    uow.audit("invoices.exported", noun="invoice_export", noun_id=new_id(), after=after, reason=reason)
    return {one: {name: found.get(one, {}).get(name, "") for name in DETAILS} for one in ids}
