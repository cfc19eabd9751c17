from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from people.api.hiring.parts import GivenReason, GivenReasonOnly, MayOpenRequisitions, MayReadRequisitions, account_of_person
from people.api.organisation.parts import OnDay, Today
from people.domain.approvals.approval import RequesterUnknown
from people.domain.hiring.headcount_request import HeadcountRequestState
from people.domain.hiring.ids import HeadcountRequestId, RequisitionId
from people.domain.hiring.requisition import RequisitionState
from people.domain.ids import ApprovalId, PositionId, UnitId
from people.queries.hiring.requisitions import (
    HeadcountRequestRow,
    RequisitionRow,
    find_headcount_request_row,
    find_requisition_row,
    list_headcount_request_rows,
    list_requisition_rows,
)
from people.use_cases.hiring.change_requisition import change_requisition
from people.use_cases.hiring.close_requisition import close_requisition
from people.use_cases.hiring.open_requisition import RequisitionWish, open_requisition
from people.use_cases.hiring.request_headcount import RaiseWish, request_headcount
from people.use_cases.hiring.withdraw_headcount_request import withdraw_headcount_request

router = transactional_router("/v1/requisitions", tag="requisitions")
headcount_router = transactional_router("/v1/headcount-requests", tag="headcount_requests")
Openings = Annotated[int, Field(ge=1, le=1000)]


class NewRequisition(Body):
    position_id: PositionId
    openings: Openings
    reason: GivenReason
    wanted_by: date


class RequisitionChange(Body):
    """What is left out, or null, stays as it is."""

    openings: Openings | None = None
    reason: GivenReason | None = None
    wanted_by: date | None = None


class RequisitionOut(BaseModel):
    """`planned` and `staff` of the position today; `in_the_running` counts candidates who are neither hired nor out. `version` is the ETag."""

    id: RequisitionId
    number: str
    position_id: PositionId
    title_zh: str
    title_en: str
    unit_id: UnitId
    unit_zh: str | None
    unit_en: str | None
    openings: int
    hired: int
    reason: str
    wanted_by: date
    state: str
    opened_by: str
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str | None
    planned: int
    staff: int
    in_the_running: int
    version: int


class NewHeadcountRequest(Body):
    """`planned` is the new figure, not the difference; it takes effect on `valid_from`, or on approval when that is later."""

    position_id: PositionId
    planned: Annotated[int, Field(ge=1, le=10_000)]
    valid_from: date
    reason: GivenReason


class HeadcountRequestOut(BaseModel):
    """From `before` to `asked`."""

    id: HeadcountRequestId
    position_id: PositionId
    title_zh: str
    title_en: str
    unit_id: UnitId
    unit_zh: str | None
    unit_en: str | None
    before: int
    asked: int
    valid_from: date
    reason: str
    state: str
    requested_by_name: str
    requested_at: datetime
    approval_id: ApprovalId | None
    decided_at: datetime | None
    comment: str
    version: int


def _requisition(row: RequisitionRow, response: Response) -> RequisitionOut:
    show_version(response, row.version)
    return RequisitionOut.model_validate(row, from_attributes=True)


def _request(row: HeadcountRequestRow) -> HeadcountRequestOut:
    return HeadcountRequestOut.model_validate(row, from_attributes=True)


@router.get("")
async def list_requisitions(
    reader: Reader,
    paging: Paging,
    on: OnDay,
    _: MayReadRequisitions,
    state: RequisitionState | None = None,
    position_id: PositionId | None = None,
) -> Page[RequisitionOut]:
    """Newest first."""
    (before,) = paging.after(UUID) or (None,)
    rows = await list_requisition_rows(reader, on=on, state=state, position_id=position_id, before=before, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    data = [RequisitionOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(data, limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def open_new_requisition(body: NewRequisition, uow: Uow, today: Today, _: MayOpenRequisitions, response: Response) -> RequisitionOut:
    """Refused past the headcount in force (rule ORG-3); an approved headcount request raises that."""
    wish = RequisitionWish(position_id=body.position_id, openings=body.openings, reason=body.reason, wanted_by=body.wanted_by)
    made = await open_requisition(uow, wish=wish)
    return _requisition(await find_requisition_row(uow.session, made.id, on=today), response)


@router.get("/{requisition_id}")
async def get_requisition(
    requisition_id: RequisitionId, reader: Reader, on: OnDay, _: MayReadRequisitions, response: Response
) -> RequisitionOut:
    return _requisition(await find_requisition_row(reader, requisition_id, on=on), response)


@router.patch("/{requisition_id}")
async def change_one_requisition(
    requisition_id: RequisitionId, body: RequisitionChange, uow: Uow, today: Today, _: MayOpenRequisitions, version: ExpectedVersion,
    response: Response,
) -> RequisitionOut:  # fmt: skip
    """More openings are checked as at the opening (rule ORG-3)."""
    now = await find_requisition_row(uow.session, requisition_id, on=today)
    await change_requisition(
        uow,
        requisition_id=requisition_id,
        expected_version=version,
        openings=now.openings if body.openings is None else body.openings,
        reason=now.reason if body.reason is None else body.reason,
        wanted_by=now.wanted_by if body.wanted_by is None else body.wanted_by,
    )
    return _requisition(await find_requisition_row(uow.session, requisition_id, on=today), response)


@router.post("/{requisition_id}/close", dependencies=[ONCE])
async def close_one_requisition(
    requisition_id: RequisitionId, body: GivenReasonOnly, uow: Uow, today: Today, _: MayOpenRequisitions, version: ExpectedVersion,
    response: Response,
) -> RequisitionOut:  # fmt: skip
    """Who is still in the running is rejected with the same reason, and offers are withdrawn."""
    await close_requisition(uow, requisition_id=requisition_id, expected_version=version, reason=body.reason)
    return _requisition(await find_requisition_row(uow.session, requisition_id, on=today), response)


@headcount_router.get("")
async def list_headcount_requests(
    reader: Reader, paging: Paging, on: OnDay, _: MayReadRequisitions, state: HeadcountRequestState | None = None
) -> Page[HeadcountRequestOut]:
    """Newest first."""
    (before,) = paging.after(UUID) or (None,)
    rows = await list_headcount_request_rows(reader, on=on, state=state, before=before, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([_request(row) for row in rows], limit=paging.limit, next_cursor=last)


@headcount_router.post("", status_code=201, dependencies=[ONCE])
async def request_more_headcount(body: NewHeadcountRequest, uow: Uow, today: Today, actor: MayOpenRequisitions) -> HeadcountRequestOut:
    """Goes to the approvers of headcount; when they approve it, the new plan takes effect (rules ORG-3, APR-1)."""
    account_id = account_of_person(actor)
    if account_id is None:
        raise RequesterUnknown(requester=actor.name)
    wish = RaiseWish(position_id=body.position_id, planned=body.planned, valid_from=body.valid_from, reason=body.reason)
    made = await request_headcount(uow, wish=wish, requester_id=account_id)
    return _request(await find_headcount_request_row(uow.session, made.id, on=today))


@headcount_router.post("/{request_id}/withdraw", dependencies=[ONCE])
async def withdraw_one_headcount_request(
    request_id: HeadcountRequestId, body: GivenReasonOnly, uow: Uow, today: Today, actor: MayOpenRequisitions
) -> HeadcountRequestOut:
    """By who asked, while it waits."""
    await withdraw_headcount_request(uow, request_id=request_id, account_id=account_of_person(actor), reason=body.reason)
    return _request(await find_headcount_request_row(uow.session, request_id, on=today))
