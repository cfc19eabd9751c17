"""What the routes of people need beside the chassis: the keys, the hashes, the real clock, and which person asks."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Request

from chassis.actor import Actor
from chassis.auth import CurrentActor
from chassis.clock import real_time
from chassis.ids import read_id
from chassis.refusals import Kind, Refusal
from chassis.routes import Here, Reader
from people.domain.account import AccountNotFound
from people.domain.ids import AccountId
from people.domain.password import PasswordHashes
from people.domain.signing import SigningKeys
from people.queries.organisation.reach import sees_account, sight_of
from people.settings import Settings

LONGEST_USER_AGENT = 300


class PeopleOnly(Refusal):
    kind = Kind.FORBIDDEN
    code = "people_only"
    zh = "该操作只适用于个人账号，不适用于 API 客户端。"
    en = "Only a person's account can do this, not an API client."


@dataclass(frozen=True, kw_only=True)
class PersonAsking:
    account_id: UUID
    session_id: UUID


async def real_now() -> datetime:
    """Sessions, lock-outs and tokens follow real time whatever the business clock says; tests override this."""
    return real_time()


async def company_day(here: Here) -> date:
    """What somebody may do is a matter of the company's days, so it follows the business clock."""
    return here.clock.today()


async def _keys(here: Here) -> SigningKeys:
    return here.parts["keys"]


async def _passwords(here: Here) -> PasswordHashes:
    return here.parts["passwords"]


async def _own_settings(here: Here) -> Settings:
    assert isinstance(here.settings, Settings)
    return here.settings


async def person_asking(actor: CurrentActor) -> PersonAsking:
    """Raises NotSignedIn, PeopleOnly."""
    try:
        return PersonAsking(account_id=read_id("acc", actor.id), session_id=read_id("ses", actor.session_id))
    except ValueError as error:
        raise PeopleOnly from error


def account_of(actor: Actor) -> UUID | None:
    """The account of a person; None for a program."""
    return read_id("acc", actor.id) if actor.kind == "person" else None


RealNow = Annotated[datetime, Depends(real_now)]
Today = Annotated[date, Depends(company_day)]
Keys = Annotated[SigningKeys, Depends(_keys)]
Passwords = Annotated[PasswordHashes, Depends(_passwords)]
OwnSettings = Annotated[Settings, Depends(_own_settings)]
Person = Annotated[PersonAsking, Depends(person_asking)]


class within_reach:  # noqa: N801 - reads as a word in route dependencies
    """The account of the path is one that the caller's roles with this permission reach (docs/adr/0015). Raises Forbidden, AccountNotFound."""

    def __init__(self, permission: str) -> None:
        self.permission = permission

    async def __call__(self, account_id: AccountId, actor: CurrentActor, reader: Reader, today: Today) -> None:
        # Dependencies of a route come first: who may not at all is told so.
        actor.must(self.permission)
        sight = await sight_of(reader, actor=actor, permission=self.permission, on=today)
        if not await sees_account(reader, sight=sight, account_id=account_id, on=today):
            raise AccountNotFound


@dataclass(frozen=True, kw_only=True)
class SessionTerms:
    """What sessions are made and refreshed with; `now` is real time."""

    keys: SigningKeys
    idle: timedelta
    longest: timedelta
    secure_cookies: bool
    now: datetime


async def session_terms(keys: Keys, settings: OwnSettings, now: RealNow) -> SessionTerms:
    return SessionTerms(
        keys=keys,
        idle=settings.session_idle,
        longest=settings.session_longest,
        secure_cookies=settings.secure_cookies,
        now=now,
    )


@dataclass(frozen=True, kw_only=True)
class Browser:
    ip: str
    user_agent: str


async def calling_browser(request: Request, user_agent: Annotated[str, Header()] = "") -> Browser:
    """The address is the gateway's X-Forwarded-For as uvicorn understood it: it believes it only from the gateway."""
    return Browser(ip=request.client.host if request.client is not None else "unknown", user_agent=user_agent[:LONGEST_USER_AGENT])


Terms = Annotated[SessionTerms, Depends(session_terms)]
CallingBrowser = Annotated[Browser, Depends(calling_browser)]
