"""The next approved export whose file is to be made (rule ORD-5)."""

from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import DataExport, ExportState
from orders.store.customers.data_exports import next_to_make, told


async def take_export_to_make(uow: UnitOfWork) -> DataExport | None:
    """Locked until the transaction ends. One that is no longer what was approved is void."""
    export = await next_to_make(uow)
    if export is None or export.digest() == export.content_digest:
        return export
    export.settle(ExportState.VOIDED, by=uow.actor.name, comment="it is not what was asked for", now=uow.now)
    told(uow, export, "voided")
    return None
