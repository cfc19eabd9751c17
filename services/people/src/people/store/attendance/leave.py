"""Requests for leave, their days, and the ledger of balances.

Lock order: the approval (whoever decides holds it first), then somebody's leave, then the request.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import insert, select, text, update

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.attendance.leave import LeaveNotFound, LeavePart, LeaveRequest
from people.domain.attendance.leave_booking import Account
from people.domain.attendance.leave_file import Booked, LeavePerson, Paper
from people.domain.attendance.leave_kind import LeaveKindVersion
from people.domain.attendance.leave_ledger import LeaveEntry, LedgerLine, NewEntry
from people.domain.attendance.leave_span import LeavePiece

LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' leave of ' || :employee, 0))")
LOCK_KINDS = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' kinds of leave', 0))")
NEXT_NUMBER = text("SELECT nextval('leave_number')")
# What waits for approval holds its time and its balance already; a waiting change holds only what its original holds.
HELD = text("""
    SELECT coalesce(sum(amount), 0) FROM leave_request
    WHERE employee_id = :employee_id AND kind = :kind AND state = 'waiting' AND purpose = 'leave'
""")
FREE = text("""
    SELECT employee_id, kind, sum(amount) AS free FROM (
        SELECT employee_id, kind, amount FROM leave_entry WHERE employee_id = ANY(:employees)
        UNION ALL
        SELECT employee_id, kind, -amount FROM leave_request
        WHERE employee_id = ANY(:employees) AND state = 'waiting' AND purpose = 'leave'
    ) lines GROUP BY employee_id, kind
""")
KNOWN_PEOPLE = text("SELECT id FROM employee WHERE id = ANY(:employees)")
BY_NUMBER = text("SELECT number, id, name, left_on FROM employee WHERE number = ANY(:numbers)")
LOCK_IMPORTS = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' imports of leave', 0))")
BOOKED = text("""
    SELECT employee_id, kind, move, document, amount, expires_on FROM leave_entry
    WHERE employee_id = ANY(:employees) AND document = ANY(:documents) AND move IN ('grant', 'correct')
""")
OVERLAPPING = text("""
    SELECT l.number, l.first_on, l.last_on, l.state FROM unnest(CAST(:days AS date[]), CAST(:starts AS int[]), CAST(:ends AS int[]))
        AS wanted(on_date, starts, ends)
    JOIN leave_part p ON p.employee_id = :employee_id AND p.on_date = wanted.on_date AND p.starts < wanted.ends AND wanted.starts < p.ends
    JOIN leave_request l ON l.id = p.leave_id
    WHERE p.counts ORDER BY p.on_date, p.starts LIMIT 1
""")


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlappingLeave:
    number: str
    first_on: date
    last_on: date
    state: str


async def enter_leave_of(uow: UnitOfWork, employee_id: UUID) -> None:
    """Nobody else files, decides or books leave of this person until the commit."""
    await uow.session.execute(LOCK, {"employee": str(employee_id)})


async def next_leave_number(uow: UnitOfWork) -> str:
    return f"LV-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


async def overlapping_leave(uow: UnitOfWork, *, employee_id: UUID, pieces: Sequence[LeavePiece]) -> OverlappingLeave | None:
    """Enter the person's leave first."""
    given = {"days": [one.on for one in pieces], "starts": [one.start for one in pieces], "ends": [one.end for one in pieces]}
    row = (await uow.session.execute(OVERLAPPING, {"employee_id": employee_id, **given})).mappings().one_or_none()
    return None if row is None else OverlappingLeave(**row)


async def add_leave(uow: UnitOfWork, leave: LeaveRequest, pieces: Sequence[LeavePiece], *, counts: bool) -> None:
    uow.session.add(leave)
    await uow.session.flush()
    if pieces:
        await uow.session.execute(
            insert(LeavePart),
            [
                {
                    "leave_id": leave.id,
                    "on_date": piece.on,
                    "employee_id": leave.employee_id,
                    "starts": piece.start,
                    "ends": piece.end,
                    "parts": piece.parts,
                    "minutes": piece.minutes,
                    "counts": counts,
                }
                for piece in pieces
            ],
        )


async def find_leave(uow: UnitOfWork, leave_id: UUID) -> LeaveRequest:
    """Not locked: to learn whose it is, before the locks in their order. Raises LeaveNotFound."""
    found = await uow.session.get(LeaveRequest, leave_id)
    if found is None:
        raise LeaveNotFound
    return found


