"""Loads, locks and saves requests for approval with their seats. Lock order: the reference (an advisory lock), then the request."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select, text, update

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval, ApprovalNotFound
from people.domain.approvals.log_entry import ApprovalLogEntry, Happened
from people.domain.approvals.seat import ApprovalCandidate, ApprovalSeat, Decider, SeatState

LOCK_REFERENCE = text("SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || ' approval ' || :kind || ' ' || :reference, 0))")
NEXT_NUMBER = text("SELECT nextval('approval_number')")


async def lock_reference(uow: UnitOfWork, *, kind: str, reference: str) -> Approval | None:
    """The last request of this reference, locked; and nobody else files one of it until the commit."""
    await uow.session.execute(LOCK_REFERENCE, {"kind": kind, "reference": reference})
    asked = select(Approval).where(Approval.kind == kind, Approval.reference == reference)
    return await uow.session.scalar(asked.order_by(Approval.id.desc()).limit(1).with_for_update().execution_options(populate_existing=True))


async def lock_approval(uow: UnitOfWork, approval_id: UUID) -> Approval:
    """Raises ApprovalNotFound."""
    asked = select(Approval).where(Approval.id == approval_id).with_for_update().execution_options(populate_existing=True)
    found = await uow.session.scalar(asked)
    if found is None:
        raise ApprovalNotFound
    return found


async def next_number(uow: UnitOfWork) -> str:
    """A sequence, so that requests filed at the same time do not wait for each other."""
    return f"AP-{uow.today:%Y%m%d}-{await uow.session.scalar(NEXT_NUMBER):06d}"


async def add_approval(uow: UnitOfWork, approval: Approval) -> None:
    uow.session.add(approval)
    await uow.session.flush()


async def seats_of(uow: UnitOfWork, approval: Approval) -> list[ApprovalSeat]:
    """Of all steps that were begun, in their order. Lock the request first."""
    asked = select(ApprovalSeat).where(ApprovalSeat.approval_id == approval.id).order_by(ApprovalSeat.step, ApprovalSeat.seat)
    return list((await uow.session.scalars(asked.execution_options(populate_existing=True))).all())


async def add_seat(uow: UnitOfWork, seat: ApprovalSeat, candidates: Sequence[Decider]) -> None:
    uow.session.add(seat)
    await uow.session.flush()
    await add_candidates(uow, seat, candidates)


async def add_candidates(uow: UnitOfWork, seat: ApprovalSeat, candidates: Sequence[Decider]) -> None:
    is_open = seat.state == SeatState.WAITING
    place = {"approval_id": seat.approval_id, "step": seat.step, "seat": seat.seat}
    rows = [{**place, "account_id": one.account_id, "why": one.why, "since": uow.now, "open": is_open} for one in candidates]
    if rows:
        await uow.session.execute(insert(ApprovalCandidate), rows)


async def candidates_of(uow: UnitOfWork, approval: Approval) -> dict[int, list[UUID]]:
    """Of the step that waits: for each of its seats who may take it."""
    asked = select(ApprovalCandidate.seat, ApprovalCandidate.account_id).where(
        ApprovalCandidate.approval_id == approval.id, ApprovalCandidate.step == approval.step
    )
    found: dict[int, list[UUID]] = {}
    for seat, account_id in (await uow.session.execute(asked.order_by(ApprovalCandidate.seat, ApprovalCandidate.account_id))).all():
        found.setdefault(seat, []).append(account_id)
    return found


async def was_candidate(uow: UnitOfWork, approval: Approval, accounts: Sequence[UUID]) -> ApprovalSeat | None:
    """A seat that one of `accounts` could have taken and somebody else did, the last one first."""
    asked = (
        select(ApprovalSeat)
        .join(
            ApprovalCandidate,
            (ApprovalCandidate.approval_id == ApprovalSeat.approval_id)
            & (ApprovalCandidate.step == ApprovalSeat.step)
            & (ApprovalCandidate.seat == ApprovalSeat.seat),
        )
        .where(ApprovalSeat.approval_id == approval.id, ApprovalCandidate.account_id.in_(accounts), ApprovalSeat.decided_by.is_not(None))
    )
    return await uow.session.scalar(asked.order_by(ApprovalSeat.step.desc(), ApprovalSeat.seat).limit(1))


async def close_seat(uow: UnitOfWork, seat: ApprovalSeat) -> None:
    """Nobody finds it in their inbox any longer."""
    await uow.session.execute(
        update(ApprovalCandidate)
        .where(ApprovalCandidate.approval_id == seat.approval_id, ApprovalCandidate.step == seat.step, ApprovalCandidate.seat == seat.seat)
        .values(open=False)
    )


async def close_open_seats(uow: UnitOfWork, approval: Approval) -> None:
    await uow.session.flush()
    await uow.session.execute(
        update(ApprovalSeat)
        .where(ApprovalSeat.approval_id == approval.id, ApprovalSeat.state == SeatState.WAITING)
        .values(state=SeatState.CLOSED)
    )
    candidates = update(ApprovalCandidate).where(ApprovalCandidate.approval_id == approval.id, ApprovalCandidate.open)
    await uow.session.execute(candidates.values(open=False))


async def write_log(
    uow: UnitOfWork,
    approval: Approval,
    happened: Happened,
    *,
    account_id: UUID | None = None,
    for_account_id: UUID | None = None,
    comment: str = "",
    facts: dict[str, object] | None = None,
) -> None:
    row = {"id": new_id(), "approval_id": approval.id, "at": uow.now, "happened": happened, "step": approval.step}
    who = {"account_id": account_id, "for_account_id": for_account_id, "comment": comment, "facts": facts or {}}
    await uow.session.execute(insert(ApprovalLogEntry).values(**row, **who))
