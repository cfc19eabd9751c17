"""Everything that the results of some people's days depend on, read set by set (rule ATT-10).

Routes show days from it, and the use cases of attendance derive and store results from it: one way to the same result.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.day import LeaveOnDay
from people.domain.attendance.plan import DayPlan, Duty, Planner
from people.domain.attendance.policy import DAY_SECONDS
from people.domain.attendance.spell import Spell
from people.queries.attendance.approved_leave import approved_leave
from people.queries.attendance.planning import read_planner

PROOFS_A_DAY = DAY_SECONDS * 8
SPELLS = text(
    "SELECT employee_id, hired_on, left_on FROM employment_spell WHERE employee_id = ANY(:employees) ORDER BY employee_id, hired_on"
)
STANDS = text("""
    SELECT a.employee_id, a.position_id, p.unit_id, a.valid_from, a.valid_until
    FROM assignment a JOIN position p ON p.id = a.position_id
    WHERE a.employee_id = ANY(:employees) AND a.main AND a.valid_from <= :last AND (a.valid_until IS NULL OR a.valid_until > :first)
    ORDER BY a.employee_id, a.valid_from
""")
GROUPS = text("""
    SELECT position_id, effective_from, attendance_group FROM position_description
    WHERE position_id = ANY(:positions) AND state = 'published' AND effective_from <= :last ORDER BY position_id, effective_from, number
""")
RESTS = text("SELECT employee_id, on_day FROM rest_day WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last")
ROTAS = text(
    "SELECT unit_id, month FROM rota_plan WHERE published_number > 0 AND month BETWEEN date_trunc('month', CAST(:first AS date)) AND :last"
)
# One number a proof, counted from the first day: (day * 86400 + second) * 8 + photo * 4 + direction.
PUNCHES = text("""
    SELECT employee_id, array_agg(((on_day - :first) * 86400 + second) * 8 + direction) AS proofs FROM attendance_punch
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last GROUP BY employee_id
""")
PHOTOS = text("""
    SELECT employee_id, array_agg(((on_day - :first) * 86400 + second) * 8 + 4 + direction) AS proofs FROM attendance_photo
    WHERE employee_id = ANY(:employees) AND on_day BETWEEN :first AND :last GROUP BY employee_id
""")


PlanOnDay = tuple[date, UUID | None, DayPlan | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Where somebody's main position is, from one day up to, not including, another. `groups`: the attendance group from each day on."""

    unit_id: UUID
    since: date
    until: date | None
    groups: Sequence[tuple[date, str]]

    def group_on(self, on: date) -> str | None:
        return next((group for since, group in reversed(self.groups) if since <= on), None)


@dataclass(slots=True, kw_only=True)
class PersonInputs:
    employee_id: UUID
    spells: list[Spell] = field(default_factory=list[Spell])
    stands: list[Stand] = field(default_factory=list[Stand])
    rests: set[date] = field(default_factory=set[date])
    proofs: list[int] = field(default_factory=list[int])
    leaves: dict[date, list[LeaveOnDay]] = field(default_factory=dict[date, list[LeaveOnDay]])


@dataclass(slots=True, kw_only=True)
class DayInput:
    """`proofs` are sorted."""

    employee_id: UUID
    on: date
    unit_id: UUID | None
    plan: DayPlan
    proofs: list[int]
    leaves: Sequence[LeaveOnDay]


