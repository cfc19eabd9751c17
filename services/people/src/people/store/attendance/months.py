"""Runs that compile, sheets with their rows, and what was accepted. Lock order: the run, sheets by id, then rows are only added."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import orjson
from sqlalchemy import exists, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.attendance.month import MonthAcceptance, MonthCorrection, MonthRow, MonthRun, MonthSheet, RowCause, RunState, SheetState
from people.domain.attendance.month_figures import CompiledRow
from people.domain.attendance.month_refusals import SheetNotFound

ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' compiling ' || :month, 0))")
COUNT = text("SELECT count(*) FROM month_members(:first, :last) stood WHERE unit_id = ANY(:units)")
NEXT = text("""
    SELECT employee_id, unit_id FROM month_members(:first, :last) stood
    WHERE unit_id = ANY(:units) AND (CAST(:after AS uuid) IS NULL OR employee_id > :after) ORDER BY employee_id LIMIT :most
""")
STOOD_IN = text("SELECT unit_id FROM month_members(:first, :last) stood WHERE employee_id = :employee_id")
MEMBERS = text("SELECT employee_id FROM month_members(:first, :last) stood WHERE unit_id = :unit_id")
UNITS = text("SELECT DISTINCT unit_id FROM month_members(:first, :last) stood ORDER BY unit_id")
CURRENT = """
    SELECT DISTINCT ON (sheet_id, employee_id) sheet_id, employee_id, revision, digest, gone FROM month_row
    WHERE sheet_id = ANY(:sheets) ORDER BY sheet_id, employee_id, revision DESC
"""
CURRENT_ROWS = text(CURRENT)
STRAYS = text(f"""
    SELECT sheet_id, employee_id, revision FROM ({CURRENT}) current
    WHERE NOT gone AND employee_id NOT IN (SELECT employee_id FROM month_members(:first, :last) stood JOIN month_sheet s ON s.unit_id = stood.unit_id
                                           WHERE s.id = current.sheet_id)
""")
ADD_ROWS = text("""
    INSERT INTO month_row (id, sheet_id, employee_id, revision, issue, gone, figures, days, digest, cause, document, reason, made_at, made_by)
    SELECT id, sheet_id, employee_id, revision, issue, gone, figures, days, digest, cause, document, reason, :now, :by
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(
        id uuid, sheet_id uuid, employee_id uuid, revision int, issue int, gone boolean, figures jsonb, days jsonb, digest text, cause text,
        document text, reason text)
""")
ACCEPT = text(f"""
    INSERT INTO month_acceptance (sheet_id, employee_id, how, accepted_at, recorded_at)
    SELECT current.sheet_id, current.employee_id, CASE WHEN settled.at IS NULL THEN 'silence' ELSE 'objection' END,
           coalesce(settled.at, CAST(:ended AS timestamptz)), :now
    FROM ({CURRENT}) current
    LEFT JOIN LATERAL (SELECT max(o.decided_at) AS at FROM attendance_objection o
                       WHERE o.employee_id = current.employee_id AND o.month = :month) settled ON true
    WHERE NOT current.gone AND NOT EXISTS (
        SELECT FROM attendance_objection o WHERE o.employee_id = current.employee_id AND o.month = :month AND o.state = 'open')
    ON CONFLICT DO NOTHING RETURNING 1
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentRow:
    revision: int
    digest: str
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEntry:
    """A revision to be written. `row` None: they are no longer on this sheet."""

    sheet_id: UUID
    employee_id: UUID
    revision: int
    row: CompiledRow | None
    issue: int
    cause: RowCause
    document: str = ""
    reason: str = ""


def _span(month: date, last: date) -> dict[str, object]:
    return {"first": month, "last": last}


async def count_members(uow: UnitOfWork, *, month: date, last: date, units: Sequence[UUID]) -> int:
    return (await uow.session.execute(COUNT, {**_span(month, last), "units": list(units)})).scalar_one()


async def next_members(uow: UnitOfWork, run: MonthRun, *, last: date, most: int) -> list[tuple[UUID, UUID]]:
    """(employee, unit) of the next people of a run."""
    given = {**_span(run.month, last), "units": run.units, "after": run.last_id, "most": most}
    return [(row.employee_id, row.unit_id) for row in await uow.session.execute(NEXT, given)]


async def unit_in_month(uow: UnitOfWork, *, employee_id: UUID, month: date, last: date) -> UUID | None:
    """On whose sheet somebody is."""
    return await uow.session.scalar(STOOD_IN, {**_span(month, last), "employee_id": employee_id})


async def members_of_sheet(uow: UnitOfWork, sheet: MonthSheet, *, last: date) -> set[UUID]:
    """Who belongs on it, as things stand now."""
    return set((await uow.session.scalars(MEMBERS, {**_span(sheet.month, last), "unit_id": sheet.unit_id})).all())


async def units_of_month(uow: UnitOfWork, *, month: date, last: date) -> list[UUID]:
    return list((await uow.session.scalars(UNITS, _span(month, last))).all())


async def add_run(uow: UnitOfWork, run: MonthRun) -> None:
    uow.session.add(run)
    await uow.session.flush()


async def enter_compiling(uow: UnitOfWork, month: date) -> None:
    """Nobody else starts compiling this month until the commit."""
    await uow.session.execute(ALONE, {"month": month.isoformat()})


async def run_under_way(uow: UnitOfWork, month: date) -> bool:
    return bool(
        await uow.session.scalar(select(exists(select(MonthRun.id).where(MonthRun.month == month, MonthRun.state != RunState.DONE))))
    )


