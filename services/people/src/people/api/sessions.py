from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import BackgroundTasks, Depends, Request, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import no_permission_needed
from chassis.ids import read_id
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.problems import refusal_problem
from chassis.refusals import Refusal
from chassis.routes import Body, Here, Reader, Uow, transactional_router
from people.api.cookies import RefreshToken, give_cookies, only_from_our_pages, take_cookies
from people.api.fields import Secret
from people.api.parts import CallingBrowser, Passwords, Person, RealNow, Terms
from people.domain.account import plain_login
from people.domain.ids import AccountId, SessionId
from people.domain.session import RefreshRefused, SessionNotFound
from people.domain.signed_in import SignedIn
from people.queries.sessions import list_session_rows
from people.queries.sign_in_candidate import find_sign_in_candidate
from people.use_cases.end_all_sessions import end_all_sessions
from people.use_cases.end_session import end_session
from people.use_cases.open_session import SessionLife, SignInAttempt, open_session
from people.use_cases.refresh_session import refresh_session

router = transactional_router("/v1/sessions", tag="sessions")


class Credentials(Body):
    login: Annotated[str, Field(min_length=1, max_length=64)]
    password: Secret
    code: Annotated[
        str | None, Field(max_length=40, description="Of the second factor, or a recovery code; asked for with second_factor_needed")
    ] = None


class SignedInAccountOut(BaseModel):
    """`second_factor` is on, off, or required: then nothing is permitted until it is set up (`/v1/me/second-factor`)."""

    id: AccountId
    login: str
    name: str
    locale: str
    permissions: list[str]
    shop_ids: list[str] | None
    second_factor: str


class SignedInOut(BaseModel):
    """`expires_in` is seconds. The refresh token is in a cookie that only this service reads. `shop_ids` null means all shops."""

    access_token: str
    expires_in: int
    account: SignedInAccountOut


class MySessionOut(BaseModel):
    id: SessionId
    created_at: datetime
    last_seen_at: datetime
    ip: str
    user_agent: str
    current: bool


def signed_in_out(result: SignedIn) -> SignedInOut:
    account = result.account
    return SignedInOut(
        access_token=result.access_token,
        expires_in=result.expires_in,
        account=SignedInAccountOut(
            id=account.id,
            login=account.login,
            name=account.name,
            locale=account.locale,
            permissions=list(result.permissions),
            shop_ids=account.shop_ids,
            second_factor=result.second_factor,
        ),
    )


@router.post("", status_code=201, response_model=SignedInOut, dependencies=[Depends(no_permission_needed)])
async def sign_in(
    body: Credentials, request: Request, response: Response, uow: Uow, terms: Terms, passwords: Passwords, browser: CallingBrowser
) -> SignedInOut | Response:
    """Five failures within 15 minutes lock a login for 15 minutes (429), whether or not there is such an account (rule ORG-8).

    Where a second factor is on, the right password alone is answered with `second_factor_needed`: send all again, with the code.
    """
    login = plain_login(body.login)
    candidate = await find_sign_in_candidate(uow.session, login)
    # Gives the connection back: the hash takes about 60 ms, and many may sign in at the start of a shift.
    await uow.rollback()
    matches = await passwords.matches(candidate.password_hash, body.password)
    attempt = SignInAttempt(
        login=login,
        ip=browser.ip,
        user_agent=browser.user_agent,
        account_id=candidate.account_id,
        password_hash=candidate.password_hash,
        matches=matches,
        code=body.code,
    )
    life = SessionLife(idle=terms.idle, longest=terms.longest)
    result = await open_session(uow, attempt=attempt, keys=terms.keys, life=life, now=terms.now)
    if isinstance(result, Refusal):
        # The failure counts, so what the use case wrote is kept although the answer is a refusal.
        await uow.commit()
        return refusal_problem(request, result)
    give_cookies(response, result, secure=terms.secure_cookies, now=terms.now)
    return signed_in_out(result)


@router.post("/refresh", response_model=SignedInOut, dependencies=[Depends(no_permission_needed), Depends(only_from_our_pages)])
async def refresh_my_session(
    request: Request, response: Response, uow: Uow, terms: Terms, token: RefreshToken, here: Here
) -> SignedInOut | Response:
    """A new access token for the refresh cookie, which is replaced. A used cookie that comes back ends the session (rule ORG-8)."""
    result = await refresh_session(uow, token=token or "", keys=terms.keys, idle=terms.idle, now=terms.now)
    if isinstance(result, RefreshRefused):
        await uow.commit()
        here.tokens.end([str(result.facts["session"])] if "session" in result.facts else [])
    if isinstance(result, Refusal):
        answer = refusal_problem(request, result)
        take_cookies(answer, secure=terms.secure_cookies)
        return answer
    give_cookies(response, result, secure=terms.secure_cookies, now=terms.now)
    return signed_in_out(result)


@router.delete("/current", status_code=204, dependencies=[Depends(no_permission_needed)])
async def sign_out(
    request: Request, response: Response, uow: Uow, terms: Terms, token: RefreshToken, here: Here, after: BackgroundTasks
) -> None:
    """Ends the session of the access token, or else of the refresh cookie; signing out twice is no error.

    The cookie needs no further proof here: it is SameSite=Strict, and no other site can send DELETE.
    """
    take_cookies(response, secure=terms.secure_cookies)
    session_id = _held_session(request.scope.get("actor"), terms.keys.read_refresh_token(token or ""))
    if session_id is None:
        return
    try:
        ended = await end_session(uow, session_id=session_id, account_id=None, reason="signed_out", now=terms.now)
    except SessionNotFound:
        return
    after.add_task(here.tokens.end, ended)


def _held_session(actor: Actor | None, cookie: tuple[UUID, int] | None) -> UUID | None:
    if actor is not None and actor.kind == "person":
        return read_id("ses", actor.session_id)
    return cookie[0] if cookie is not None else None


@router.get("")
async def list_my_sessions(reader: Reader, paging: Paging, person: Person, now: RealNow) -> Page[MySessionOut]:
    """Where I am signed in, newest first."""
    (after,) = paging.after(UUID) or (None,)
    rows = await list_session_rows(reader, account_id=person.account_id, now=now, after=after, limit=paging.limit + 1)
    sessions = [
        MySessionOut(
            id=row.id,
            created_at=row.created_at,
            last_seen_at=row.last_seen_at,
            ip=row.ip,
            user_agent=row.user_agent,
            current=row.id == person.session_id,
        )
        for row in rows
    ]
    return page_of(sessions, limit=paging.limit, next_cursor=make_cursor(rows[paging.limit - 1].id) if len(rows) > paging.limit else None)


@router.post("/end-all", status_code=204)
async def end_my_sessions(response: Response, uow: Uow, person: Person, terms: Terms, here: Here, after: BackgroundTasks) -> None:
    """Signs me out everywhere, here too."""
    ended = await end_all_sessions(uow, account_id=person.account_id, reason="signed_out_everywhere", now=terms.now)
    after.add_task(here.tokens.end, ended)
    take_cookies(response, secure=terms.secure_cookies)


@router.delete("/{session_id}", status_code=204)
async def end_my_session(session_id: SessionId, uow: Uow, person: Person, now: RealNow, here: Here, after: BackgroundTasks) -> None:
    """Signs one of my sessions out from afar."""
    ended = await end_session(uow, session_id=session_id, account_id=person.account_id, reason="signed_out_from_afar", now=now)
    after.add_task(here.tokens.end, ended)
