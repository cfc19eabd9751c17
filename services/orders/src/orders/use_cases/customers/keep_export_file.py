"""An export's file is made: it lies sealed for who asked, until its time is over (rule ORD-5)."""

from datetime import timedelta

from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import DataExport, ExportState
from orders.store.customers.data_exports import export_policy_at, keep_file, tell_revealed, told


async def keep_export_file(uow: UnitOfWork, *, export: DataExport, content: bytes) -> None:
    """`export` is locked. Whose contacts are in it in full is told in the timelines of these orders or customers."""
    _, policy = await export_policy_at(uow, moment=uow.now)
    await keep_file(uow, export, content)
    if export.full_contacts:
        await tell_revealed(uow, export)
    export.state, export.size = ExportState.READY, len(content)
    until = uow.now + timedelta(hours=policy.hours)
    export.made_at, export.expires_at = uow.now, until
    told(uow, export, "made", rows=export.row_count, full=export.full_contacts, until=until.isoformat())
