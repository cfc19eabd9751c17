"""Days whose facts have come or changed: their results are derived again by a job, once, however often they were touched."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import text

from chassis.uow import UnitOfWork

TOUCH_DAYS = text("""
    INSERT INTO touched_day (employee_id, on_day)
    SELECT DISTINCT employee_id, on_day FROM unnest(CAST(:employees AS uuid[]), CAST(:days AS date[])) AS t(employee_id, on_day)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING
""")
TOUCH_SPAN = text("""
    INSERT INTO touched_day (employee_id, on_day)
    SELECT s.employee_id, d::date FROM employment_spell s, generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 day') d
    WHERE (CAST(:employees AS uuid[]) IS NULL OR s.employee_id = ANY(:employees)) AND s.hired_on <= d AND (s.left_on IS NULL OR s.left_on >= d)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING
""")
TOUCH_UNITS = text("""
    INSERT INTO touched_day (employee_id, on_day)
    SELECT DISTINCT a.employee_id, d::date FROM assignment a JOIN position p ON p.id = a.position_id,
        generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 day') d
    WHERE a.main AND p.unit_id = ANY(:units) AND a.valid_from <= d AND (a.valid_until IS NULL OR a.valid_until > d)
    ORDER BY 1, 2 ON CONFLICT DO NOTHING
""")
# A day that is over and has no result: nobody punched, nothing else touched it.
TOUCH_UNSEEN = text("""
    INSERT INTO touched_day (employee_id, on_day)
    SELECT s.employee_id, d::date FROM employment_spell s, generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 day') d
    WHERE s.hired_on <= d AND (s.left_on IS NULL OR s.left_on >= d)
      AND NOT EXISTS (SELECT FROM attendance_day r WHERE r.employee_id = s.employee_id AND r.on_day = d::date)
    ORDER BY 1, 2 LIMIT :most ON CONFLICT DO NOTHING
""")
TAKE = text("""
    DELETE FROM touched_day t USING (
        SELECT employee_id, on_day FROM touched_day WHERE on_day < :today ORDER BY on_day, employee_id LIMIT :most FOR UPDATE SKIP LOCKED
    ) f WHERE t.employee_id = f.employee_id AND t.on_day = f.on_day
    RETURNING t.employee_id, t.on_day
""")


async def touch_days(uow: UnitOfWork, *, days: Sequence[tuple[UUID, date]]) -> None:
    if days:
        await uow.session.execute(TOUCH_DAYS, {"employees": [employee for employee, _ in days], "days": [on for _, on in days]})


async def touch_span(uow: UnitOfWork, *, employees: Sequence[UUID] | None, first: date, last: date) -> None:
    """Of these people, or of all. What lies ahead is derived when its day is over."""
    last = min(last, uow.today)
    if first <= last:
        everybody = None if employees is None else list(employees)
        await uow.session.execute(TOUCH_SPAN, {"employees": everybody, "first": first, "last": last})


async def touch_units(uow: UnitOfWork, *, units: Sequence[UUID], first: date, last: date) -> None:
    """Of those whose main position is in one of exactly these units."""
    last = min(last, uow.today)
    if first <= last:
        await uow.session.execute(TOUCH_UNITS, {"units": list(units), "first": first, "last": last})


async def touch_unseen(uow: UnitOfWork, *, first: date, last: date, most: int) -> None:
    await uow.session.execute(TOUCH_UNSEEN, {"first": first, "last": last, "most": most})


async def take_touched(uow: UnitOfWork, *, most: int) -> list[tuple[UUID, date]]:
    """Days that are over; today's wait until it is. Nobody else takes the same ones."""
    rows = await uow.session.execute(TAKE, {"today": uow.today, "most": most})
    return sorted((row.employee_id, row.on_day) for row in rows)
