"""What plans of days are made from: policies in force, the calendar, and notices of changed hours."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.calendar import notice_in_force
from people.domain.attendance.month_dates import MonthDates, dates_of, last_day
from people.domain.attendance.national_days import national_days
from people.domain.attendance.plan import NationalKind, NoticeInForce, Planner, PolicyInForce
from people.domain.attendance.policy import Policy, policy_of
from people.domain.attendance.policy_version import AttendancePolicyNotFound
from people.domain.attendance.rota import days_between

POLICIES = text("SELECT number, effective_from, content FROM attendance_policy WHERE state = 'published' ORDER BY number")
DRAFT = text("SELECT number, content FROM attendance_policy WHERE number = :number")
COMPANY_DAYS = text("SELECT on_day, kind FROM company_day WHERE on_day BETWEEN :first AND :last")
# Each with the units beneath those it names, as they stand on its first day.
NOTICES = text("""
    WITH RECURSIVE below(notice_id, first_day, unit_id, depth) AS (
        SELECT n.id, n.first_day, u.unit_id, 0 FROM hours_notice n CROSS JOIN unnest(n.unit_ids) AS u(unit_id)
        WHERE n.state = 'in_force' AND n.last_day >= :first AND n.first_day <= :last
        UNION
        SELECT b.notice_id, b.first_day, u.unit_id, depth + 1 FROM below b JOIN unit_period u ON u.parent_id = b.unit_id
        WHERE u.valid_from <= b.first_day AND (u.valid_until IS NULL OR u.valid_until > b.first_day) AND depth < 30
    )
    SELECT n.id, n.first_day, n.last_day, n.sessions, b.units
    FROM (SELECT notice_id, array_agg(DISTINCT unit_id) AS units FROM below GROUP BY notice_id) b JOIN hours_notice n ON n.id = b.notice_id
    ORDER BY n.published_at, n.id
""")


async def read_planner(reader: AsyncSession, *, first: date, last: date, draft: int | None = None) -> Planner:
    """Raises AttendancePolicyNotFound."""
    policies = await policies_in_force(reader) if draft is None else [await _one_policy(reader, draft)]
    return Planner(
        policies=policies,
        days=await kinds_of_days(reader, first=first, last=last),
        notices=await _notices(reader, first=first, last=last),
    )


async def policies_in_force(reader: AsyncSession) -> list[PolicyInForce]:
    return [
        PolicyInForce(version=row.number, effective_from=row.effective_from, policy=policy_of(row.content))
        for row in await reader.execute(POLICIES)
    ]


async def policy_on(reader: AsyncSession, *, on: date) -> Policy:
    return Planner(policies=await policies_in_force(reader), days={}, notices=[]).policy_on(on).policy


async def month_dates(reader: AsyncSession, *, month: date) -> MonthDates:
    """By the policy in force on the month's last day."""
    return dates_of(month, await policy_on(reader, on=last_day(month)))


async def kinds_of_days(reader: AsyncSession, *, first: date, last: date) -> Mapping[date, NationalKind]:
    """Each day of the span: the company's word, else the national calendar's."""
    kinds = {on: NationalKind.PLAIN for on in days_between(first, last)}
    for year in range(first.year, last.year + 1):
        kinds.update({on: day.kind for on, day in national_days(year).items() if on in kinds})
    for row in await reader.execute(COMPANY_DAYS, {"first": first, "last": last}):
        kinds[row.on_day] = NationalKind(row.kind)
    return kinds


async def _one_policy(reader: AsyncSession, number: int) -> PolicyInForce:
    row = (await reader.execute(DRAFT, {"number": number})).one_or_none()
    if row is None:
        raise AttendancePolicyNotFound
    return PolicyInForce(version=row.number, effective_from=date.min, policy=policy_of(row.content))


async def _notices(reader: AsyncSession, *, first: date, last: date) -> list[NoticeInForce]:
    return [
        notice_in_force(id=row.id, first=row.first_day, last=row.last_day, units=frozenset(row.units), sessions=row.sessions)
        for row in await reader.execute(NOTICES, {"first": first, "last": last})
    ]
