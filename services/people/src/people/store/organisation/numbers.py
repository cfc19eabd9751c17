"""Numbers of employees. One series a process and database, so that blocks are taken once."""

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
    employees: NumberSeries


_of_engine: WeakKeyDictionary[AsyncEngine, Series] = WeakKeyDictionary()


async def open_series(context: Context) -> None:
    """At start: a use case gets a unit of work and nothing else, so the series are found by its engine."""
    employees = NumberSeries(engine=context.engine, prefix="EM", block=10)
    _of_engine[context.engine] = Series(zone=context.clock.zone, employees=employees)


async def take_employee_number(uow: UnitOfWork) -> str:
    engine = uow.session.bind
    assert isinstance(engine, AsyncEngine), "the unit of work is bound to its engine"
    series = _of_engine[engine]
    return (await series.employees.take(1, on=uow.now.astimezone(series.zone).date()))[0]
