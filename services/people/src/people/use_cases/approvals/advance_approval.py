from collections.abc import Sequence
from uuid import UUID

from chassis.uow import UnitOfWork
from people.domain.approvals.approval import Approval, State
from people.domain.approvals.log_entry import Happened
from people.domain.approvals.seat import ApprovalSeat, SeatState
from people.store.approvals.requests import add_seat, write_log
from people.use_cases.approvals.find_deciders import SeatPlan, find_deciders
from people.use_cases.approvals.settle_approval import settle_approval


async def advance_approval(uow: UnitOfWork, *, approval: Approval, place: int, agreed: Sequence[UUID]) -> None:
    """Begins the next step, from `place` on, that takes the amount and still needs somebody; past the last one the request is approved.

    Raises RouteLeadsNowhere, and what the kind's handler refuses.
    """
    steps = approval.read_steps()
    so_far = list(agreed)
    while place < len(steps):
        if steps[place].takes(approval.money):
            plans = await find_deciders(uow, approval=approval, step=steps[place], place=place, agreed=so_far)
            await _open(uow, approval, place=place, plans=plans)
            if any(plan.agreed_by is None for plan in plans):
                return
        place += 1
    await settle_approval(uow, approval=approval, outcome=State.APPROVED, comment="", deciders=so_far, by=None)


async def _open(uow: UnitOfWork, approval: Approval, *, place: int, plans: Sequence[SeatPlan]) -> None:
    approval.begin_step(place, now=uow.now)
    for number, plan in enumerate(plans):
        seat = ApprovalSeat(
            approval_id=approval.id, step=place, seat=number, state=SeatState.WAITING, opened_at=uow.now, decided_at=None, comment=""
        )
        if plan.agreed_by is not None:
            seat.state = SeatState.AGREED
        await add_seat(uow, seat, plan.candidates)
        if plan.agreed_by is not None:
            await write_log(uow, approval, Happened.AGREED_BEFORE, account_id=plan.agreed_by)
        else:
            named: dict[str, object] = {"seat": number, "candidates": [[str(one.account_id), one.why] for one in plan.candidates]}
            await write_log(uow, approval, Happened.STEP_OPENED, facts=named)
