"""Where others are signed in, their lost second factor, and the end of all their access: for administrators (rules ORG-6, ORG-8)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends
from pydantic import BaseModel, StringConstraints

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import Body, Here, Reader, Uow, transactional_router
from people.api.parts import RealNow, Today, within_reach
from people.domain.ids import AccountId, SessionId
from people.permissions import Permission
from people.queries.accounts import find_account_row
from people.queries.sessions import list_session_rows
from people.use_cases.end_all_access import end_all_access
from people.use_cases.end_session import end_session
from people.use_cases.reset_second_factor import reset_second_factor

router = transactional_router("/v1/accounts/{account_id}", tag="account_access")
MayManage = Annotated[Actor, Depends(requires(Permission.MANAGE_ACCOUNTS))]
REACHED = Depends(within_reach(Permission.MANAGE_ACCOUNTS))


class AccountSessionOut(BaseModel):
    """`ip` and `user_agent` are those of the sign-in."""

    id: SessionId
    created_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str


class WhyBody(Body):
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=500)]


@router.get("/sessions", dependencies=[REACHED])
async def list_account_sessions(
    account_id: AccountId, reader: Reader, paging: Paging, _: MayManage, today: Today, now: RealNow
) -> Page[AccountSessionOut]:
    """Where this person is signed in, newest first."""
    await find_account_row(reader, account_id, on=today)
    (after,) = paging.after(UUID) or (None,)
    rows = await list_session_rows(reader, account_id=account_id, now=now, after=after, limit=paging.limit + 1)
    shown = [AccountSessionOut.model_validate(row, from_attributes=True) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None)


@router.delete("/sessions/{session_id}", status_code=204, dependencies=[REACHED])
async def end_account_session(
    account_id: AccountId, session_id: SessionId, uow: Uow, _: MayManage, now: RealNow, here: Here, after: BackgroundTasks
) -> None:
    """Signs one device of this person out from afar."""
    ended = await end_session(uow, session_id=session_id, account_id=account_id, reason="ended_by_administrator", now=now)
    after.add_task(here.tokens.end, ended)


@router.post("/reset-second-factor", status_code=204, dependencies=[REACHED])
async def reset_account_second_factor(
    account_id: AccountId, body: WhyBody, uow: Uow, _: MayManage, now: RealNow, here: Here, after: BackgroundTasks
) -> None:
    """For somebody who lost the device: takes the second factor and its recovery codes away, and signs them out everywhere."""
    ended = await reset_second_factor(uow, account_id=account_id, reason=body.reason, now=now)
    after.add_task(here.tokens.end, ended)


@router.post("/end-access", status_code=204, dependencies=[REACHED], name="end_account_access")
async def end_access(
    account_id: AccountId, body: WhyBody, uow: Uow, _: MayManage, now: RealNow, here: Here, after: BackgroundTasks
) -> None:
    """For good: the account is disabled, and its sessions, its API clients and its extra roles end everywhere within seconds (rule ORG-6)."""
    ended = await end_all_access(uow, account_id=account_id, reason=body.reason, now=now)
    after.add_task(here.tokens.end, [*ended.sessions, *ended.clients])
