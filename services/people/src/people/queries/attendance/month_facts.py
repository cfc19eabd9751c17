"""What a month's row needs beside the results of days: leave by its kind, and overtime that was authorised."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.month_figures import LeaveTaken

LEAVE = text("""
    SELECT p.employee_id, p.on_date, l.number, l.kind, l.unit, p.parts, p.minutes
    FROM leave_part p JOIN leave_request l ON l.id = p.leave_id
    WHERE p.employee_id = ANY(:employees) AND p.on_date BETWEEN :first AND :last AND l.state = 'approved' AND p.counts
    ORDER BY p.employee_id, p.on_date, p.starts
""")
OVERTIME = text("""
    SELECT employee_id, on_date, counts_from, ends FROM overtime_request
    WHERE employee_id = ANY(:employees) AND on_date BETWEEN :first AND :last AND state = 'approved' AND counts_from IS NOT NULL
    ORDER BY employee_id, on_date, counts_from
""")
Key = tuple[UUID, date]


async def leave_taken(reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date) -> dict[Key, list[LeaveTaken]]:
    found: dict[Key, list[LeaveTaken]] = {}
    for row in await reader.execute(LEAVE, {"employees": list(employees), "first": first, "last": last}):
        taken = LeaveTaken(number=row.number, kind=row.kind, unit=row.unit, parts=row.parts, minutes=row.minutes)
        found.setdefault((row.employee_id, row.on_date), []).append(taken)
    return found


async def authorised_overtime(
    reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date
) -> dict[Key, list[tuple[int, int]]]:  # fmt: skip
    """Stretches in seconds of the day."""
    found: dict[Key, list[tuple[int, int]]] = {}
    for row in await reader.execute(OVERTIME, {"employees": list(employees), "first": first, "last": last}):
        found.setdefault((row.employee_id, row.on_date), []).append((row.counts_from, row.ends))
    return found
