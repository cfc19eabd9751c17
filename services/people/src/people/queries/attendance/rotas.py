"""A unit's rota of a month: its people, the plan, its history, and what should make somebody think twice (rules ATT-2, ATT-12)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.plan import NationalKind, required_days
from people.domain.attendance.policy import Group
from people.domain.attendance.rota import Rests, RotaMonth, RotaWarning, days_between, warnings_of
from people.domain.attendance.rota_check import last_of_month
from people.queries.attendance.planning import kinds_of_days, policy_on

PEOPLE = text("""
    SELECT DISTINCT ON (e.number) e.id, e.number, e.name,
        (SELECT d.attendance_group FROM position_description d WHERE d.position_id = p.id AND d.state = 'published' AND d.effective_from <= :last
         ORDER BY d.effective_from DESC, d.number DESC LIMIT 1) AS group_code
    FROM assignment a JOIN position p ON p.id = a.position_id JOIN employee e ON e.id = a.employee_id
    WHERE a.main AND p.unit_id = :unit_id AND a.valid_from <= :last AND (a.valid_until IS NULL OR a.valid_until > :first)
      AND EXISTS (SELECT FROM employment_spell s
                  WHERE s.employee_id = e.id AND s.hired_on <= :last AND (s.left_on IS NULL OR s.left_on >= :first))
    ORDER BY e.number, a.valid_from DESC
""")
PLAN = text("""
    SELECT id, rests, least_on_duty, published_number, changed_at, changed_by, version FROM rota_plan WHERE unit_id = :unit_id AND month = :month
""")
VERSIONS = text("SELECT number, rests, reason, published_at, published_by FROM rota_version WHERE plan_id = :plan_id ORDER BY number DESC")
PLANNED = text("SELECT month FROM rota_plan WHERE unit_id = :unit_id AND published_number > 0 AND month BETWEEN :first AND :last")
AROUND = text("""
    SELECT employee_id, on_day FROM rest_day
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last AND NOT on_day BETWEEN :month AND :month_end
""")


@dataclass(frozen=True, kw_only=True)
class RotaPerson:
    id: UUID
    number: str
    name: str
    group: Group
    required_days: int


@dataclass(frozen=True, kw_only=True)
class RotaVersionRow:
    number: int
    rests: dict[str, list[str]]
    reason: str
    published_at: datetime
    published_by: str


@dataclass(frozen=True, kw_only=True)
class RotaView:
    """`version` 0: nobody has planned this month yet. `days` tells holidays and make-up days of the month."""

    unit_id: UUID
    month: date
    plan_id: UUID | None
    version: int
    published_number: int
    least_on_duty: int
    changed_at: datetime | None
    changed_by: str | None
    rests: dict[str, list[str]]
    people: Sequence[RotaPerson]
    days: dict[date, NationalKind]
    warnings: Sequence[RotaWarning]
    history: Sequence[RotaVersionRow]


async def show_rota(reader: AsyncSession, *, unit_id: UUID, month: date) -> RotaView:
    last = last_of_month(month)
    policy = await policy_on(reader, on=month)
    monday, sunday = month - timedelta(days=month.weekday()), last + timedelta(days=6 - last.weekday())
    kinds = dict(await kinds_of_days(reader, first=monday, last=sunday))
    days = {on: kinds[on] for on in days_between(month, last)}
    rows = (await reader.execute(PEOPLE, {"unit_id": unit_id, "first": month, "last": last})).all()
    groups = {row.id: policy.group(row.group_code) for row in rows}
    people = [
        RotaPerson(
            id=row.id, number=row.number, name=row.name, group=groups[row.id], required_days=required_days(groups[row.id], days=days)
        )
        for row in rows
    ]
    plan = (await reader.execute(PLAN, {"unit_id": unit_id, "month": month})).mappings().one_or_none()
    held: dict[str, Any] = dict(plan) if plan is not None else {}
    rests = {UUID(hex=key): frozenset(map(date.fromisoformat, value)) for key, value in held.get("rests", {}).items()}
    around = await _around(reader, employees=list(groups), span=(monday, sunday), month=(month, last))
    planned = (await reader.scalars(PLANNED, {"unit_id": unit_id, "first": monday.replace(day=1), "last": sunday})).all()
    rota_month = RotaMonth(
        first=month,
        last=last,
        policy=policy,
        groups=groups,
        days=kinds,
        around=around,
        planned=frozenset(planned),
        least_on_duty=held.get("least_on_duty", 0),
    )
    history = (await reader.execute(VERSIONS, {"plan_id": held["id"]})).mappings() if held else ()
    return RotaView(
        unit_id=unit_id,
        month=month,
        plan_id=held.get("id"),
        version=held.get("version", 0),
        published_number=held.get("published_number", 0),
        least_on_duty=held.get("least_on_duty", 0),
        changed_at=held.get("changed_at"),
        changed_by=held.get("changed_by"),
        rests=held.get("rests", {}),
        people=people,
        days=days,
        warnings=warnings_of(rests, rota_month) if held else [],
        history=[RotaVersionRow(**row) for row in history],
    )


async def _around(
    reader: AsyncSession, *, employees: Sequence[UUID], span: tuple[date, date], month: tuple[date, date]
) -> Rests:  # fmt: skip
    values = {"employees": list(employees), "first": span[0], "last": span[1], "month": month[0], "month_end": month[1]}
    found: dict[UUID, set[date]] = defaultdict(set)
    for row in await reader.execute(AROUND, values):
        found[row.employee_id].add(row.on_day)
    return {employee: frozenset(days) for employee, days in found.items()}