@dataclass(kw_only=True)
class DayInputs:
    """The days from `first` to `last` of all that are asked about, on which they are employed."""

    first: date
    last: date
    planner: Planner
    people: Sequence[PersonInputs]
    rotas: frozenset[tuple[UUID, date]]
    _plans: dict[object, list[PlanOnDay]] = field(default_factory=dict[object, list[PlanOnDay]])

    def days(self) -> Iterator[DayInput]:
        """By person, then by day."""
        for person in self.people:
            yield from self.days_of(person)

    def days_of(self, person: PersonInputs) -> Iterator[DayInput]:
        by_day = self._proofs_by_day(person)
        none: list[int] = []
        for place, (on, unit_id, plan) in enumerate(self.plans_of(person)):
            if plan is None:
                continue
            leaves = person.leaves.get(on, ()) if person.leaves else ()
            yield DayInput(employee_id=person.employee_id, on=on, unit_id=unit_id, plan=plan, proofs=by_day.get(place, none), leaves=leaves)

    def plans_of(self, person: PersonInputs) -> list[PlanOnDay]:
        """One for each day of the span, None where they are not employed. Made once for all who stand alike."""
        stands = tuple((one.unit_id, one.since, one.until, tuple(one.groups)) for one in person.stands)
        spells = tuple((max(one.hired_on, self.first), min(one.left_on or self.last, self.last)) for one in person.spells)
        key = (stands, frozenset(person.rests), spells)
        made = self._plans.get(key)
        if made is None:
            made = self._plans[key] = [self._plan_on(person, self.first + timedelta(days=place)) for place in range(self.length)]
        return made

    def planned_by(self, planner: Planner) -> "DayInputs":
        """The same facts of the same people, planned otherwise."""
        return DayInputs(first=self.first, last=self.last, planner=planner, people=self.people, rotas=self.rotas)

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    def _plan_on(self, person: PersonInputs, on: date) -> PlanOnDay:
        if not any(spell.holds(on) for spell in person.spells):
            return on, None, None
        stand = next((one for one in person.stands if one.since <= on and (one.until is None or on < one.until)), None)
        if stand is None:
            duty = Duty(group=None, unit_id=None, rested=on in person.rests, rota_known=False)
            return on, None, self.planner.plan(on, duty)
        known = (stand.unit_id, on.replace(day=1)) in self.rotas
        duty = Duty(group=stand.group_on(on), unit_id=stand.unit_id, rested=on in person.rests, rota_known=known)
        return on, stand.unit_id, self.planner.plan(on, duty)

    def _proofs_by_day(self, person: PersonInputs) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        person.proofs.sort()
        place, bound, own = -1, 0, list[int]()
        for proof in person.proofs:
            if proof >= bound:
                place = proof // PROOFS_A_DAY
                bound = (place + 1) * PROOFS_A_DAY
                own = found[place] = []
            own.append(proof - place * PROOFS_A_DAY)
        return found


async def read_day_inputs(reader: AsyncSession, *, employees: Sequence[UUID], first: date, last: date) -> DayInputs:
    span = {"employees": list(employees), "first": first, "last": last}
    people: dict[UUID, PersonInputs] = {}
    for row in await reader.execute(SPELLS, {"employees": list(employees)}):
        person = people.setdefault(row.employee_id, PersonInputs(employee_id=row.employee_id))
        person.spells.append(Spell(hired_on=row.hired_on, left_on=row.left_on))
    await _read_stands(reader, people, span)
    for row in await reader.execute(RESTS, span):
        people[row.employee_id].rests.add(row.on_day)
    for statement in (PUNCHES, PHOTOS):
        for row in await reader.execute(statement, span):
            people[row.employee_id].proofs += row.proofs
    for leave in await approved_leave(reader, employees=employees, first=first, last=last):
        on_day = LeaveOnDay(start=leave.start, end=leave.end, reference=leave.reference)
        people[leave.employee_id].leaves.setdefault(leave.on_day, []).append(on_day)
    rotas = frozenset((row.unit_id, row.month) for row in await reader.execute(ROTAS, {"first": first, "last": last}))
    planner = await read_planner(reader, first=first, last=last)
    return DayInputs(first=first, last=last, planner=planner, people=list(people.values()), rotas=rotas)


async def _read_stands(reader: AsyncSession, people: Mapping[UUID, PersonInputs], span: Mapping[str, object]) -> None:
    rows = (await reader.execute(STANDS, span)).all()
    groups: dict[UUID, list[tuple[date, str]]] = defaultdict(list)
    positions = sorted({row.position_id for row in rows})
    for row in await reader.execute(GROUPS, {"positions": positions, "last": span["last"]}):
        groups[row.position_id].append((row.effective_from, row.attendance_group))
    for row in rows:
        stand = Stand(unit_id=row.unit_id, since=row.valid_from, until=row.valid_until, groups=groups.get(row.position_id, []))
        people[row.employee_id].stands.append(stand)
