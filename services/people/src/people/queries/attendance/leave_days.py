"""Which work sessions somebody has on each day: what leave and overtime are counted against (rules ATT-9, ATT-12)."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.leave_span import Session
from people.domain.attendance.plan import DayKind
from people.queries.attendance.day_inputs import read_day_inputs


async def work_sessions(reader: AsyncSession, *, employee_id: UUID, first: date, last: date) -> dict[date, list[Session]]:
    """Of the days on which they are employed: no sessions on a day off. A day of a rota that is not planned yet counts as work."""
    inputs = await read_day_inputs(reader, employees=[employee_id], first=first, last=last)
    return {
        day.on: [(session.start, session.end) for session in day.plan.sessions]
        if day.plan.kind in (DayKind.WORK, DayKind.UNPLANNED)
        else []
        for day in inputs.days()
    }
