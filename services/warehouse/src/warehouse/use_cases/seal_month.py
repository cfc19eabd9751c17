"""A month of a warehouse is closed: its figures stay, whatever is learned later (rules WMS-3, WMS-13)."""

from datetime import date, timedelta

from chassis.uow import UnitOfWork
from warehouse.domain.closing import EarlierMonthOpen, MonthIsSealed, MonthNotOver, StockMonth
from warehouse.store.closings import find_month, first_open_month, must_agree, seal_lines
from warehouse.store.gate import enter_alone
from warehouse.store.places import find_warehouse

LONGEST_MONTH = timedelta(days=31)


async def seal_month(uow: UnitOfWork, *, warehouse: str, month: date, note: str) -> StockMonth:
    """`month` is its first day. Raises WarehouseNotFound, MonthNotOver, EarlierMonthOpen, MonthIsSealed, BooksDoNotAgree."""
    # Who enters something for an earlier day is in the gate alone as well: nothing comes into the month while it is summed up.
    await enter_alone(uow.session)
    place = await find_warehouse(uow, code=warehouse)
    following = (month + LONGEST_MONTH).replace(day=1)
    if uow.today < following:
        raise MonthNotOver(month=f"{month:%Y-%m}")
    known = await find_month(uow, warehouse_id=place.id, month=month)
    if known is not None:
        raise MonthIsSealed(month=f"{month:%Y-%m}", by=known.sealed_by)
    earliest = await first_open_month(uow, warehouse_id=place.id)
    if earliest is not None and earliest < month:
        raise EarlierMonthOpen(month=f"{earliest:%Y-%m}")
    await must_agree(uow, warehouse_id=place.id)
    made = StockMonth(warehouse_id=place.id, month=month, sealed_at=uow.now, sealed_by=uow.actor.name, note=note)
    uow.session.add(made)
    await uow.session.flush()
    await seal_lines(uow, warehouse_id=place.id, month=month, following=following)
    uow.audit("stock_month.sealed", noun="stock_month", noun_id=f"{warehouse}/{month:%Y-%m}", reason=note or None)
    uow.changed("stock_month", warehouse)
    return made