async def take_open_run(uow: UnitOfWork) -> MonthRun | None:
    """The oldest that is not done and that nobody else is at."""
    query = select(MonthRun).where(MonthRun.state != RunState.DONE).order_by(MonthRun.id).limit(1)
    return await uow.session.scalar(query.with_for_update(skip_locked=True))


async def ensure_sheets(uow: UnitOfWork, *, month: date, units: Iterable[UUID]) -> dict[UUID, MonthSheet]:
    """By unit, locked in the order of their ids; those that are missing are made."""
    wanted = sorted(set(units))
    fresh = {"month": month, "state": SheetState.COMPILED.value, "issue": 0, "digest": "", "compiled_at": uow.now, "version": 1}
    rows = [{"id": new_id(), "unit_id": unit_id, "compiled_by": uow.actor.name, **fresh} for unit_id in wanted]
    if rows:
        await uow.session.execute(insert(MonthSheet).values(rows).on_conflict_do_nothing(index_elements=["month", "unit_id"]))
    query = select(MonthSheet).where(MonthSheet.month == month, MonthSheet.unit_id.in_(wanted)).order_by(MonthSheet.id)
    found = await uow.session.scalars(query.with_for_update().execution_options(populate_existing=True))
    return {sheet.unit_id: sheet for sheet in found}


async def lock_sheet(uow: UnitOfWork, sheet_id: UUID) -> MonthSheet:
    """Raises SheetNotFound."""
    query = select(MonthSheet).where(MonthSheet.id == sheet_id).with_for_update().execution_options(populate_existing=True)
    sheet = await uow.session.scalar(query)
    if sheet is None:
        raise SheetNotFound
    return sheet


async def lock_sheets(uow: UnitOfWork, sheets: Iterable[UUID]) -> None:
    """In the order of their ids, so that two who close the same ones do not wait for each other."""
    await uow.session.execute(select(MonthSheet.id).where(MonthSheet.id.in_(list(sheets))).order_by(MonthSheet.id).with_for_update())


async def lock_sheet_of(uow: UnitOfWork, *, month: date, unit_id: UUID) -> MonthSheet | None:
    query = select(MonthSheet).where(MonthSheet.month == month, MonthSheet.unit_id == unit_id)
    return await uow.session.scalar(query.with_for_update().execution_options(populate_existing=True))


async def current_rows(uow: UnitOfWork, sheets: Sequence[UUID]) -> dict[tuple[UUID, UUID], CurrentRow]:
    """By (sheet, employee). Lock the sheets first."""
    found = await uow.session.execute(CURRENT_ROWS, {"sheets": list(sheets)})
    return {(row.sheet_id, row.employee_id): CurrentRow(revision=row.revision, digest=row.digest, gone=row.gone) for row in found}


async def strays(uow: UnitOfWork, *, month: date, last: date, sheets: Sequence[UUID]) -> list[tuple[UUID, UUID, int]]:
    """(sheet, employee, revision) of those who are on another sheet, or on none, by now."""
    found = await uow.session.execute(STRAYS, {**_span(month, last), "sheets": list(sheets)})
    return [(row.sheet_id, row.employee_id, row.revision) for row in found]


async def add_rows(uow: UnitOfWork, entries: Sequence[RowEntry]) -> None:
    if not entries:
        return
    rows = [
        {
            "id": new_id(),
            "sheet_id": entry.sheet_id,
            "employee_id": entry.employee_id,
            "revision": entry.revision,
            "issue": entry.issue,
            "gone": entry.row is None,
            "figures": {} if entry.row is None else entry.row.figures,
            "days": [] if entry.row is None else entry.row.days,
            "digest": "" if entry.row is None else entry.row.digest,
            "cause": entry.cause.value,
            "document": entry.document,
            "reason": entry.reason,
        }
        for entry in entries
    ]
    await uow.session.execute(ADD_ROWS, {"rows": orjson.dumps(rows, default=str).decode(), "now": uow.now, "by": uow.actor.name})


async def last_row(uow: UnitOfWork, *, sheet_id: UUID, employee_id: UUID) -> MonthRow | None:
    query = select(MonthRow).where(MonthRow.sheet_id == sheet_id, MonthRow.employee_id == employee_id, ~MonthRow.gone)
    return await uow.session.scalar(query.order_by(MonthRow.revision.desc()).limit(1))


async def lock_sheets_of(uow: UnitOfWork, *, month: date) -> list[MonthSheet]:
    """All of a month, in the order of their ids."""
    query = select(MonthSheet).where(MonthSheet.month == month).order_by(MonthSheet.id).with_for_update()
    return list((await uow.session.scalars(query.execution_options(populate_existing=True))).all())


async def record_acceptances(uow: UnitOfWork, *, sheet: MonthSheet, ended: datetime) -> int:
    """Who has said nothing by `ended` has accepted; an objection accepts when it was settled (rule ATT-7). Safe to run again."""
    given = {"sheets": [sheet.id], "month": sheet.month, "ended": ended, "now": uow.now}
    return len((await uow.session.execute(ACCEPT, given)).all())


async def acceptances_of(uow: UnitOfWork, sheet_id: UUID) -> Mapping[UUID, str]:
    rows = await uow.session.execute(select(MonthAcceptance.employee_id, MonthAcceptance.how).where(MonthAcceptance.sheet_id == sheet_id))
    return {row.employee_id: row.how for row in rows}


async def add_correction(uow: UnitOfWork, correction: MonthCorrection) -> None:
    uow.session.add(correction)
    await uow.session.flush()
