"""Files of exports whose time is over are deleted; that they were there stays written (rule ORD-5)."""

from chassis.uow import UnitOfWork
from orders.domain.customers.data_export import ExportState
from orders.store.customers.data_exports import forget_file, told, whose_time_is_over

MOST_AT_ONCE = 100


async def expire_data_exports(uow: UnitOfWork) -> None:
    for export in await whose_time_is_over(uow, most=MOST_AT_ONCE):
        await forget_file(uow, export)
        export.state = ExportState.EXPIRED
        told(uow, export, "expired")
