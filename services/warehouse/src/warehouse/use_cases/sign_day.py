"""The keeper signs a day: ledger, levels, bin cards and books agree (rule WMS-3)."""

from datetime import date

from sqlalchemy.exc import IntegrityError

from chassis.uow import UnitOfWork
from warehouse.domain.closing import DayIsSigned, DayNotCome, StockDay
from warehouse.store.closings import count_lines, find_signed_day, must_agree
from warehouse.store.places import find_warehouse


async def sign_day(uow: UnitOfWork, *, warehouse: str, day: date, note: str) -> StockDay:
    """Raises WarehouseNotFound, DayNotCome, DayIsSigned, BooksDoNotAgree."""
    place = await find_warehouse(uow, code=warehouse)
    if day > uow.today:
        raise DayNotCome(day=day)
    known = await find_signed_day(uow, warehouse_id=place.id, day=day)
    if known is not None:
        raise DayIsSigned(day=day, by=known.signed_by)
    await must_agree(uow, warehouse_id=place.id)
    made = StockDay(
        warehouse_id=place.id,
        day=day,
        signed_at=uow.now,
        signed_by=uow.actor.name,
        signed_by_id=uow.actor.id,
        lines=await count_lines(uow, warehouse_id=place.id, day=day),
        note=note,
    )
    uow.session.add(made)
    try:
        await uow.session.flush()
    except IntegrityError as error:
        # Somebody else signed a moment ago.
        raise DayIsSigned(day=day, by="?") from error
    uow.audit("stock_day.signed", noun="stock_day", noun_id=f"{warehouse}/{day}", after={"lines": made.lines}, reason=note or None)
    uow.changed("stock_day", warehouse)
    return made
