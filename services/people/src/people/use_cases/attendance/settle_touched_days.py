from collections.abc import Sequence
from datetime import date
from itertools import groupby
from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from people.domain.attendance.deriver import Deriver
from people.queries.attendance.day_inputs import read_day_inputs
from people.store.attendance.results import StoredDay, enter_results, replace_days
from people.store.attendance.touched import take_touched

MOST_DAYS = 2_000


async def settle_touched_days(uow: UnitOfWork) -> bool:
    """Derives again the results of days whose facts have come or changed (rule ATT-10); False when none is left."""
    await enter_results(uow)
    touched = await take_touched(uow, most=MOST_DAYS)
    if not touched:
        return False
    days: list[StoredDay] = []
    for on, pairs in groupby(sorted(touched, key=lambda pair: (pair[1], pair[0])), key=lambda pair: pair[1]):
        days += await _derive(uow, employees=[employee for employee, _ in pairs], on=on)
    await replace_days(uow, gone=touched, days=days)
    uow.changed("attendance_day", *{show_id("emp", employee) for employee, _ in touched})
    return True


async def _derive(uow: UnitOfWork, *, employees: Sequence[UUID], on: date) -> list[StoredDay]:
    inputs = await read_day_inputs(uow.session, employees=employees, first=on, last=on)
    deriver = Deriver()
    derived = ((day, deriver.derive(day.plan, day.proofs, day.leaves)) for day in inputs.days())
    return [
        StoredDay(day.employee_id, day.on, day.unit_id, day.plan.kind, day.plan.version, figures, digest)
        for day, (figures, digest) in derived
    ]
