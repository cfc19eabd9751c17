"""Names a break between level, bin cards and books within a minute (rule WMS-3)."""

from datetime import timedelta

from chassis.context import Context
from chassis.jobs import Job
from warehouse.use_cases.watch_stock import watch_stock


async def hold_against_each_other(context: Context) -> None:
    async with context.new_system_uow("warehouse.stock-watch") as uow:
        await watch_stock(uow)
        await uow.commit()


STOCK_WATCH = Job(name="stock-watch", every=timedelta(seconds=30), run=hold_against_each_other)
