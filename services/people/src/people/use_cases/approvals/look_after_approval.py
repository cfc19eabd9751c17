from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval, State
from people.domain.approvals.log_entry import Happened
from people.domain.approvals.seat import ApprovalSeat, Decider, SeatState, Why
from people.domain.ids import shown_approval
from people.store.approvals.deciders import employees_of, fit_accounts
from people.store.approvals.requests import add_candidates, candidates_of, lock_approval, seats_of, write_log
from people.use_cases.approvals.find_above import find_above
from people.use_cases.approvals.find_away import find_away
from people.use_cases.approvals.find_stand_ins import find_stand_ins
from people.use_cases.approvals.find_top import find_top


async def look_after_approval(uow: UnitOfWork, *, approval_id: UUID) -> None:
    """A request that waits is not forgotten: who left or is away is stood in for, deciders are reminded, and past the deadline it goes to those
    above them as well (rule APR-2). Does nothing where nothing is due.
    """
    approval = await lock_approval(uow, approval_id)
    if approval.state != State.WAITING:
        return
    seats = [seat for seat in await seats_of(uow, approval) if seat.step == approval.step]
    candidates = await candidates_of(uow, approval)
    decided = {one for seat in seats for one in (seat.decided_by, seat.decided_for) if one is not None}
    changed = False
    for seat in seats:
        if seat.state == SeatState.WAITING:
            named = candidates.get(seat.seat, [])
            changed |= await _stand_in(uow, approval, seat, named=named, decided=decided)
    if approval.due_at is not None and approval.due_at <= uow.now:
        for seat in seats:
            if seat.state == SeatState.WAITING:
                await _escalate(uow, approval, seat, named=candidates.get(seat.seat, []), decided=decided)
        approval.note_escalated(now=uow.now)
        changed = True
    if approval.remind_at is not None and approval.remind_at <= uow.now:
        approval.note_reminded(now=uow.now)
        await write_log(uow, approval, Happened.REMINDED)
        changed = True
    if changed:
        uow.changed("approval", shown_approval(approval_id))


async def _stand_in(uow: UnitOfWork, approval: Approval, seat: ApprovalSeat, *, named: Sequence[UUID], decided: set[UUID]) -> bool:
    fit = await fit_accounts(uow, named)
    away = await find_away(uow, approval=approval, people=fit)
    if any(one.account_id not in away for one in fit):
        return False
    found = await _others(uow, approval, named=named, decided=decided, why=Why.STAND_IN)
    if not found:
        return False
    await _add(uow, approval, seat, found, happened=Happened.STOOD_IN)
    approval.version += 1
    return True


async def _escalate(uow: UnitOfWork, approval: Approval, seat: ApprovalSeat, *, named: Sequence[UUID], decided: set[UUID]) -> None:
    found = await _others(uow, approval, named=named, decided=decided, why=Why.ESCALATION)
    # Somebody may have been added a moment ago, for who was away.
    fresh = [one for one in found if one.account_id not in (await candidates_of(uow, approval)).get(seat.seat, [])]
    if fresh:
        await _add(uow, approval, seat, fresh, happened=Happened.ESCALATED)


async def _others(uow: UnitOfWork, approval: Approval, *, named: Sequence[UUID], decided: set[UUID], why: Why) -> list[Decider]:
    barred = {approval.requester_id, *decided, *named}
    found: dict[UUID, Decider] = {}
    employees = await employees_of(uow, named)
    for account_id in named:
        if account_id in employees:
            employee_id = employees[account_id]
            if why == Why.STAND_IN:
                more = await find_stand_ins(uow, approval=approval, employee_id=employee_id, barred=barred)
            else:
                more = await find_above(uow, approval=approval, employee_id=employee_id, barred=barred, why=why)
            found |= {one.account_id: one for one in more if one.account_id not in found}
    if not found:
        found = {one.account_id: one for one in await find_top(uow, barred=barred)}
    return list(found.values())


async def _add(uow: UnitOfWork, approval: Approval, seat: ApprovalSeat, found: Sequence[Decider], *, happened: Happened) -> None:
    await add_candidates(uow, seat, found)
    facts: dict[str, object] = {"seat": seat.seat, "candidates": [[str(one.account_id), one.why] for one in found]}
    await write_log(uow, approval, happened, facts=facts)
