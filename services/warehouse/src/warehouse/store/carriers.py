"""Carriers."""

from sqlalchemy import select

from chassis.uow import UnitOfWork
from warehouse.domain.carrier import Carrier, CarrierUnknown


async def find_carrier(uow: UnitOfWork, *, code: str) -> Carrier:
    """Raises CarrierUnknown, also for one that is no longer used."""
    found = await uow.session.get(Carrier, code)
    if found is None or not found.active:
        raise CarrierUnknown(code=code)
    return found


async def find_carriers(uow: UnitOfWork) -> dict[str, Carrier]:
    """By code, those in use."""
    return {carrier.code: carrier for carrier in await uow.session.scalars(select(Carrier).where(Carrier.active))}


async def carrier_code_of(uow: UnitOfWork, *, source: str, theirs: str) -> str:
    """Our code for what a tracking service calls a carrier; its own where we do not know it."""
    column = Carrier.kuaidi100_code if source == "kuaidi100" else Carrier.aftership_slug
    return await uow.session.scalar(select(Carrier.code).where(column == theirs)) or theirs
