from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.attendance.leave_parts import GivenWords, MayKeepLeave, MayRequest, Paper, own_employee, shown, visible_leave
from people.api.organisation.parts import Code, Title, Today
from people.domain.attendance.leave_kind import LeaveKind, LeaveUnit
from people.domain.attendance.leave_ledger import LeaveMove
from people.domain.ids import EmployeeId, LeaveId
from people.domain.organisation.employee import EmployeeNotFound
from people.queries.attendance.leave_balances import LeaveBalance, LeaveEntryRow, balances_of, list_leave_entries
from people.queries.attendance.leave_kinds import leave_kinds_on, list_leave_kinds
from people.use_cases.attendance.book_leave import LeaveBooking, book_leave
from people.use_cases.attendance.publish_leave_kind import LeaveKindFacts, publish_leave_kind

router = transactional_router("/v1/attendance", tag="leave")
Amount = Annotated[Decimal, Field(gt=-1000, lt=1000, max_digits=9, decimal_places=4)]


class LeaveKindOut(BaseModel):
    """`unit`: half_day (amounts are days, half a day is one session) or hour. `balance`: only what was granted can be taken."""

    code: str
    version: int
    effective_from: date
    name_zh: str
    name_en: str
    paid: bool
    balance: bool
    unit: str
    evidence: bool
    calendar_days: bool
    active: bool


class LeaveKinds(BaseModel):
    data: list[LeaveKindOut]


class NewLeaveKind(Body):
    """A new code is a new kind; a known one its next version, from a day on that has not passed."""

    code: Code
    name_zh: Title
    name_en: Title
    paid: bool
    balance: bool
    unit: Literal["half_day", "hour"]
    evidence: bool
    calendar_days: bool = False
    active: bool = True
    effective_from: date
    reason: GivenWords


class NewLeaveBooking(Body):
    """In days or hours, as the kind counts. A grant is positive and may have a last day; a correction has a sign."""

    employee_ids: Annotated[list[EmployeeId], Field(min_length=1, max_length=500)]
    kind: Code
    move: Literal["grant", "correct"]
    amount: Amount
    expires_on: date | None = None
    document: Paper = ""
    reason: GivenWords


class LeaveBooked(BaseModel):
    people: int


class LeaveBalanceEnd(BaseModel):
    on: date
    amount: str


class LeaveBalanceOut(BaseModel):
    """Amounts as the kind counts. `held` waits for approval; `available` can be asked for today; `ends` is what ends when."""

    kind: str
    name_zh: str
    name_en: str
    unit: str
    balance: str
    held: str
    available: str
    ends: list[LeaveBalanceEnd]


class LeaveBalances(BaseModel):
    employee_id: EmployeeId
    data: list[LeaveBalanceOut]


class LeaveLedgerLine(BaseModel):
    move: str
    amount: str
    balance: str
    on: date
    expires_on: date | None
    document: str
    reason: str
    leave_id: LeaveId | None
    at: datetime
    by: str


class LeaveLedger(BaseModel):
    kind: str
    unit: str
    data: list[LeaveLedgerLine]


def kind_out(kind: LeaveKind) -> LeaveKindOut:
    return LeaveKindOut(**{name: getattr(kind, name) for name in LeaveKindOut.model_fields})


def balance_out(row: LeaveBalance) -> LeaveBalanceOut:
    unit = row.kind.unit
    return LeaveBalanceOut(
        kind=row.kind.code,
        name_zh=row.kind.name_zh,
        name_en=row.kind.name_en,
        unit=unit,
        balance=shown(row.balance, unit),
        held=shown(row.held, unit),
        available=shown(row.available, unit),
        ends=[LeaveBalanceEnd(on=on, amount=shown(left, unit)) for on, left in row.ends],
    )


def _line_out(row: LeaveEntryRow, unit: str) -> LeaveLedgerLine:
    return LeaveLedgerLine(
        move=row.move,
        amount=shown(row.amount, unit),
        balance=shown(row.balance, unit),
        on=row.on_date,
        expires_on=row.expires_on,
        document=row.document,
        reason=row.reason,
        leave_id=row.leave_id,
        at=row.at,
        by=row.by,
    )


