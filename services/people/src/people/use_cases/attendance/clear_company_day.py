from datetime import date

from chassis.uow import UnitOfWork
from people.store.attendance.calendar import remove_company_day
from people.store.attendance.touched import touch_span


async def clear_company_day(uow: UnitOfWork, *, on: date) -> None:
    """The national calendar counts again. Raises CompanyDayNotFound."""
    day = await remove_company_day(uow, on)
    await touch_span(uow, employees=None, first=on, last=on)
    uow.audit("company_day.cleared", noun="company_day", noun_id=on.isoformat(), before=day.facts())
    uow.changed("company_day", on.isoformat())
