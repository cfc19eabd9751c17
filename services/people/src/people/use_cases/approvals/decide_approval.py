from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from chassis.preconditions import check_version
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval, CommentMissing, DecidedByAnother, NotADecider, OwnRequest, State
from people.domain.approvals.log_entry import Happened
from people.domain.approvals.seat import ApprovalSeat, SeatState, choose_seat
from people.domain.ids import shown_account, shown_approval
from people.store.approvals.deciders import delegated_to, name_of
from people.store.approvals.requests import candidates_of, close_seat, lock_approval, seats_of, was_candidate, write_log
from people.use_cases.approvals.advance_approval import advance_approval
from people.use_cases.approvals.settle_approval import settle_approval


@dataclass(frozen=True, kw_only=True)
class Answer:
    """`content_digest` is of what the decider saw."""

    decision: Literal["approve", "refuse"]
    comment: str
    content_digest: str


async def decide_approval(uow: UnitOfWork, *, approval_id: UUID, expected_version: int, account_id: UUID, answer: Answer) -> Approval:
    """Two at once: one wins, the other is told who did. A refusal ends the request, whoever else would have agreed.

    Raises ApprovalNotFound, OwnRequest, ApprovalClosed, DecidedByAnother, NotADecider, ContentChanged, VersionStale, CommentMissing,
    RouteLeadsNowhere, and what the kind's handler refuses.
    """
    approval = await lock_approval(uow, approval_id)
    if approval.requester_id == account_id:
        raise OwnRequest
    mine = [account_id, *(one for one in await delegated_to(uow, account_id, kind=approval.kind) if one != account_id)]
    seats = await seats_of(uow, approval)
    seat, for_whom = await _my_seat(uow, approval, seats, mine=mine)
    approval.must_be(answer.content_digest)
    check_version(expected=expected_version, actual=approval.version)
    comment = answer.comment.strip()
    if answer.decision == "refuse" and not comment:
        raise CommentMissing
    agrees = answer.decision == "approve"
    seat.decide(SeatState.AGREED if agrees else SeatState.REFUSED, by=account_id, for_whom=for_whom, comment=comment, now=uow.now)
    approval.version += 1
    await close_seat(uow, seat)
    said = Happened.AGREED if agrees else Happened.REFUSED
    await write_log(uow, approval, said, account_id=account_id, for_account_id=seat.decided_for, comment=comment, facts={"seat": seat.seat})
    shown = shown_approval(approval_id)
    after: dict[str, object] = {"step": approval.step, "seat": seat.seat, "for": shown_account(for_whom)}
    uow.audit(f"approval.{said}", noun="approval", noun_id=shown, after=after, reason=comment or None)
    uow.changed("approval", shown)
    if not agrees:
        await settle_approval(uow, approval=approval, outcome=State.REFUSED, comment=comment, deciders=[account_id], by=account_id)
    elif all(one.state != SeatState.WAITING for one in seats if one.step == approval.step):
        agreed = list(dict.fromkeys(one.decided_by for one in seats if one.state == SeatState.AGREED and one.decided_by is not None))
        await advance_approval(uow, approval=approval, place=approval.step + 1, agreed=agreed)
    await uow.session.flush()
    return approval


async def _my_seat(
    uow: UnitOfWork, approval: Approval, seats: Sequence[ApprovalSeat], *, mine: Sequence[UUID]
) -> tuple[ApprovalSeat, UUID]:
    """Raises ApprovalClosed, DecidedByAnother, NotADecider."""
    here = {seat.seat: seat for seat in seats if seat.step == approval.step}
    candidates = await candidates_of(uow, approval)
    waiting = {number: candidates.get(number, []) for number, seat in here.items() if seat.state == SeatState.WAITING}
    used = {one for seat in here.values() for one in (seat.decided_by, seat.decided_for) if one is not None}
    # Whoever sits already, also as somebody's delegate, takes no second seat: joint means two persons (rule APR-5).
    chosen = None if approval.state != State.WAITING or mine[0] in used else choose_seat(waiting, mine=mine, used=used)
    if chosen is not None:
        return here[chosen[0]], chosen[1]
    lost = await was_candidate(uow, approval, mine)
    if lost is not None and lost.decided_by is not None and lost.decided_by != mine[0]:
        raise DecidedByAnother(name=await name_of(uow, lost.decided_by))
    approval.must_wait()
    raise NotADecider
