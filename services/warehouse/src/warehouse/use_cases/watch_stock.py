"""Level, bin cards and books are held against each other; a break is named (rule WMS-3)."""

import structlog

from chassis.uow import UnitOfWork
from warehouse.store.closings import note_breaks

log = structlog.get_logger()


async def watch_stock(uow: UnitOfWork) -> None:
    changes = await note_breaks(uow)
    for sku, found in changes:
        log.warning("stock does not agree" if found else "stock agrees again", sku=sku)
    if changes:
        uow.changed("stock_break", *(sku for sku, _ in changes))
