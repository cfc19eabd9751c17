"""Stored results of days: what months are compiled from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.day import Figures

FIGURES = ", ".join(Figures._fields)
SUMS = ", ".join(f"sum({field})::int AS {field}" for field in Figures._fields)
DAYS = text(f"""
    SELECT employee_id, on_day, unit_id, kind, policy_number, {FIGURES}, input_digest FROM attendance_day
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last ORDER BY employee_id, on_day
""")
TOTALS = text(f"""
    SELECT employee_id, count(*)::int AS days, count(*) FILTER (WHERE kind = 1)::int AS work_days, {SUMS} FROM attendance_day
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last GROUP BY employee_id ORDER BY employee_id
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResult:
    employee_id: UUID
    on_day: date
    unit_id: UUID | None
    kind: int
    policy_number: int
    figures: Figures
    input_digest: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredTotals:
    """`days` have a result; `work_days` of them were to be worked."""

    employee_id: UUID
    days: int
    work_days: int
    figures: Figures


async def read_day_results(reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date) -> list[StoredResult]:
    """By person, then by day. A day that nobody has derived yet is not in it: compile the span first (use_cases/attendance/start_run.py)."""
    rows = (await reader.execute(DAYS, {"employees": list(employees), "first": first, "last": last})).mappings()
    return [
        StoredResult(
            employee_id=row["employee_id"],
            on_day=row["on_day"],
            unit_id=row["unit_id"],
            kind=row["kind"],
            policy_number=row["policy_number"],
            figures=Figures(*(row[field] for field in Figures._fields)),
            input_digest=row["input_digest"],
        )
        for row in rows
    ]


async def read_day_totals(reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date) -> dict[UUID, StoredTotals]:
    rows = (await reader.execute(TOTALS, {"employees": list(employees), "first": first, "last": last})).mappings()
    return {
        row["employee_id"]: StoredTotals(
            employee_id=row["employee_id"],
            days=row["days"],
            work_days=row["work_days"],
            figures=Figures(*(row[field] for field in Figures._fields)),
        )
        for row in rows
    }