async def _seen(reader: Reader, actor: MayRequest, employee_id: UUID | None, today: date) -> UUID:
    """Raises EmployeeNotFound, NoEmployee."""
    if employee_id is None:
        return await own_employee(reader, actor)
    visible = await visible_leave(reader, actor, today)
    if visible is not None and employee_id not in visible:
        raise EmployeeNotFound
    return employee_id


@router.get("/leave-kinds")
async def list_kinds_of_leave(
    reader: Reader, today: Today, _: MayRequest, versions: Literal["in_force", "newest"] = "in_force"
) -> LeaveKinds:  # fmt: skip
    """Those in force today; or the newest version of each, with those that take effect later."""
    if versions == "in_force":
        return LeaveKinds(data=[kind_out(kind) for kind in (await leave_kinds_on(reader, day=today)).values()])
    newest = {kind.code: kind for kind in sorted(await list_leave_kinds(reader), key=lambda kind: kind.version)}
    return LeaveKinds(data=[kind_out(kind) for kind in newest.values()])


@router.get("/leave-kinds/{code}/versions")
async def list_leave_kind_versions(code: Code, reader: Reader, _: MayRequest) -> LeaveKinds:
    """Newest first, with those that take effect later."""
    found = [kind for kind in await list_leave_kinds(reader) if kind.code == code]
    return LeaveKinds(data=[kind_out(kind) for kind in sorted(found, key=lambda kind: -kind.version)])


@router.post("/leave-kinds", status_code=201, dependencies=[ONCE])
async def publish_kind_of_leave(body: NewLeaveKind, uow: Uow, _: MayKeepLeave) -> LeaveKindOut:
    """Versions are added, never edited; its unit stays, for balances count by it (rules ATT-9, SYS-6)."""
    fields: dict[str, Any] = {name: getattr(body, name) for name in LeaveKindFacts.__dataclass_fields__}
    fields["unit"] = LeaveUnit(body.unit)
    return kind_out(await publish_leave_kind(uow, facts=LeaveKindFacts(**fields), effective_from=body.effective_from, reason=body.reason))


@router.get("/leave-balances")
async def list_balances_of_leave(reader: Reader, today: Today, actor: MayRequest, employee_id: EmployeeId | None = None) -> LeaveBalances:
    """One's own, or those of one's people."""
    whose = await _seen(reader, actor, employee_id, today)
    rows = (await balances_of(reader, employees=[whose], today=today))[whose]
    return LeaveBalances(employee_id=whose, data=[balance_out(row) for row in rows])


@router.get("/leave-balances/{kind}/ledger")
async def get_leave_ledger(
    kind: Code, reader: Reader, today: Today, actor: MayRequest, employee_id: EmployeeId | None = None
) -> LeaveLedger:
    """Every line behind a balance, oldest first."""
    whose = await _seen(reader, actor, employee_id, today)
    known = (await leave_kinds_on(reader, day=today)).get(kind)
    unit = LeaveUnit.HALF_DAY if known is None else known.unit
    rows = await list_leave_entries(reader, employee_id=whose, kind=kind)
    return LeaveLedger(kind=kind, unit=unit, data=[_line_out(row, unit) for row in rows])


@router.post("/leave-balances/bookings", status_code=201, dependencies=[ONCE])
async def book_leave_balances(body: NewLeaveBooking, uow: Uow, _: MayKeepLeave) -> LeaveBooked:
    """The same grant or correction for each of these people; all or none. The ledger only grows (rule ATT-9)."""
    booking = LeaveBooking(
        move=LeaveMove(body.move),
        kind=body.kind,
        amount=body.amount,
        expires_on=body.expires_on,
        document=body.document,
        reason=body.reason,
    )
    return LeaveBooked(people=await book_leave(uow, employees=list(body.employee_ids), booking=booking))
