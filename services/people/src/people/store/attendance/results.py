"""Stores results of days, many at once."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from people.domain.attendance.day import Figures

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' results of days', 0))")
COLUMNS = ("employee_id", "on_day", "unit_id", "kind", "policy_number", *Figures._fields, "input_digest")
REMOVE_SPAN = text("DELETE FROM attendance_day WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last")
REMOVE_DAYS = text("""
    DELETE FROM attendance_day d USING unnest(CAST(:employees AS uuid[]), CAST(:days AS date[])) AS t(employee_id, on_day)
    WHERE d.employee_id = t.employee_id AND d.on_day = t.on_day
""")


@dataclass(frozen=True, slots=True)
class StoredDay:
    employee_id: UUID
    on_day: date
    unit_id: UUID | None
    kind: int
    policy_number: int
    figures: Figures
    digest: bytes


async def enter_results(uow: UnitOfWork) -> None:
    """Before the facts are read: nobody else stores results until the commit, so that none made from older facts replaces a newer one."""
    await uow.session.execute(ALONE)


async def replace_span(uow: UnitOfWork, *, employees: Sequence[UUID], first: date, last: date, days: Iterable[StoredDay]) -> None:
    """All that is stored of these people between these days, by `days`."""
    await uow.session.execute(REMOVE_SPAN, {"employees": list(employees), "first": first, "last": last})
    await _copy(uow, days)


async def replace_days(uow: UnitOfWork, *, gone: Sequence[tuple[UUID, date]], days: Iterable[StoredDay]) -> None:
    """`gone` are removed, `days` are written: whoever is no longer employed on a day has no result of it."""
    await uow.session.execute(REMOVE_DAYS, {"employees": [employee for employee, _ in gone], "days": [on for _, on in gone]})
    await _copy(uow, days)


async def _copy(uow: UnitOfWork, days: Iterable[StoredDay]) -> None:
    connection = await (await uow.session.connection()).get_raw_connection()
    driver = connection.driver_connection
    assert driver is not None
    await driver.copy_to_table("attendance_day", source=_lines(days), columns=COLUMNS)


async def _lines(days: Iterable[StoredDay]) -> AsyncIterator[bytes]:
    """COPY's text form; the middle of a line is the same for most of a day's people, and made once."""
    middles: dict[tuple[UUID | None, int, int, Figures], str] = {}
    written: dict[date, str] = {}
    lines: list[str] = []
    employee, shown = None, ""
    for day in days:
        if day.employee_id is not employee:
            employee, shown = day.employee_id, str(day.employee_id)
        key = (day.unit_id, day.kind, day.policy_number, day.figures)
        middle = middles.get(key)
        if middle is None:
            unit = "\\N" if day.unit_id is None else str(day.unit_id)
            middle = middles[key] = "\t".join([unit, str(day.kind), str(day.policy_number), *map(str, day.figures)])
        on = written.get(day.on_day) or written.setdefault(day.on_day, day.on_day.isoformat())
        lines.append(f"{shown}\t{on}\t{middle}\t\\\\x{day.digest.hex()}\n")
        if len(lines) == 2_000:
            yield "".join(lines).encode()
            lines.clear()
    if lines:
        yield "".join(lines).encode()
