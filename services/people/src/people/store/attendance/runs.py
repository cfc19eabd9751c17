"""Runs over very many days, and what a replay found."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import orjson
from sqlalchemy import select, text

from chassis.uow import UnitOfWork
from people.domain.attendance.records import AttendanceRun, RunState
from people.domain.attendance.run_span import RunNotFound

# Whoever works in the span, and, where units are named, has had a main position in one of them then.
WORKING = """
    FROM employee e WHERE EXISTS (
        SELECT FROM employment_spell s WHERE s.employee_id = e.id AND s.hired_on <= :last AND (s.left_on IS NULL OR s.left_on >= :first))
    AND (CAST(:units AS uuid[]) IS NULL OR EXISTS (
        SELECT FROM assignment a JOIN position p ON p.id = a.position_id
        WHERE a.employee_id = e.id AND a.main AND p.unit_id = ANY(:units) AND a.valid_from <= :last
          AND (a.valid_until IS NULL OR a.valid_until > :first)))
"""
COUNT = text(f"SELECT count(*) {WORKING}")
NEXT = text(f"SELECT e.id {WORKING} AND (CAST(:after AS uuid) IS NULL OR e.id > :after) ORDER BY e.id LIMIT :most")
KEEP = text("""
    INSERT INTO replay_difference (run_id, employee_id, on_day, before, after)
    SELECT :run_id, employee_id, on_day, before, after
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(employee_id uuid, on_day date, before jsonb, after jsonb)
""")


async def add_run(uow: UnitOfWork, run: AttendanceRun) -> None:
    uow.session.add(run)
    await uow.session.flush()


async def lock_run(uow: UnitOfWork, run_id: UUID) -> AttendanceRun:
    """Raises RunNotFound."""
    run = await uow.session.scalar(select(AttendanceRun).where(AttendanceRun.id == run_id).with_for_update())
    if run is None:
        raise RunNotFound
    return run


async def take_running(uow: UnitOfWork) -> AttendanceRun | None:
    """The oldest that is not done and that nobody else is at."""
    query = select(AttendanceRun).where(AttendanceRun.state == RunState.RUNNING).order_by(AttendanceRun.id).limit(1)
    return await uow.session.scalar(query.with_for_update(skip_locked=True))


async def count_working(uow: UnitOfWork, *, first: date, last: date, units: Sequence[UUID] | None) -> int:
    span = {"first": first, "last": last, "units": None if units is None else list(units)}
    return (await uow.session.execute(COUNT, span)).scalar_one()


async def next_working(uow: UnitOfWork, run: AttendanceRun, *, most: int) -> list[UUID]:
    span = {"first": run.first_day, "last": run.last_day, "units": run.unit_ids, "after": run.done_until, "most": most}
    return list((await uow.session.scalars(NEXT, span)).all())


async def keep_differences(uow: UnitOfWork, *, run_id: UUID, rows: Sequence[dict[str, object]]) -> None:
    if rows:
        await uow.session.execute(KEEP, {"run_id": run_id, "rows": orjson.dumps(rows, default=str).decode()})
