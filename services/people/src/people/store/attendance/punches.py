"""Adds punches. The same second of the same person is the same punch, however often and from wherever it comes."""

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork
from people.domain.attendance.punch_rows import Employed, TakenPunch
from people.domain.attendance.records import PunchBatch
from people.domain.attendance.spell import Spell

PEOPLE = text("""
    SELECT e.number, e.id, s.hired_on, s.left_on FROM employee e JOIN employment_spell s ON s.employee_id = e.id WHERE e.number = ANY(:numbers)
""")
ADD = text("""
    INSERT INTO attendance_punch (employee_id, on_day, second, direction, device, batch_id)
    SELECT DISTINCT ON (employee_id, on_day, second) employee_id, on_day, second, direction, device, :batch_id
    FROM unnest(CAST(:employees AS uuid[]), CAST(:days AS date[]), CAST(:seconds AS int[]), CAST(:directions AS int[]), CAST(:devices AS text[]))
        AS p(employee_id, on_day, second, direction, device)
    ORDER BY employee_id, on_day, second, direction DESC
    ON CONFLICT DO NOTHING RETURNING employee_id, on_day
""")
KNOWN = text("""
    SELECT count(DISTINCT (p.employee_id, p.on_day, p.second))
    FROM unnest(CAST(:employees AS uuid[]), CAST(:days AS date[]), CAST(:seconds AS int[])) AS p(employee_id, on_day, second)
    WHERE NOT EXISTS (SELECT FROM attendance_punch a
                      WHERE a.employee_id = p.employee_id AND a.on_day = p.on_day AND a.second = p.second)
""")


async def find_people(uow: UnitOfWork, *, numbers: Iterable[str]) -> dict[str, Employed]:
    found: dict[str, Employed] = {}
    for row in await uow.session.execute(PEOPLE, {"numbers": sorted(set(numbers))}):
        found.setdefault(row.number, Employed(id=row.id)).spells.append(Spell(hired_on=row.hired_on, left_on=row.left_on))
    return found


async def add_punches(uow: UnitOfWork, *, batch: PunchBatch, punches: Sequence[TakenPunch]) -> list[tuple[UUID, date]]:
    """Returns the person and day of each punch that was not there yet, and counts them into the batch."""
    values = {
        "employees": [punch.employee_id for punch in punches],
        "days": [punch.on_day for punch in punches],
        "seconds": [punch.second for punch in punches],
        "directions": [int(punch.direction) for punch in punches],
        "devices": [punch.device for punch in punches],
    }
    added = (await uow.session.execute(ADD, {**values, "batch_id": batch.id})).all() if punches else []
    batch.added_count, batch.known_count = len(added), len(punches) - len(added)
    uow.session.add(batch)
    await uow.session.flush()
    return [(row.employee_id, row.on_day) for row in added]


async def count_new(uow: UnitOfWork, *, punches: Sequence[TakenPunch]) -> int:
    """How many of these would be added."""
    values = {
        "employees": [punch.employee_id for punch in punches],
        "days": [punch.on_day for punch in punches],
        "seconds": [punch.second for punch in punches],
    }
    return (await uow.session.execute(KNOWN, values)).scalar_one()
