"""One day of somebody as it is judged by the facts that are there now, in a form that can be kept and compared."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.day import DayFacts, EdgeResult, derive_day
from people.domain.attendance.policy import show_time
from people.queries.attendance.day_inputs import read_day_inputs


async def judged_day(reader: AsyncSession, *, employee_id: UUID, on: date) -> dict[str, Any] | None:
    """None for a day on which they are not employed."""
    inputs = await read_day_inputs(reader, employees=[employee_id], first=on, last=on)
    day = next(iter(inputs.days()), None)
    if day is None:
        return None
    result = derive_day(day.plan, DayFacts(proofs=day.proofs, leaves=day.leaves))
    return {
        "kind": day.plan.kind.name.lower(),
        "policy_version": day.plan.version,
        "figures": {name: value for name, value in result.figures._asdict().items() if value and name != "work_minutes"},
        "sessions": [
            {
                "start": show_time(one.session.start),
                "end": show_time(one.session.end),
                "sign_in": _edge(one.sign_in),
                "sign_out": _edge(one.sign_out),
                "absent": one.absent,
                "on_leave": one.on_leave,
            }
            for one in result.sessions
        ],
        "digest": result.digest.hex(),
    }


def _edge(edge: EdgeResult) -> dict[str, Any]:
    return {
        "verdict": edge.verdict.name.lower(),
        "at": None if edge.second is None else f"{show_time(edge.second)}:{edge.second % 60:02d}",
        "due": show_time(edge.due),
        "source": edge.source.name.lower(),
    }
