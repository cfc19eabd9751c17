"""Balances of leave: what somebody has, what waits for approval, what ends when, and the ledger behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from people.domain.attendance.leave_booking import Account
from people.domain.attendance.leave_kind import LeaveKind
from people.domain.attendance.leave_ledger import LedgerLine, lots_left
from people.queries.attendance.leave_kinds import leave_kinds_on

LINES = text("""
    SELECT employee_id, kind, move, amount, on_date, expires_on, document FROM leave_entry WHERE employee_id = ANY(:employees) ORDER BY id
""")
HELD = text("""
    SELECT employee_id, kind, sum(amount) AS amount FROM leave_request
    WHERE employee_id = ANY(:employees) AND state = 'waiting' AND purpose = 'leave' GROUP BY employee_id, kind
""")
ENTRIES = text("""
    SELECT e.id, e.move, e.amount, e.on_date, e.expires_on, e.document, e.reason, e.leave_id, e.at, e.by,
           sum(e.amount) OVER (ORDER BY e.id) AS balance
    FROM leave_entry e WHERE e.employee_id = :employee_id AND e.kind = :kind ORDER BY e.id
""")
EXPIRING = text("""
    SELECT employee_id, kind FROM leave_entry GROUP BY employee_id, kind
    HAVING sum(amount) > 0 AND bool_or(expires_on < :today) ORDER BY employee_id, kind
""")


@dataclass(frozen=True, kw_only=True)
class LeaveBalance:
    """In the kind's unit (parts of a day, or minutes). `available` is what can be asked for today."""

    kind: LeaveKind
    balance: int
    held: int
    available: int
    ends: list[tuple[date, int]]


@dataclass(frozen=True, kw_only=True)
class LeaveEntryRow:
    id: UUID
    move: str
    amount: int
    on_date: date
    expires_on: date | None
    document: str
    reason: str
    leave_id: UUID | None
    at: datetime
    by: str
    balance: int


async def balances_of(reader: AsyncSession, *, employees: Sequence[UUID], today: date) -> dict[UUID, list[LeaveBalance]]:
    """Of each of them, each kind that has balances."""
    given = {"employees": list(employees)}
    lines: dict[Account, list[LedgerLine]] = {}
    for row in await reader.execute(LINES, given):
        line = LedgerLine(move=row.move, amount=row.amount, on_date=row.on_date, expires_on=row.expires_on, document=row.document)
        lines.setdefault((row.employee_id, row.kind), []).append(line)
    held = {(row.employee_id, row.kind): int(row.amount) for row in await reader.execute(HELD, given)}
    kinds = [kind for kind in (await leave_kinds_on(reader, day=today)).values() if kind.balance]
    found: dict[UUID, list[LeaveBalance]] = {}
    for employee_id in employees:
        accounts = [(kind, (employee_id, kind.code)) for kind in kinds]
        found[employee_id] = [
            _balance(kind, lines.get(account, []), held=held.get(account, 0), today=today)
            for kind, account in accounts
            if kind.active or account in lines
        ]
    return found


def _balance(kind: LeaveKind, lines: Sequence[LedgerLine], *, held: int, today: date) -> LeaveBalance:
    lots = lots_left(lines)
    valid = sum(left for expires_on, left in lots if expires_on is None or expires_on >= today)
    return LeaveBalance(
        kind=kind,
        balance=sum(line.amount for line in lines),
        held=held,
        available=max(0, valid - held),
        ends=[(expires_on, left) for expires_on, left in lots if expires_on is not None],
    )


async def list_leave_entries(reader: AsyncSession, *, employee_id: UUID, kind: str) -> list[LeaveEntryRow]:
    """Oldest first, each with the balance after it."""
    return [LeaveEntryRow(**row) for row in (await reader.execute(ENTRIES, {"employee_id": employee_id, "kind": kind})).mappings()]


async def expiring_leave(reader: AsyncSession, *, today: date) -> list[tuple[UUID, str]]:
    """Who has something left, and a grant that is past its last day: what of it is left, the verb finds out."""
    return [(row.employee_id, row.kind) for row in await reader.execute(EXPIRING, {"today": today})]
