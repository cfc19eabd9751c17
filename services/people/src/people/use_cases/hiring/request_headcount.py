from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from chassis.ids import new_id
from chassis.uow import UnitOfWork
from contracts.people import Evidence
from people.domain.approvals.approval import Wish
from people.domain.hiring.headcount_request import KIND, HeadcountRequest, HeadcountRequestState, NoRaise, RaiseInThePast
from people.domain.hiring.ids import shown
from people.domain.organisation.headcount import planned_on
from people.domain.organisation.position import Position
from people.store.hiring.requisitions import add_headcount_request, asked_for
from people.store.organisation.positions import held_of, lock_position, plans_of, title_of
from people.use_cases.approvals.request_approval import request_approval


@dataclass(frozen=True, kw_only=True)
class RaiseWish:
    """`planned` is the new figure, not the difference."""

    position_id: UUID
    planned: int
    valid_from: date
    reason: str


async def request_headcount(uow: UnitOfWork, *, wish: RaiseWish, requester_id: UUID) -> HeadcountRequest:
    """It takes effect only when others have approved it (rules ORG-3, APR-1).

    Raises PositionNotFound, RaiseInThePast, NoRaise, HeadcountRequestWaits, and what approvals refuse.
    """
    if wish.valid_from < uow.today:
        raise RaiseInThePast
    position = await lock_position(uow, wish.position_id)
    before = planned_on(await plans_of(uow, position.id), wish.valid_from)
    if wish.planned <= before:
        raise NoRaise(before=before)
    request = HeadcountRequest(
        id=new_id(),
        position_id=position.id,
        before=before,
        planned=wish.planned,
        valid_from=wish.valid_from,
        reason=wish.reason,
        state=HeadcountRequestState.WAITING,
        requested_by=requester_id,
        requested_by_name=uow.actor.name,
        requested_at=uow.now,
        comment="",
        version=1,
    )
    await add_headcount_request(uow, request)
    uow.audit("headcount_request.filed", noun="headcount_request", noun_id=request.reference, after=request.facts(), reason=wish.reason)
    uow.changed("headcount_request", request.reference)
    # Where a route needs nobody, the decision is there before this returns.
    approval = await request_approval(uow, wish=await _approval(uow, request, position))
    request.approval_id = approval.id
    await uow.session.flush()
    return request


async def _approval(uow: UnitOfWork, request: HeadcountRequest, position: Position) -> Wish:
    title = await title_of(uow, position, on=request.valid_from)
    staff = sum(held.covers(uow.today) for held in await held_of(uow, position.id))
    asked = await asked_for(uow, position.id)
    day = request.valid_from.isoformat()
    begins = uow.now if request.valid_from <= uow.today else datetime.combine(request.valid_from, datetime.min.time(), uow.frame.zone)
    return Wish(
        kind=KIND,
        reference=request.reference,
        requester_id=request.requested_by,
        title_zh=f"“{title}”编制由 {request.before} 增至 {request.planned}（自 {day}）",
        title_en=f"Headcount of {title} from {request.before} to {request.planned} from {day} on",
        evidence=[
            Evidence(label_zh="现编制", label_en="Planned", value=str(request.before)),
            Evidence(label_zh="申请编制", label_en="Asked for", value=str(request.planned)),
            Evidence(label_zh="在岗人数", label_en="Staff", value=str(staff)),
            Evidence(label_zh="待招人数", label_en="Openings asked for", value=str(asked)),
            Evidence(label_zh="生效日", label_en="From", value=day),
            Evidence(label_zh="理由", label_en="Reason", value=request.reason),
        ],
        content_digest=request.digest,
        unit_id=position.unit_id,
        effective_at=begins,
        link=f"/requisitions?position={shown('pos', position.id)}",
    )
