"""Days as the screens show them: derived at once from their facts, with what is stored beside them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.day import DayFacts, DayResult, LeaveOnDay, derive_day
from people.queries.attendance.day_inputs import read_day_inputs

DIGESTS = text("""
    SELECT employee_id, on_day, policy_number, input_digest FROM attendance_day
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last
""")
PHOTOS = text("""
    SELECT id, employee_id, on_day, second, direction, image_sealed IS NOT NULL AS kept FROM attendance_photo
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last ORDER BY employee_id, on_day, second
""")
PUNCHES = text("""
    SELECT p.second, p.direction, p.device, b.source, b.name, b.received_at, b.received_by
    FROM attendance_punch p LEFT JOIN punch_batch b ON b.id = p.batch_id
    WHERE p.employee_id = :employee_id AND p.on_day = :on ORDER BY p.second
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoMark:
    id: UUID
    second: int
    direction: int
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PunchMark:
    """Where a punch came from: a batch that is gone has no source."""

    second: int
    direction: int
    device: str
    source: str | None
    name: str | None
    received_at: datetime | None
    received_by: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """`result` None: the day lies ahead, only its plan is known. `stored`: its stored result was made from exactly these facts."""

    employee_id: UUID
    on: date
    unit_id: UUID | None
    result: DayResult
    ahead: bool
    today: bool
    stored: bool
    proofs: Sequence[int]
    leaves: Sequence[LeaveOnDay]
    photos: Sequence[PhotoMark]


@dataclass(frozen=True, kw_only=True)
class Today:
    """The company's day, and how far it has come."""

    on: date
    second: int


def today_at(local: datetime) -> Today:
    return Today(on=local.date(), second=local.hour * 3600 + local.minute * 60 + local.second)


async def view_days(reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date, today: Today) -> list[DayView]:
    """By person (in the order of their ids), then by day; only days on which they are employed."""
    span = {"employees": list(employees), "first": first, "last": last}
    inputs = await read_day_inputs(reader, employees=employees, first=first, last=last)
    stored = {(row.employee_id, row.on_day): (row.policy_number, row.input_digest) for row in await reader.execute(DIGESTS, span)}
    photos: dict[tuple[UUID, date], list[PhotoMark]] = defaultdict(list)
    for row in await reader.execute(PHOTOS, span):
        photos[row.employee_id, row.on_day].append(PhotoMark(id=row.id, second=row.second, direction=row.direction, kept=row.kept))
    views: list[DayView] = []
    for day in inputs.days():
        ahead, is_today = day.on > today.on, day.on == today.on
        until = -1 if ahead else today.second if is_today else None
        result = derive_day(day.plan, DayFacts(proofs=day.proofs, leaves=day.leaves, until=until))
        key = (day.employee_id, day.on)
        views.append(
            DayView(
                employee_id=day.employee_id,
                on=day.on,
                unit_id=day.unit_id,
                result=result,
                ahead=ahead,
                today=is_today,
                stored=stored.get(key) == (day.plan.version, result.digest),
                proofs=day.proofs,
                leaves=day.leaves,
                photos=photos.get(key, ()),
            )
        )
    return views


async def list_punch_marks(reader: AsyncSession, *, employee_id: UUID, on: date) -> list[PunchMark]:
    rows = (await reader.execute(PUNCHES, {"employee_id": employee_id, "on": on})).mappings()
    return [PunchMark(**row) for row in rows]
