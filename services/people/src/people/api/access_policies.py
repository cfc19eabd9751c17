"""The company's policy of access, with its versions (rules ORG-7, ORG-8, SYS-6)."""

from datetime import datetime
from typing import Annotated

from fastapi import BackgroundTasks, Depends
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from people.api.parts import RealNow, account_of
from people.domain.ids import RoleId
from people.permissions import Permission
from people.queries.access_policies import list_access_policy_rows
from people.use_cases.set_access_policy import AccessPolicyWish, set_access_policy

router = transactional_router("/v1/policies/access", tag="access_policies")


class NewAccessPolicy(Body):
    """From now on, or from `effective_from`. Who has one of these roles needs a second factor; a grant lasts `longest_grant_days` at most."""

    second_factor_role_ids: Annotated[list[RoleId], Field(max_length=100)]
    longest_grant_days: Annotated[int, Field(ge=1, le=3660)]
    effective_from: AwareDatetime | None = None
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


class AccessPolicyOut(BaseModel):
    version: int
    second_factor_role_ids: list[RoleId]
    longest_grant_days: int
    effective_from: datetime
    reason: str
    created_at: datetime
    created_by: str


@router.get("")
async def list_access_policies(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_ROLES))]
) -> Page[AccessPolicyOut]:
    """Newest version first."""
    (after,) = paging.after(int) or (None,)
    rows = await list_access_policy_rows(reader, after=after, limit=paging.limit + 1)
    shown = [AccessPolicyOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(rows[paging.limit - 1].version) if len(rows) > paging.limit else None)


@router.post("", status_code=201, dependencies=[ONCE], name="set_access_policy")
async def set_policy(
    body: NewAccessPolicy, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.SET_ACCESS_POLICY))], now: RealNow, here: Here,
    after: BackgroundTasks,
) -> AccessPolicyOut:  # fmt: skip
    """A new version. Who needs a second factor by it and has none is signed out, and sets one up at the next sign-in."""
    wish = AccessPolicyWish(
        second_factor_role_ids=body.second_factor_role_ids,
        longest_grant_days=body.longest_grant_days,
        effective_from=body.effective_from,
        reason=body.reason,
    )
    policy, ended = await set_access_policy(uow, wish=wish, account_id=account_of(actor), now=now)
    after.add_task(here.tokens.end, ended)
    return AccessPolicyOut.model_validate(policy, from_attributes=True)
