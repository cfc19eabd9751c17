from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Response
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.fields import Name, Permissions
from people.api.parts import RealNow, Today
from people.domain.ids import RoleId
from people.domain.rights import Reach
from people.domain.role import ADMINISTRATOR
from people.permissions import Permission
from people.queries.roles import RoleRow, find_role_row, list_role_rows
from people.use_cases.change_role import RoleWish, change_role
from people.use_cases.create_role import create_role

router = transactional_router("/v1/roles", tag="roles")
MayRead = Annotated[Actor, Depends(requires(Permission.READ_ROLES))]
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_ROLES))]


class NewRole(Body):
    name_zh: Name
    name_en: Name
    permissions: Permissions
    reach: Reach = Reach.ALL


class RoleChange(Body):
    """What is left out, or null, stays as it is."""

    name_zh: Name | None = None
    name_en: Name | None = None
    permissions: Permissions | None = None
    reach: Reach | None = None


class RoleOut(BaseModel):
    """`code` names a standard role; `fixed` is true for the administrator's, which cannot be changed. `reach`: whose
    rows it opens inside people (own, unit, all). `account_count` counts who has it today, by account, position or grant. `version` is also the ETag.
    """

    id: RoleId
    code: str | None
    name_zh: str
    name_en: str
    permissions: list[str]
    reach: str
    fixed: bool
    account_count: int
    version: int


def role_out(row: RoleRow) -> RoleOut:
    return RoleOut(
        id=row.id,
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        permissions=row.permissions,
        reach=row.reach,
        fixed=row.code == ADMINISTRATOR,
        account_count=row.account_count,
        version=row.version,
    )


@router.get("")
async def list_roles(reader: Reader, paging: Paging, _: MayRead, today: Today) -> Page[RoleOut]:
    """Oldest first, so the standard roles lead."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_role_rows(reader, after=after, limit=paging.limit + 1, on=today)
    last = make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None
    return page_of([role_out(row) for row in rows], limit=paging.limit, next_cursor=last)


@router.post("", status_code=201, dependencies=[ONCE])
async def create_new_role(body: NewRole, uow: Uow, _: MayManage, today: Today, now: RealNow, response: Response) -> RoleOut:
    """Nobody grants more than they hold (rule ORG-7)."""
    role = await create_role(uow, name_zh=body.name_zh, name_en=body.name_en, permissions=body.permissions, reach=body.reach.value, now=now)
    row = await find_role_row(uow.session, role.id, on=today)
    show_version(response, row.version)
    return role_out(row)


@router.get("/{role_id}")
async def get_role(role_id: RoleId, reader: Reader, _: MayRead, today: Today, response: Response) -> RoleOut:
    row = await find_role_row(reader, role_id, on=today)
    show_version(response, row.version)
    return role_out(row)


@router.patch("/{role_id}")
async def change_one_role(
    role_id: RoleId, body: RoleChange, uow: Uow, _: MayManage, version: ExpectedVersion, now: RealNow, here: Here,
    after: BackgroundTasks, response: Response,
) -> RoleOut:  # fmt: skip
    """When a role loses a permission, everybody who has the role is signed out (rule ORG-7)."""
    wish = RoleWish(name_zh=body.name_zh, name_en=body.name_en, permissions=body.permissions, reach=body.reach)
    ended = await change_role(uow, role_id=role_id, expected_version=version, wish=wish, now=now)
    after.add_task(here.tokens.end, ended)
    row = await find_role_row(uow.session, role_id, on=here.clock.today())
    show_version(response, row.version)
    return role_out(row)
