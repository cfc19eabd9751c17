"""Numbers of shipments, pick lists, returned parcels and freight bills. One series a process and database, so that blocks are taken once."""

from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncEngine

from chassis.context import Context
from chassis.numbers import NumberSeries
from chassis.uow import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class Series:
    zone: ZoneInfo
    shipments: NumberSeries
    pick_lists: NumberSeries
    returns: NumberSeries
    freight_bills: NumberSeries


_of_engine: WeakKeyDictionary[AsyncEngine, Series] = WeakKeyDictionary()


async def open_series(context: Context) -> None:
    """At start: a consumer gets a unit of work and nothing else, so the series are found by its engine."""
    _of_engine[context.engine] = Series(
        zone=context.clock.zone,
        shipments=NumberSeries(engine=context.engine, prefix="SH", block=500),
        pick_lists=NumberSeries(engine=context.engine, prefix="PK", block=20),
        returns=NumberSeries(engine=context.engine, prefix="RT", block=20),
        freight_bills=NumberSeries(engine=context.engine, prefix="FB", block=1),
    )


def _series(uow: UnitOfWork) -> Series:
    engine = uow.session.bind
    assert isinstance(engine, AsyncEngine), "the unit of work is bound to its engine"
    return _of_engine[engine]


async def take_shipment_numbers(uow: UnitOfWork, *, count: int) -> Sequence[str]:
    series = _series(uow)
    return await series.shipments.take(count, on=uow.now.astimezone(series.zone).date())


async def take_pick_list_number(uow: UnitOfWork) -> str:
    series = _series(uow)
    return (await series.pick_lists.take(1, on=uow.now.astimezone(series.zone).date()))[0]


async def take_return_number(uow: UnitOfWork) -> str:
    series = _series(uow)
    return (await series.returns.take(1, on=uow.now.astimezone(series.zone).date()))[0]


async def take_freight_bill_number(uow: UnitOfWork) -> str:
    series = _series(uow)
    return (await series.freight_bills.take(1, on=uow.now.astimezone(series.zone).date()))[0]
