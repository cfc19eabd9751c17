"""The one inbox over all services (rule APR-3): lists, one request with its log, decisions one by one and in bulk."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import structlog
from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

from chassis.auth import CurrentActor
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.refusals import Kind as RefusalKind
from chassis.refusals import Refusal
from chassis.routes import ONCE, Body, Here, Now, Reader, Uow, transactional_router
from contracts.people import Evidence
from people.api.approvals.shapes import ApprovalOut, Comment, Kind, Reason, approval_out
from people.api.parts import Person
from people.domain.ids import ApprovalId
from people.permissions import Permission
from people.queries.approvals.inbox import View, Wanted, count_inbox, list_approval_rows
from people.queries.approvals.request_page import Looking, RequestPage, find_request_page
from people.queries.approvals.routes import list_kind_names
from people.use_cases.approvals.decide_approval import Answer, decide_approval
from people.use_cases.approvals.withdraw_approval import withdraw_approval

router = transactional_router("/v1/approvals", tag="approvals")
log = structlog.get_logger()
State = Literal["waiting", "approved", "refused", "voided", "withdrawn"]
Digest = Annotated[str, Field(min_length=1, max_length=200)]


class ApprovalCountsOut(BaseModel):
    """Each stops at 100: more is more. `to_decide` waits for me, `overdue` of it past its deadline; `asked` is what I wait for."""

    to_decide: int
    overdue: int
    asked: int


class ApprovalKindOut(BaseModel):
    kind: str
    name_zh: str
    name_en: str


class ApprovalKindsOut(BaseModel):
    data: list[ApprovalKindOut]


class ApprovalCandidateOut(BaseModel):
    """`why`: superior, unit_head, role, finance, position, stand_in, escalation or top."""

    name: str
    why: str


class ApprovalSeatOut(BaseModel):
    """One who has to agree. `state` is waiting, agreed, refused or closed; agreed by nobody: all who could had agreed to an earlier step."""

    step: int
    seat: int
    state: str
    opened_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    decided_for: str | None
    comment: str
    candidates: list[ApprovalCandidateOut]


class ApprovalLogEntryOut(BaseModel):
    """`happened`: filed, step_opened, agreed_before, stood_in, reminded, escalated, agreed, refused, approved, voided, withdrawn. `named` are those
    whom it waits for from then on.
    """

    at: datetime
    happened: str
    step: int
    who: str | None
    for_whom: str | None
    comment: str
    named: list[str]


class ApprovalPageOut(BaseModel):
    approval: ApprovalOut
    may_decide: bool
    may_withdraw: bool
    seats: list[ApprovalSeatOut]
    log: list[ApprovalLogEntryOut]


class ApprovalAnswer(Body):
    """A refusal needs a comment (rule APR-3). `content_digest` is of what the decider saw (rule APR-4)."""

    decision: Literal["approve", "refuse"]
    comment: Comment
    content_digest: Digest


class ApprovalWithdrawal(Body):
    reason: Reason


class ApprovalBulkItem(Body):
    id: ApprovalId
    version: Annotated[int, Field(ge=1)]
    content_digest: Digest


class ApprovalBulkAnswer(Body):
    """The same answer to up to 100 requests; each with the version and digest that was seen."""

    decision: Literal["approve", "refuse"]
    comment: Comment
    items: Annotated[list[ApprovalBulkItem], Field(min_length=1, max_length=100)]


class ApprovalBulkRefusal(BaseModel):
    code: str
    rule: str | None
    detail: str


class NotDecidedThisTime(Refusal):
    kind = RefusalKind.UNAVAILABLE
    code = "not_decided_this_time"
    zh = "处理这一条时出错，未作决定；请单独重试。"
    en = "Something went wrong with this one and it was not decided; try it on its own."


class ApprovalBulkResult(BaseModel):
    """`state` is the request's afterwards; null when the answer was refused."""

    id: ApprovalId
    state: str | None
    refusal: ApprovalBulkRefusal | None


class ApprovalBulkResults(BaseModel):
    done: int
    refused: int
    results: list[ApprovalBulkResult]


