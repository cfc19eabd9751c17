"""Who asked for an export downloads its file; each time is written down (rule ORD-5)."""

from uuid import UUID

from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import DataExport, ExportKind, ExportNotFound, ExportNotReady, ExportOutsideShops, ExportState
from orders.permissions import Permission
from orders.store.customers.data_exports import lock_export, note_download, read_file, told

NEEDED = {ExportKind.ORDERS: Permission.EXPORT, ExportKind.CUSTOMERS: Permission.EXPORT_CUSTOMERS}


async def take_export_file(uow: UnitOfWork, *, export_id: UUID) -> tuple[DataExport, bytes]:
    """Who may no longer export, or sees fewer shops than then, gets nothing. Raises ExportNotFound for everybody else, Forbidden,
    ExportNotReady, ExportOutsideShops.
    """
    export = await lock_export(uow, export_id)
    if export is None or export.asked_by_id != uow.actor.id:
        raise ExportNotFound
    uow.actor.must(NEEDED[ExportKind(export.kind)])
    if export.full_contacts:
        uow.actor.must(Permission.REVEAL_RECEIVER)
    if export.state != ExportState.READY or export.expires_at is None or export.expires_at <= uow.now:
        raise ExportNotReady(state=ExportState.EXPIRED if export.state == ExportState.READY else export.state)
    if uow.actor.shops is not None and (export.shops is None or not set(export.shops) <= uow.actor.shops):
        raise ExportOutsideShops
    note_download(uow, export)
    told(uow, export, "downloaded", rows=export.row_count)
    return export, await read_file(uow, export)
