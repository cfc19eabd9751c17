"""Delegations: who decides in my place, and in whose place I decide (rule APR-2)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import BaseModel, Field

from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.approvals.shapes import Kind, Reason
from people.api.parts import Person
from people.domain.ids import AccountId, DelegationId
from people.queries.approvals.delegations import DelegationRow, find_delegation_row, list_colleagues, list_delegation_rows
from people.use_cases.approvals.delegate_approvals import delegate_approvals
from people.use_cases.approvals.end_delegation import end_delegation

router = transactional_router("/v1/approvals/delegations", tag="approval_delegations")
colleagues_router = transactional_router("/v1/approvals/colleagues", tag="approval_delegations")


class NewApprovalDelegation(Body):
    """Both days belong to it. `kinds` null: requests of every kind."""

    to_account_id: AccountId
    kinds: Annotated[list[Kind], Field(min_length=1, max_length=50)] | None
    from_on: date
    until_on: date
    reason: Reason


class ApprovalDelegationOut(BaseModel):
    """`mine`: I gave it; else I got it. `state` is planned, active or over."""

    id: DelegationId
    from_account_id: AccountId
    from_name: str
    to_account_id: AccountId
    to_name: str
    mine: bool
    state: str
    kinds: list[str] | None
    from_on: date
    until_on: date
    reason: str
    created_at: datetime
    ended_at: datetime | None
    version: int


class ApprovalColleagueOut(BaseModel):
    id: AccountId
    name: str


class ApprovalColleaguesOut(BaseModel):
    data: list[ApprovalColleagueOut]


def delegation_out(row: DelegationRow, *, me: UUID, today: date) -> ApprovalDelegationOut:
    over = row.ended_at is not None or row.until_on < today
    return ApprovalDelegationOut(
        id=row.id,
        from_account_id=row.from_account_id,
        from_name=row.from_name,
        to_account_id=row.to_account_id,
        to_name=row.to_name,
        mine=row.from_account_id == me,
        state="over" if over else "planned" if row.from_on > today else "active",
        kinds=row.kinds,
        from_on=row.from_on,
        until_on=row.until_on,
        reason=row.reason,
        created_at=row.created_at,
        ended_at=row.ended_at,
        version=row.version,
    )


@router.get("")
async def list_own_delegations(reader: Reader, paging: Paging, person: Person, here: Here) -> Page[ApprovalDelegationOut]:
    """Given and got, newest first."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_delegation_rows(reader, me=person.account_id, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    shown = [delegation_out(row, me=person.account_id, today=here.clock.today()) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def delegate_own_approvals(body: NewApprovalDelegation, uow: Uow, person: Person, response: Response) -> ApprovalDelegationOut:
    """The delegate decides as if they were I, but never their own requests; I still can too."""
    made = await delegate_approvals(
        uow,
        account_id=person.account_id,
        to_account_id=body.to_account_id,
        kinds=body.kinds,
        from_on=body.from_on,
        until_on=body.until_on,
        reason=body.reason,
    )
    show_version(response, made.version)
    return delegation_out(await find_delegation_row(uow.session, made.id), me=person.account_id, today=uow.today)


@router.post("/{delegation_id}/end", dependencies=[ONCE])
async def end_own_delegation(
    delegation_id: DelegationId, uow: Uow, person: Person, version: ExpectedVersion, response: Response
) -> ApprovalDelegationOut:
    """At once, by who gave it or by who got it."""
    ended = await end_delegation(uow, delegation_id=delegation_id, expected_version=version, account_id=person.account_id)
    show_version(response, ended.version)
    return delegation_out(await find_delegation_row(uow.session, delegation_id), me=person.account_id, today=uow.today)


@colleagues_router.get("")
async def list_approval_colleagues(
    reader: Reader, person: Person, here: Here, q: Annotated[str, Query(max_length=80)] = ""
) -> ApprovalColleaguesOut:
    """Whom one can delegate to, by name; at most 20."""
    found = await list_colleagues(reader, me=person.account_id, q=q.strip(), today=here.clock.today(), limit=20)
    return ApprovalColleaguesOut(data=[ApprovalColleagueOut(id=one.id, name=one.name) for one in found])