@router.get("")
async def list_approvals(
    reader: Reader,
    paging: Paging,
    person: Person,
    actor: CurrentActor,
    here: Here,
    view: View = View.MINE,
    kind: Annotated[Kind | None, Query()] = None,
    state: State | None = None,
) -> Page[ApprovalOut]:
    """`mine`: waits for my decision, oldest first. `decided`: by me. `asked`: by me. `all` needs a permission. These come newest first."""
    if view == View.ALL:
        actor.must(Permission.READ_APPROVALS)
    (after,) = paging.after(UUID) or (None,)
    wanted = Wanted(view=view, kind=kind, state=state, shops=None if actor.shops is None else sorted(actor.shops))
    rows = await list_approval_rows(
        reader, me=person.account_id, today=here.clock.today(), wanted=wanted, after=after, limit=paging.limit + 1
    )
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([approval_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/counts")
async def get_approval_counts(reader: Reader, person: Person, here: Here) -> ApprovalCountsOut:
    """For the badge in the menu."""
    counts = await count_inbox(reader, me=person.account_id, today=here.clock.today(), now=here.clock.now())
    return ApprovalCountsOut(to_decide=counts.to_decide, overdue=counts.overdue, asked=counts.asked)


@router.get("/kinds")
async def list_approval_kinds(reader: Reader, _: Person, now: Now) -> ApprovalKindsOut:
    """What there is a route for, by name: to filter by, and to delegate."""
    found = await list_kind_names(reader, now=now)
    return ApprovalKindsOut(data=[ApprovalKindOut(kind=one.kind, name_zh=one.name_zh, name_en=one.name_en) for one in found])


@router.post("/decisions", dependencies=[ONCE])
async def decide_many_approvals(
    body: ApprovalBulkAnswer, person: Person, actor: CurrentActor, here: Here, request: Request
) -> ApprovalBulkResults:
    """Each has a result of its own: one that is refused leaves the others decided."""
    language = language_of(request.headers.get("accept-language"))
    results: list[ApprovalBulkResult] = []
    for item in body.items:
        answer = Answer(decision=body.decision, comment=body.comment, content_digest=item.content_digest)
        # A transaction each: what a kind's handler had written before it refused must not stay.
        async with here.new_uow(actor) as uow:
            try:
                decided = await decide_approval(
                    uow, approval_id=item.id, expected_version=item.version, account_id=person.account_id, answer=answer
                )
                await uow.commit()
                results.append(ApprovalBulkResult(id=item.id, state=decided.state, refusal=None))
            except Exception as error:
                if not isinstance(error, Refusal):
                    log.exception("approval not decided", id=str(item.id))
                refusal = error if isinstance(error, Refusal) else NotDecidedThisTime()
                told = ApprovalBulkRefusal(code=refusal.code, rule=refusal.rule, detail=refusal.sentence(language))
                results.append(ApprovalBulkResult(id=item.id, state=None, refusal=told))
    refused = sum(result.refusal is not None for result in results)
    return ApprovalBulkResults(done=len(results) - refused, refused=refused, results=results)


@router.get("/{approval_id}")
async def get_approval(
    approval_id: ApprovalId, reader: Reader, person: Person, actor: CurrentActor, here: Here, response: Response
) -> ApprovalPageOut:
    """For who asked, who decides or decided, and who may read all."""
    page = await find_request_page(reader, approval_id, looking=_looking(person, actor), today=here.clock.today())
    show_version(response, page.row.version)
    return page_out(page, person)


@router.post("/{approval_id}/decision", dependencies=[ONCE])
async def decide_one_approval(
    approval_id: ApprovalId,
    body: ApprovalAnswer,
    uow: Uow,
    person: Person,
    actor: CurrentActor,
    version: ExpectedVersion,
    response: Response,
) -> ApprovalPageOut:
    """Nobody decides their own request (rule ORG-7). Of two at once one wins, and the other is told who did."""
    answer = Answer(decision=body.decision, comment=body.comment, content_digest=body.content_digest)
    await decide_approval(uow, approval_id=approval_id, expected_version=version, account_id=person.account_id, answer=answer)
    page = await find_request_page(uow.session, approval_id, looking=_looking(person, actor), today=uow.today)
    show_version(response, page.row.version)
    return page_out(page, person)


@router.post("/{approval_id}/withdraw", dependencies=[ONCE])
async def withdraw_own_approval(
    approval_id: ApprovalId,
    body: ApprovalWithdrawal,
    uow: Uow,
    person: Person,
    actor: CurrentActor,
    version: ExpectedVersion,
    response: Response,
) -> ApprovalPageOut:
    """By who asked, while it waits."""
    await withdraw_approval(uow, approval_id=approval_id, expected_version=version, account_id=person.account_id, reason=body.reason)
    page = await find_request_page(uow.session, approval_id, looking=_looking(person, actor), today=uow.today)
    show_version(response, page.row.version)
    return page_out(page, person)


def _looking(person: Person, actor: CurrentActor) -> Looking:
    shops = None if actor.shops is None else sorted(actor.shops)
    return Looking(me=person.account_id, sees_all=actor.may(Permission.READ_APPROVALS), shops=shops)


def page_out(page: RequestPage, person: Person) -> ApprovalPageOut:
    before = None if page.evidence_before is None else [Evidence.model_validate(line) for line in page.evidence_before]
    return ApprovalPageOut(
        approval=approval_out(page.row, before),
        may_decide=page.may_decide,
        may_withdraw=page.row.state == "waiting" and page.row.requester_id == person.account_id,
        seats=[
            ApprovalSeatOut(
                step=seat.step + 1,
                seat=seat.seat + 1,
                state=seat.state,
                opened_at=seat.opened_at,
                decided_at=seat.decided_at,
                decided_by=seat.decided_by,
                decided_for=seat.decided_for,
                comment=seat.comment,
                candidates=[ApprovalCandidateOut(name=one["name"], why=one["why"]) for one in seat.candidates or []],
            )
            for seat in page.seats
        ],
        log=[
            ApprovalLogEntryOut(
                at=entry.at,
                happened=entry.happened,
                step=entry.step + 1,
                who=entry.who,
                for_whom=entry.for_whom,
                comment=entry.comment,
                named=entry.named,
            )
            for entry in page.log
        ],
    )
