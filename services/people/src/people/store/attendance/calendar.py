"""The company's own days, and notices of changed hours."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from chassis.uow import UnitOfWork
from people.domain.attendance.calendar import CompanyDay, CompanyDayNotFound, HoursNotice, NoticeNotFound
from people.domain.organisation.unit import Unit, UnitNotFound


async def find_company_day(uow: UnitOfWork, on: date) -> CompanyDay | None:
    return await uow.session.scalar(select(CompanyDay).where(CompanyDay.on_day == on).with_for_update())


async def add_company_day(uow: UnitOfWork, day: CompanyDay) -> None:
    uow.session.add(day)
    await uow.session.flush()


async def remove_company_day(uow: UnitOfWork, on: date) -> CompanyDay:
    """Raises CompanyDayNotFound."""
    day = await find_company_day(uow, on)
    if day is None:
        raise CompanyDayNotFound
    await uow.session.delete(day)
    await uow.session.flush()
    return day


async def add_notice(uow: UnitOfWork, notice: HoursNotice) -> None:
    """Raises UnitNotFound."""
    known = set((await uow.session.scalars(select(Unit.id).where(Unit.id.in_(notice.unit_ids)))).all())
    if known != set(notice.unit_ids):
        raise UnitNotFound
    uow.session.add(notice)
    await uow.session.flush()


async def lock_notice(uow: UnitOfWork, notice_id: UUID) -> HoursNotice:
    """Raises NoticeNotFound."""
    notice = await uow.session.scalar(select(HoursNotice).where(HoursNotice.id == notice_id).with_for_update())
    if notice is None:
        raise NoticeNotFound
    return notice
