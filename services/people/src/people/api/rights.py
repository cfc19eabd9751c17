"""What may this person do, and why; and the other way: who may do this (rule ORG-7)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import Reader, transactional_router
from people.api.fields import PermissionCode
from people.api.parts import Person, Today, within_reach
from people.domain.grants import PERMISSION_PATTERN
from people.domain.ids import AccountId, GrantId, PositionId, RoleId, UnitId
from people.domain.rights import Reach
from people.permissions import Permission
from people.queries.accounts import AccountRow, find_account_row
from people.queries.rights import HolderRow, SourceRow, list_holders, list_sources

router = transactional_router("/v1", tag="rights")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_ACCOUNTS))]
WIDEST = (Reach.OWN, Reach.UNIT, Reach.ALL)
AskedPermission = Annotated[PermissionCode | None, Query(description="Only what gives this permission, also by a wildcard")]


class RightSourceOut(BaseModel):
    """By what an account has a role: `account` (given directly), `position` (in a unit), or `grant` (until `until`, by `granted_by`)."""

    kind: str
    role_id: RoleId
    role_zh: str
    role_en: str
    permissions: list[str]
    reach: str
    position_id: PositionId | None
    position_zh: str | None
    position_en: str | None
    unit_id: UnitId | None
    unit_zh: str | None
    unit_en: str | None
    grant_id: GrantId | None
    since: date | None
    until: date | None
    reason: str | None
    granted_by: list[str]


class RightOut(BaseModel):
    """One permission; `sources` are places in the list of sources. `reach`: the widest of them, for rows inside people."""

    permission: str
    reach: str
    sources: list[int]


class RightsOut(BaseModel):
    """`shop_ids` limits every permission (null: all shops). `withheld`: nothing counts until the second factor is set up."""

    account_id: AccountId
    name: str
    login: str
    disabled: bool
    shop_ids: list[str] | None
    second_factor: str
    withheld: bool
    permissions: list[RightOut]
    sources: list[RightSourceOut]


class HolderOut(BaseModel):
    account_id: AccountId
    login: str
    name: str
    disabled: bool
    sources: list[RightSourceOut]


def _source_out(row: SourceRow) -> RightSourceOut:
    return RightSourceOut.model_validate(row, from_attributes=True)


def _rights_out(account: AccountRow, sources: Sequence[SourceRow]) -> RightsOut:
    places: dict[str, list[int]] = {}
    for place, source in enumerate(sources):
        for permission in source.permissions:
            places.setdefault(permission, []).append(place)
    rights = [
        RightOut(
            permission=one,
            reach=max((sources[place].reach for place in found), key=lambda reach: WIDEST.index(Reach(reach))),
            sources=found,
        )
        for one, found in sorted(places.items())
    ]
    return RightsOut(
        account_id=account.id,
        name=account.name,
        login=account.login,
        disabled=account.disabled,
        shop_ids=account.shop_ids,
        second_factor=account.second_factor,
        withheld=account.second_factor == "required",
        permissions=rights,
        sources=[_source_out(source) for source in sources],
    )


@router.get("/me/rights")
async def get_my_rights(reader: Reader, person: Person, today: Today, permission: AskedPermission = None) -> RightsOut:
    """What I may do, and why."""
    account = await find_account_row(reader, person.account_id, on=today)
    return _rights_out(account, await list_sources(reader, accounts=[account.id], on=today, permission=permission))


@router.get("/accounts/{account_id}/rights", dependencies=[Depends(within_reach(Permission.READ_ACCOUNTS))])
async def get_account_rights(
    account_id: AccountId,
    reader: Reader,
    _: MayRead,
    today: Today,
    on: Annotated[date | None, Query(description="A day; today where none is named")] = None,
    permission: AskedPermission = None,
) -> RightsOut:
    """Every permission with every source it comes from. Days ahead show what is planned."""
    account = await find_account_row(reader, account_id, on=on or today)
    return _rights_out(account, await list_sources(reader, accounts=[account.id], on=on or today, permission=permission))


@router.get("/permissions/{permission}/holders")
async def list_permission_holders(
    permission: Annotated[str, Path(pattern=PERMISSION_PATTERN, max_length=100)], reader: Reader, paging: Paging, today: Today,
    _: Annotated[Actor, Depends(requires(Permission.READ_ROLES))],
) -> Page[HolderOut]:  # fmt: skip
    """Who may do this today, and by what; sorted by login."""
    (after,) = paging.after(str) or (None,)
    rows = await list_holders(reader, permission=permission, role_id=None, on=today, after=after, limit=paging.limit + 1)
    return _holders(rows, paging)


@router.get("/roles/{role_id}/holders")
async def list_role_holders(
    role_id: RoleId, reader: Reader, paging: Paging, today: Today, _: Annotated[Actor, Depends(requires(Permission.READ_ROLES))]
) -> Page[HolderOut]:
    """Who has this role today, and by what; sorted by login."""
    (after,) = paging.after(str) or (None,)
    rows = await list_holders(reader, permission=None, role_id=role_id, on=today, after=after, limit=paging.limit + 1)
    return _holders(rows, paging)


def _holders(rows: Sequence[HolderRow], paging: Paging) -> Page[HolderOut]:
    last = make_cursor(rows[paging.limit - 1].login) if len(rows) > paging.limit else None
    shown = [
        HolderOut(
            account_id=row.id, login=row.login, name=row.name, disabled=row.disabled, sources=[_source_out(one) for one in row.sources]
        )
        for row in rows
    ]
    return page_of(shown, limit=paging.limit, next_cursor=last)
