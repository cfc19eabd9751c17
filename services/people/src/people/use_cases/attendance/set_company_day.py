from datetime import date

from chassis.uow import UnitOfWork
from people.domain.attendance.calendar import CompanyDay
from people.domain.attendance.plan import NationalKind
from people.store.attendance.calendar import add_company_day, find_company_day
from people.store.attendance.touched import touch_span


async def set_company_day(uow: UnitOfWork, *, on: date, kind: NationalKind, name: str, reason: str) -> CompanyDay:
    """The company's word on a day counts in place of the national calendar's (rule ATT-2)."""
    day = await find_company_day(uow, on)
    before = None if day is None else day.facts()
    if day is None:
        day = CompanyDay(on_day=on, kind=kind, name=name, set_at=uow.now, set_by=uow.actor.name, version=1)
        await add_company_day(uow, day)
    else:
        day.kind, day.name, day.set_at, day.set_by, day.version = kind, name, uow.now, uow.actor.name, day.version + 1
        await uow.session.flush()
    await touch_span(uow, employees=None, first=on, last=on)
    uow.audit("company_day.set", noun="company_day", noun_id=on.isoformat(), before=before, after=day.facts(), reason=reason)
    uow.changed("company_day", on.isoformat())
    return day