async def lock_leave(uow: UnitOfWork, leave_id: UUID) -> LeaveRequest:
    """Raises LeaveNotFound."""
    asked = select(LeaveRequest).where(LeaveRequest.id == leave_id).with_for_update().execution_options(populate_existing=True)
    found = await uow.session.scalar(asked)
    if found is None:
        raise LeaveNotFound
    return found


async def waiting_change_of(uow: UnitOfWork, leave_id: UUID) -> str | None:
    """Its number."""
    asked = select(LeaveRequest.number).where(LeaveRequest.replaces_id == leave_id, LeaveRequest.state == "waiting")
    return await uow.session.scalar(asked)


async def pieces_of_leave(uow: UnitOfWork, leave_id: UUID) -> list[LeavePiece]:
    rows = await uow.session.scalars(select(LeavePart).where(LeavePart.leave_id == leave_id).order_by(LeavePart.on_date))
    return [LeavePiece(on=row.on_date, start=row.starts, end=row.ends, sessions=(), parts=row.parts, minutes=row.minutes) for row in rows]


async def hold_time(uow: UnitOfWork, leave_id: UUID, *, holds: bool) -> None:
    await uow.session.execute(
        update(LeavePart).where(LeavePart.leave_id == leave_id).values(counts=holds).execution_options(synchronize_session=False)
    )


async def ledger_of(uow: UnitOfWork, *, employee_id: UUID, kind: str) -> list[LedgerLine]:
    """Enter the person's leave first."""
    asked = select(LeaveEntry).where(LeaveEntry.employee_id == employee_id, LeaveEntry.kind == kind).order_by(LeaveEntry.id)
    return [
        LedgerLine(move=row.move, amount=row.amount, on_date=row.on_date, expires_on=row.expires_on, document=row.document)
        for row in await uow.session.scalars(asked)
    ]


async def held_of(uow: UnitOfWork, *, employee_id: UUID, kind: str) -> int:
    return await uow.session.scalar(HELD, {"employee_id": employee_id, "kind": kind}) or 0


async def free_of(uow: UnitOfWork, *, employees: Sequence[UUID]) -> dict[Account, int]:
    """Balances less what waits for approval. Enter their leave first."""
    return {(row.employee_id, row.kind): int(row.free) for row in await uow.session.execute(FREE, {"employees": list(employees)})}


async def people_known(uow: UnitOfWork, *, employees: Sequence[UUID]) -> set[UUID]:
    return set((await uow.session.scalars(KNOWN_PEOPLE, {"employees": list(employees)})).all())


async def people_by_number(uow: UnitOfWork, *, numbers: Collection[str]) -> dict[str, LeavePerson]:
    rows = await uow.session.execute(BY_NUMBER, {"numbers": sorted(numbers)})
    return {row.number: LeavePerson(id=row.id, name=row.name, left_on=row.left_on) for row in rows}


async def enter_imports(uow: UnitOfWork) -> None:
    """One file after the other, so that the same rows in two of them meet."""
    await uow.session.execute(LOCK_IMPORTS)


async def booked_under(uow: UnitOfWork, *, papers: Sequence[Paper]) -> dict[Paper, list[Booked]]:
    """What the ledger has under these papers."""
    given = {"employees": sorted({paper[0] for paper in papers}), "documents": sorted({paper[3] for paper in papers})}
    found: dict[Paper, list[Booked]] = {}
    for row in await uow.session.execute(BOOKED, given):
        booked = Booked(amount=row.amount, expires_on=row.expires_on)
        found.setdefault((row.employee_id, row.kind, row.move, row.document), []).append(booked)
    return found


async def write_entries(uow: UnitOfWork, entries: Sequence[tuple[Account, NewEntry]]) -> None:
    """In this order."""
    if not entries:
        return
    rows = [
        {
            "id": new_id(),
            "employee_id": employee_id,
            "kind": kind,
            "move": entry.move.value,
            "amount": entry.amount,
            "on_date": entry.on_date,
            "expires_on": entry.expires_on,
            "document": entry.document,
            "reason": entry.reason,
            "leave_id": entry.leave_id,
            "at": uow.now,
            "by": uow.actor.id,
        }
        for (employee_id, kind), entry in entries
    ]
    await uow.session.execute(insert(LeaveEntry), rows)


async def write_entry(uow: UnitOfWork, *, employee_id: UUID, kind: str, line: NewEntry) -> None:
    await write_entries(uow, [((employee_id, kind), line)])


async def enter_kinds(uow: UnitOfWork) -> None:
    await uow.session.execute(LOCK_KINDS)


async def add_kind_version(uow: UnitOfWork, version: LeaveKindVersion) -> None:
    uow.session.add(version)
    await uow.session.flush()
