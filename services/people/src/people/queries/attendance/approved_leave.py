"""The port through which approved leave comes into the results of days (rule ATT-9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

APPROVED = text("""
    SELECT p.employee_id, p.on_date AS on_day, p.starts AS start, p.ends AS end, l.number AS reference, l.kind
    FROM leave_part p JOIN leave_request l ON l.id = p.leave_id
    WHERE p.employee_id = ANY(:employees) AND p.on_date BETWEEN :first AND :last AND l.state = 'approved' AND l.purpose <> 'cancel'
    ORDER BY p.employee_id, p.on_date, p.starts, l.number
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveInterval:
    """Seconds of one day of the company; leave over several days is one of these a day. `reference` opens the request."""

    employee_id: UUID
    on_day: date
    start: int
    end: int
    reference: str
    kind: str


async def approved_leave(reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date) -> list[LeaveInterval]:
    """Only what holds now. Whoever approves, shortens or takes back leave touches its days (store/attendance/touched.py)."""
    rows = (await reader.execute(APPROVED, {"employees": list(employees), "first": first, "last": last})).mappings()
    return [LeaveInterval(**row) for row in rows]
