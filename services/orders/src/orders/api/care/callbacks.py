"""Call-backs: plans, the list of calls to make, what came of them (rule CARE-5)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import show_version
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from orders.api.aftersales.case_bodies import CaseLineIn
from orders.api.order_bodies import Moment
from orders.domain.aftersales.case import Source
from orders.domain.aftersales.kinds import CaseKind
from orders.domain.aftersales.wanted import WantedLine
from orders.domain.care.callback import CallOutcome
from orders.domain.care.callback_plan import PlanParameters
from orders.domain.care.policy import ComplaintKind
from orders.permissions import Permission
from orders.queries.care.callback_plans import CallbackPlanOut, PlanId, find_plan_versions, find_plans
from orders.queries.care.callbacks import (
    CallbackDeskRow,
    CallbackId,
    CallbackOut,
    CallbackView,
    CaseId,
    ComplaintId,
    CustomerId,
    find_callback,
    find_callbacks,
)
from orders.queries.care.customer_care import CustomerCare, find_customer_care
from orders.use_cases.aftersales.open_case import Wish
from orders.use_cases.care.allow_calls import allow_calls
from orders.use_cases.care.forbid_calls import forbid_calls
from orders.use_cases.care.note_call import CallResult, note_call
from orders.use_cases.care.publish_callback_plan import publish_callback_plan

router = transactional_router("/v1/care", tag="callbacks")
Caller = Annotated[Actor, Depends(requires(Permission.MAKE_CALLBACKS))]
Planner = Annotated[Actor, Depends(requires(Permission.PLAN_CALLBACKS))]
ComplaintReader = Annotated[Actor, Depends(requires(Permission.READ_COMPLAINTS))]
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class PublishPlan(Body):
    """`effective_from` left out: from now on."""

    parameters: PlanParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class OpenedCase(Body):
    """The after-sales case that an unhappy call opens; `lines` as for any case."""

    kind: CaseKind
    reason_code: Annotated[str, Field(min_length=1, max_length=40)]
    lines: Annotated[list[CaseLineIn], Field(max_length=200, default_factory=list)]


class NoteCall(Body):
    """`satisfaction` goes with `reached`. An unhappy one opens `case`, else a complaint of the kind `complaint_kind` (left out: service)."""

    outcome: CallOutcome
    satisfaction: Annotated[int, Field(ge=1, le=5)] | None = None
    note: Annotated[str, Field(max_length=2000)] = ""
    complaint_kind: ComplaintKind | None = None
    case: OpenedCase | None = None


class GiveCallReason(Body):
    reason: Reason


class CallbackStanding(BaseModel):
    id: CallbackId
    state: str
    next_at: datetime
    complaint_id: ComplaintId | None
    opened_case_id: CaseId | None
    version: int


class CallbackPlans(BaseModel):
    data: list[CallbackPlanOut]


class CallbackQuery(BaseModel):
    view: CallbackView = CallbackView.OPEN
    shop_id: Annotated[str, Field(max_length=64)] | None = None
    priority: bool = False
    """Only customers who are served first; of calls to make."""


@router.get("/callbacks")
async def list_callbacks(
    asked: Annotated[CallbackQuery, Query()], reader: Reader, paging: Paging, actor: Caller, now: Now
) -> Page[CallbackDeskRow]:
    """Calls to make, the longest waiting first, or those that have their result."""
    after = paging.after(datetime, UUID)
    rows = await find_callbacks(
        reader,
        view=asked.view,
        shop_id=asked.shop_id,
        priority=asked.priority,
        actor=actor,
        now=now,
        after=None if after is None else (after[0], after[1]),
        limit=paging.limit,
    )
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = None if last is None else make_cursor(last.next_at if asked.view == CallbackView.OPEN else last.done_at, last.id)
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.get("/callbacks/{callback_id}")
async def get_callback(callback_id: CallbackId, reader: Reader, actor: Caller, now: Now, response: Response) -> CallbackOut:
    found = await find_callback(reader, callback_id=callback_id, actor=actor, now=now)
    show_version(response, found.version)
    return found


@router.post("/callbacks/{callback_id}/result", dependencies=[ONCE])
async def note_callback_result(callback_id: CallbackId, body: NoteCall, uow: Uow, actor: Caller) -> CallbackStanding:
    """Not reached: it comes again, as often as the policy says. Unhappy: what it opens is opened with it, or nothing is noted."""
    if body.case is not None:
        actor.must(Permission.OPEN_CASES)
    result = CallResult(
        outcome=body.outcome, satisfaction=body.satisfaction, note=body.note.strip(), kind=body.complaint_kind, wish=_wish(body)
    )
    callback = await note_call(uow, callback_id=callback_id, result=result)
    return CallbackStanding(
        id=callback.id,
        state=str(callback.state),
        next_at=callback.next_at,
        complaint_id=callback.complaint_id,
        opened_case_id=callback.opened_case_id,
        version=callback.version,
    )


@router.get("/callback-plans")
async def list_callback_plans(reader: Reader, now: Now, _: Caller) -> CallbackPlans:
    """Each in the version in force."""
    return CallbackPlans(data=await find_plans(reader, now=now))


@router.get("/callback-plans/{plan_id}")
async def list_callback_plan_versions(plan_id: PlanId, reader: Reader, _: Caller) -> CallbackPlans:
    return CallbackPlans(data=await find_plan_versions(reader, plan_id=plan_id))


@router.post("/callback-plans", status_code=201, dependencies=[ONCE])
async def make_callback_plan(body: PublishPlan, uow: Uow, _: Planner) -> CallbackPlanOut:
    """It follows what happens from then on; customers who are dormant already are called too."""
    return await _published(uow, None, body)


@router.post("/callback-plans/{plan_id}", status_code=201, dependencies=[ONCE])
async def change_callback_plan(plan_id: PlanId, body: PublishPlan, uow: Uow, _: Planner) -> CallbackPlanOut:
    """A new version; `active` false stops it. Calls that are planned already keep their day."""
    return await _published(uow, plan_id, body)


@router.get("/customers/{customer_id}")
async def show_customer_care(customer_id: CustomerId, reader: Reader, actor: ComplaintReader) -> CustomerCare:
    """Complaints and call-backs of a customer, and whether they may be called."""
    return await find_customer_care(reader, customer_id=customer_id, actor=actor)


@router.post("/customers/{customer_id}/forbid-calls", status_code=204, dependencies=[ONCE], name="forbid_calls")
async def forbid(customer_id: CustomerId, body: GiveCallReason, uow: Uow, _: Caller) -> None:
    """Not to be called: what was planned for them is void."""
    await forbid_calls(uow, customer_id=customer_id, reason=body.reason.strip())


@router.post("/customers/{customer_id}/allow-calls", status_code=204, dependencies=[ONCE], name="allow_calls")
async def allow(customer_id: CustomerId, body: GiveCallReason, uow: Uow, _: Caller) -> None:
    await allow_calls(uow, customer_id=customer_id, reason=body.reason.strip())


def _wish(body: NoteCall) -> Wish | None:
    if body.case is None:
        return None
    lines = [
        WantedLine(
            line_no=line.line_no,
            quantity=line.quantity,
            amount=None if line.amount is None else Decimal(line.amount.amount),
            send_sku=line.send_sku,
        )
        for line in body.case.lines
    ]
    return Wish(kind=body.case.kind, reason_code=body.case.reason_code, lines=lines, note=body.note.strip()[:1000], source=Source.PERSON)


async def _published(uow: Uow, plan_id: UUID | None, body: PublishPlan) -> CallbackPlanOut:
    plan = await publish_callback_plan(uow, plan_id=plan_id, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return CallbackPlanOut(
        id=plan.id,
        version=plan.version,
        newest=plan.version,
        effective_from=plan.effective_from,
        parameters=body.parameters,
        note=plan.note,
        published_at=plan.published_at,
        published_by=plan.published_by,
        made=0,
    )
