"""Extra roles with a reason and an end (rule ORG-7). They are decided where all approvals are (`/v1/approvals`)."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Query, Response
from pydantic import BaseModel, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.parts import Person, RealNow, Today, account_of
from people.domain.ids import AccountId, GrantId, RoleId, UnitId
from people.domain.role_grant import GrantState
from people.permissions import Permission
from people.queries.role_grants import GrantFilter, RoleGrantRow, find_role_grant_row, list_role_grant_rows
from people.queries.roles import list_grantable_rows
from people.use_cases.request_role_grant import GrantWish, request_role_grant
from people.use_cases.revoke_role_grant import revoke_role_grant
from people.use_cases.withdraw_role_grant import withdraw_role_grant

router = transactional_router("/v1/role-grants", tag="role_grants")
MayRequest = Annotated[Actor, Depends(requires(Permission.REQUEST_ROLE_GRANTS))]
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_ROLE_GRANTS))]
GivenReason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


class NewRoleGrant(Body):
    """`account_id` left out: for myself; for others it needs people.role_grants.manage. `begins_on` left out: today. Both days are inside."""

    account_id: AccountId | None = None
    role_id: RoleId
    unit_id: UnitId | None = None
    reason: GivenReason
    begins_on: date | None = None
    ends_on: date


class GrantEnd(Body):
    reason: GivenReason


class RoleGrantOut(BaseModel):
    """`state`: requested, approved, refused, withdrawn, revoked, ended. `decided_by` are names.
    `policy_version` is the version of the access policy that set its longest time. `version` is also the ETag.
    """

    id: GrantId
    account_id: AccountId
    account_name: str
    role_id: RoleId
    role_zh: str
    role_en: str
    unit_id: UnitId | None
    unit_zh: str | None
    unit_en: str | None
    reason: str
    begins_on: date
    ends_on: date
    state: str
    requested_by: AccountId
    requested_by_name: str
    requested_at: datetime
    decided_at: datetime | None
    decided_by: list[str]
    closed_at: datetime | None
    close_reason: str | None
    policy_version: int
    version: int


class GrantableRoleOut(BaseModel):
    id: RoleId
    name_zh: str
    name_en: str
    permissions: list[str]
    reach: str


def _out(row: RoleGrantRow) -> RoleGrantOut:
    return RoleGrantOut.model_validate(row, from_attributes=True)


def _mine(actor: Actor) -> UUID | None:
    """Those who may not read all see what they have or asked for."""
    if actor.may(Permission.READ_ROLE_GRANTS) or actor.may(Permission.MANAGE_ROLE_GRANTS):
        return None
    return account_of(actor) or UUID(int=0)


@router.get("")
async def list_role_grants(
    *,
    reader: Reader,
    paging: Paging,
    actor: MayRequest,
    today: Today,
    account_id: Annotated[AccountId | None, Query()] = None,
    role_id: Annotated[RoleId | None, Query()] = None,
    state: GrantState | None = None,
) -> Page[RoleGrantOut]:
    """Newest first: all of them for who may read them, else those one has or asked for."""
    (after,) = paging.after(UUID) or (None,)
    chosen = GrantFilter(mine=_mine(actor), account_id=account_id, role_id=role_id, state=state.value if state else None)
    rows = await list_role_grant_rows(reader, chosen=chosen, on=today, after=after, limit=paging.limit + 1)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.get("/roles")
async def list_grantable_roles(reader: Reader, paging: Paging, _: MayRequest) -> Page[GrantableRoleOut]:
    """The roles that can be asked for, oldest first."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_grantable_rows(reader, after=after, limit=paging.limit + 1)
    shown = [GrantableRoleOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None)


@router.post("", status_code=201, dependencies=[ONCE], name="request_role_grant")
async def request_grant(body: NewRoleGrant, uow: Uow, actor: MayRequest, person: Person, response: Response) -> RoleGrantOut:
    """Goes to approval at once; nobody approves their own, and nobody grants more than they hold (rule ORG-7)."""
    if body.account_id is not None and body.account_id != person.account_id:
        actor.must(Permission.MANAGE_ROLE_GRANTS)
    wish = GrantWish(
        account_id=body.account_id or person.account_id,
        role_id=body.role_id,
        unit_id=body.unit_id,
        reason=body.reason,
        begins_on=body.begins_on,
        ends_on=body.ends_on,
    )
    grant = await request_role_grant(uow, wish=wish, requester_id=person.account_id)
    await uow.session.flush()
    row = await find_role_grant_row(uow.session, grant.id, mine=None, on=uow.today)
    show_version(response, row.version)
    return _out(row)


@router.get("/{grant_id}")
async def get_role_grant(grant_id: GrantId, reader: Reader, actor: MayRequest, today: Today, response: Response) -> RoleGrantOut:
    row = await find_role_grant_row(reader, grant_id, mine=_mine(actor), on=today)
    show_version(response, row.version)
    return _out(row)


@router.post("/{grant_id}/withdraw", dependencies=[ONCE], name="withdraw_role_grant")
async def withdraw_grant(
    grant_id: GrantId, body: GrantEnd, uow: Uow, _: MayRequest, person: Person, version: ExpectedVersion, response: Response
) -> RoleGrantOut:
    """By who asked, as long as it is not decided."""
    await withdraw_role_grant(uow, grant_id=grant_id, expected_version=version, requester_id=person.account_id, reason=body.reason)
    await uow.session.flush()
    row = await find_role_grant_row(uow.session, grant_id, mine=None, on=uow.today)
    show_version(response, row.version)
    return _out(row)


@router.post("/{grant_id}/revoke", dependencies=[ONCE], name="revoke_role_grant")
async def revoke_grant(
    grant_id: GrantId, body: GrantEnd, uow: Uow, _: MayManage, version: ExpectedVersion, now: RealNow, here: Here, after: BackgroundTasks
) -> RoleGrantOut:
    """Before its end: who loses something by it is signed out everywhere within seconds."""
    ended = await revoke_role_grant(uow, grant_id=grant_id, expected_version=version, reason=body.reason, now=now)
    after.add_task(here.tokens.end, ended)
    return _out(await find_role_grant_row(uow.session, grant_id, mine=None, on=uow.today))
