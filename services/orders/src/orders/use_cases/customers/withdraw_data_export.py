"""Who asked for an export no longer wants it (rule ORD-5)."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from contracts.people import WithdrawApproval
from orders.domain.customers.data_export import KIND, PREFIX, DataExport, ExportNotFound, ExportSettled, ExportState
from orders.store.customers.data_exports import forget_file, lock_export, told

OPEN = (ExportState.ASKED, ExportState.APPROVED, ExportState.READY)


async def withdraw_data_export(uow: UnitOfWork, *, export_id: UUID, reason: str) -> DataExport:
    """Asked: it is not decided any more; ready: its file is gone. Raises ExportNotFound, ExportSettled."""
    export = await lock_export(uow, export_id)
    if export is None or export.asked_by_id != uow.actor.id:
        raise ExportNotFound
    if export.state not in OPEN:
        raise ExportSettled(state=export.state)
    if export.state == ExportState.ASKED:
        uow.publish(WithdrawApproval(kind=KIND, reference=show_id(PREFIX, export.id), reason=reason))
    await forget_file(uow, export)
    export.state = ExportState.WITHDRAWN
    told(uow, export, "withdrawn", reason=reason)
    return export
