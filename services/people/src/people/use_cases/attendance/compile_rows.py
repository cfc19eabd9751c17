import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.attendance.deriver import Deriver
from people.domain.attendance.month_dates import last_day
from people.domain.attendance.month_figures import Asked, CompiledRow, LeaveTaken, MonthDay, row_of
from people.domain.attendance.overtime import Stretch, overtime_on
from people.domain.attendance.plan import DayKind, required_days
from people.domain.attendance.proofs import second_of
from people.queries.attendance.day_inputs import DayInput, DayInputs, PersonInputs, read_day_inputs
from people.queries.attendance.month_facts import authorised_overtime, leave_taken


@dataclass(frozen=True, kw_only=True)
class _Facts:
    inputs: DayInputs
    leave: Mapping[tuple[UUID, date], Sequence[LeaveTaken]]
    overtime: Mapping[tuple[UUID, date], Sequence[Stretch]]


async def compile_rows(uow: UnitOfWork, *, employees: Sequence[UUID], month: date) -> dict[UUID, CompiledRow]:
    """Derives the days of a month from their facts, whatever was stored of them, and adds them up (rules ATT-6, ATT-10)."""
    last = last_day(month)
    facts = _Facts(
        inputs=await read_day_inputs(uow.session, employees=employees, first=month, last=last),
        leave=await leave_taken(uow.session, employees=employees, first=month, last=last),
        overtime=await authorised_overtime(uow.session, employees=employees, first=month, last=last),
    )
    # Seconds of work for thousands: not in the event loop, where others wait for their answers.
    return await asyncio.to_thread(_compile, facts)


def _compile(facts: _Facts) -> dict[UUID, CompiledRow]:
    deriver, rows = Deriver(), dict[UUID, CompiledRow]()
    shown_from = {one.version: one.policy.unauthorised_from_minutes for one in facts.inputs.planner.policies}
    for person in facts.inputs.people:
        days: list[MonthDay] = []
        for day in facts.inputs.days_of(person):
            figures, digest = deriver.derive(day.plan, day.proofs, day.leaves)
            key = (day.employee_id, day.on)
            days.append(
                MonthDay(
                    on=day.on,
                    kind=day.plan.kind,
                    sessions=len(day.plan.sessions),
                    figures=figures,
                    digest=digest.hex(),
                    policy_version=day.plan.version,
                    proved=bool(day.proofs),
                    leave=facts.leave.get(key, ()),
                    overtime=overtime_on(
                        presence=_presence(day),
                        sessions=[(part.start, part.end) for part in day.plan.sessions],
                        authorised=facts.overtime.get(key, ()),
                        shown_from=shown_from[day.plan.version],
                    ),
                )
            )
        rows[person.employee_id] = row_of(days, asked=_asked(facts.inputs, person, days))
    return rows


def _presence(day: DayInput) -> Stretch | None:
    return (second_of(day.proofs[0]), second_of(day.proofs[-1])) if day.proofs else None


def _asked(inputs: DayInputs, person: PersonInputs, days: Sequence[MonthDay]) -> Asked:
    """A whole month asks what its group works in it, whichever days they rest; a part of one asks for its own days of work."""
    policy = inputs.planner.policy_on(inputs.last).policy
    stand = next((one for one in reversed(person.stands) if one.since <= inputs.last), None)
    whole = len(days) == inputs.length
    if whole:
        needed = required_days(policy.group(stand.group_on(inputs.last) if stand else None), days=inputs.planner.days)
        needed -= sum(day.kind is DayKind.OFF_BY_NOTICE for day in days)
    else:
        needed = sum(day.kind in (DayKind.WORK, DayKind.UNPLANNED) for day in days)
    needed = max(0, needed)
    return Asked(days=needed, minutes=needed * policy.day_minutes, punches=needed * 2 * len(policy.sessions))
