from datetime import datetime, time, timedelta
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.attendance.leave import (
    STATE_WORDS,
    LeaveBeforeHiring,
    LeaveEvidenceMissing,
    LeaveOverlaps,
    LeavePurpose,
    LeaveRequest,
    LeaveState,
    digest_of,
)
from people.domain.attendance.leave_kind import LeaveKind, LeaveUnit, kind_on
from people.domain.attendance.leave_ledger import LeaveOverBalance, lots_left
from people.domain.attendance.leave_span import LeavePiece, LeaveWish, amount_of, check_wish, pieces_of, shown_amount
from people.domain.ids import shown_leave
from people.queries.attendance.leave_days import work_sessions
from people.queries.attendance.leave_kinds import list_leave_kinds
from people.queries.organisation.employees import find_employee_row
from people.store.attendance.leave import add_leave, enter_leave_of, held_of, ledger_of, next_leave_number, overlapping_leave
from people.use_cases.attendance.ask_leave_approval import ask_leave_approval
from people.use_cases.attendance.choose_leave_requester import choose_leave_requester

UNIT_WORDS = {LeaveUnit.HALF_DAY: ("天", "days"), LeaveUnit.HOUR: ("小时", "hours")}


async def request_leave(uow: UnitOfWork, *, employee_id: UUID | None, wish: LeaveWish, reason: str, evidence: str) -> LeaveRequest:
    """For oneself (None), or for another by HR and by who leads them. It takes effect when it is approved (rules ATT-9, APR-1).

    Raises NoEmployee, LeaveNotTheirs, LeaveNeedsLine, LeaveKindNotFound, LeaveKindClosed, LeaveEvidenceMissing, LeaveSpanWrong,
    LeaveCoversNoWork, LeaveBeforeHiring, LeaveOverlaps, LeaveOverBalance, and what approvals refuse.
    """
    who = await choose_leave_requester(uow, employee_id=employee_id)
    kind = kind_on(await list_leave_kinds(uow.session), code=wish.kind, day=wish.first_on)
    if kind.evidence and not evidence:
        raise LeaveEvidenceMissing(kind=kind.name_zh)
    pieces = await _measure(uow, employee_id=who.employee_id, wish=wish, kind=kind)
    await enter_leave_of(uow, who.employee_id)
    await _check_free(uow, employee_id=who.employee_id, pieces=pieces)
    if kind.balance:
        await _check_balance(uow, employee_id=who.employee_id, kind=kind, wish=wish, amount=amount_of(pieces, kind.unit))
    digest = digest_of(
        employee_id=who.employee_id, purpose=LeavePurpose.LEAVE, kind=kind.code, kind_version=kind.version, pieces=pieces, reason=reason,
        evidence=evidence,
    )  # fmt: skip
    leave = LeaveRequest(
        id=new_id(),
        number=await next_leave_number(uow),
        employee_id=who.employee_id,
        purpose=LeavePurpose.LEAVE,
        replaces_id=None,
        kind=kind.code,
        kind_version=kind.version,
        unit=kind.unit,
        amount=amount_of(pieces, kind.unit),
        first_on=wish.first_on,
        last_on=wish.last_on,
        first_second=_begins(pieces, wish),
        from_session=wish.from_session,
        until_session=wish.until_session,
        from_time=wish.from_time,
        until_time=wish.until_time,
        reason=reason,
        evidence=evidence,
        after_the_fact=_moment(uow, pieces[0], wish) < uow.now,
        content_digest=digest,
        state=LeaveState.WAITING,
        filed_by=who.filed_by,
        filed_at=uow.now,
        decided_by=[],
        comment="",
        end_reason="",
        version=1,
    )
    await add_leave(uow, leave, pieces, counts=True)
    uow.audit("leave.requested", noun="leave", noun_id=shown_leave(leave.id), after=leave.facts(), reason=reason)
    uow.changed("leave", shown_leave(leave.id))
    await ask_leave_approval(uow, leave=leave, kind=kind, requester_id=who.requester_id)
    return leave


async def _measure(uow: UnitOfWork, *, employee_id: UUID, wish: LeaveWish, kind: LeaveKind) -> list[LeavePiece]:
    check_wish(wish, kind)
    days = await work_sessions(uow.session, employee_id=employee_id, first=wish.first_on, last=wish.last_on)
    absent = next((day for day in (wish.first_on, wish.last_on) if day not in days), None)
    if absent is not None:
        person = await find_employee_row(uow.session, employee_id=employee_id, on=absent)
        raise LeaveBeforeHiring(name=person.name, day=absent.isoformat())
    return pieces_of(wish, kind, days)


async def _check_free(uow: UnitOfWork, *, employee_id: UUID, pieces: list[LeavePiece]) -> None:
    other = await overlapping_leave(uow, employee_id=employee_id, pieces=pieces)
    if other is not None:
        zh, en = STATE_WORDS[other.state]
        raise LeaveOverlaps(number=other.number, first=other.first_on.isoformat(), last=other.last_on.isoformat(), state_zh=zh, state_en=en)


async def _check_balance(uow: UnitOfWork, *, employee_id: UUID, kind: LeaveKind, wish: LeaveWish, amount: int) -> None:
    """Only what is still valid on the last day can be taken, less what already waits for approval."""
    lines = await ledger_of(uow, employee_id=employee_id, kind=kind.code)
    valid = sum(left for expires_on, left in lots_left(lines) if expires_on is None or expires_on >= wish.last_on)
    available = valid - await held_of(uow, employee_id=employee_id, kind=kind.code)
    if amount > available:
        unit_zh, unit_en = UNIT_WORDS[kind.unit]
        raise LeaveOverBalance(
            kind_zh=kind.name_zh,
            kind_en=kind.name_en,
            available=shown_amount(max(0, available), kind.unit),
            wanted=shown_amount(amount, kind.unit),
            unit_zh=unit_zh,
            unit_en=unit_en,
        )


def _begins(pieces: list[LeavePiece], wish: LeaveWish) -> int:
    """The second of the first day at which the time away begins. A stretch that covers the morning begins at midnight."""
    return pieces[0].start if pieces[0].on == wish.first_on else 0


def _moment(uow: UnitOfWork, piece: LeavePiece, wish: LeaveWish) -> datetime:
    return datetime.combine(piece.on, time(), uow.frame.zone) + timedelta(seconds=_begins([piece], wish))
