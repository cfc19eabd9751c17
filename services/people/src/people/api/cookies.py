"""The two cookies of a signed-in browser (rule ORG-8). Neither can be read by scripts, neither travels from another site."""

from datetime import datetime
from typing import Annotated

from fastapi import Cookie, Depends, Header, Response

from chassis.auth import ACCESS_COOKIE
from chassis.refusals import Kind, Refusal
from people.domain.signed_in import SignedIn

REFRESH_COOKIE = "dz_refresh"
REFRESH_PATH = "/api/people/v1/sessions"
ACCESS_PATH = "/api"
REQUESTED_BY = "dianzhang"


class NotFromOurPages(Refusal):
    kind = Kind.FORBIDDEN
    code = "not_from_our_pages"
    rule = "ORG-8"
    zh = "缺少 X-Requested-With: dianzhang 请求头，拒绝跨站请求。"
    en = "The header X-Requested-With: dianzhang is missing; requests from other sites are refused."


async def only_from_our_pages(x_requested_with: Annotated[str | None, Header(max_length=50)] = None) -> None:
    """Another site cannot set this header without our consent (CORS), so it cannot use the cookie. Raises NotFromOurPages."""
    if x_requested_with != REQUESTED_BY:
        raise NotFromOurPages


async def _refresh_token(dz_refresh: Annotated[str | None, Cookie(max_length=500)] = None) -> str | None:
    return dz_refresh


RefreshToken = Annotated[str | None, Depends(_refresh_token)]


def give_cookies(response: Response, result: SignedIn, *, secure: bool, now: datetime) -> None:
    response.set_cookie(
        REFRESH_COOKIE,
        result.refresh_token,
        max_age=int((result.cookie_until - now).total_seconds()),
        path=REFRESH_PATH,
        secure=secure,
        httponly=True,
        samesite="strict",
    )
    # Only the live stream reads it (an EventSource cannot send a header); see chassis.edge.
    response.set_cookie(
        ACCESS_COOKIE, result.access_token, max_age=result.expires_in, path=ACCESS_PATH, secure=secure, httponly=True, samesite="strict"
    )


def take_cookies(response: Response, *, secure: bool) -> None:
    response.delete_cookie(REFRESH_COOKIE, path=REFRESH_PATH, secure=secure, httponly=True, samesite="strict")
    response.delete_cookie(ACCESS_COOKIE, path=ACCESS_PATH, secure=secure, httponly=True, samesite="strict")
