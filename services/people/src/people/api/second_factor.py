"""My second factor (rule ORG-8). No Idempotency-Key: the answers hold secrets, and kept answers would keep them in the clear."""

from datetime import datetime
from typing import Annotated

from fastapi import BackgroundTasks, Request, Response
from pydantic import BaseModel, Field

from chassis.problems import refusal_problem
from chassis.refusals import Refusal
from chassis.routes import Body, Here, Reader, Uow, transactional_router
from people.api.fields import Secret
from people.api.parts import Passwords, Person, RealNow, Today
from people.queries.accounts import find_account_row
from people.queries.second_factors import find_second_factor_row
from people.queries.sign_in_candidate import find_own_candidate
from people.use_cases.confirm_second_factor import confirm_second_factor
from people.use_cases.remove_second_factor import remove_second_factor
from people.use_cases.renew_recovery_codes import renew_recovery_codes
from people.use_cases.start_second_factor import start_second_factor

router = transactional_router("/v1/me/second-factor", tag="second_factor")
Code = Annotated[str, Field(min_length=6, max_length=40, examples=["123456"])]


class PasswordAgain(Body):
    password: Secret


class FactorCode(Body):
    """Six digits of the device."""

    code: Code


class SecondFactorOut(BaseModel):
    """`state`: on, off, or required by the company's policy and not there yet."""

    state: str
    since: datetime | None
    recovery_codes_left: int


class SecondFactorStartOut(BaseModel):
    """Shown this once. `picture` is a QR code, SVG as a data: URI; `secret` is for devices without a camera."""

    secret: str
    address: str
    picture: str


class RecoveryCodesOut(BaseModel):
    """Shown this once; each signs in once in place of a code."""

    recovery_codes: list[str]


@router.get("")
async def get_my_second_factor(reader: Reader, person: Person, today: Today) -> SecondFactorOut:
    account = await find_account_row(reader, person.account_id, on=today)
    found = await find_second_factor_row(reader, person.account_id)
    left = found.recovery_codes_left if found else 0
    return SecondFactorOut(state=account.second_factor, since=found.confirmed_at if found else None, recovery_codes_left=left)


@router.post("", status_code=201, response_model=SecondFactorStartOut)
async def start_my_second_factor(
    body: PasswordAgain, request: Request, uow: Uow, person: Person, passwords: Passwords, now: RealNow
) -> SecondFactorStartOut | Response:
    """Counts once a first code has confirmed it. Wrong passwords lock this for 15 minutes."""
    candidate = await find_own_candidate(uow.session, person.account_id)
    await uow.rollback()
    matches = await passwords.matches(candidate.password_hash, body.password)
    result = await start_second_factor(uow, account_id=person.account_id, matches=matches, checked_hash=candidate.password_hash, now=now)
    if isinstance(result, Refusal):
        await uow.commit()
        return refusal_problem(request, result)
    return SecondFactorStartOut(secret=result.secret, address=result.address, picture=result.picture)


@router.post("/confirm", response_model=RecoveryCodesOut)
async def confirm_my_second_factor(
    body: FactorCode, request: Request, uow: Uow, person: Person, now: RealNow, here: Here, after: BackgroundTasks
) -> RecoveryCodesOut | Response:
    """Switches it on, and signs me out on all other devices. Refresh the session to have the permissions that waited for it."""
    result = await confirm_second_factor(uow, account_id=person.account_id, session_id=person.session_id, code=body.code, now=now)
    if isinstance(result, Refusal):
        await uow.commit()
        return refusal_problem(request, result)
    codes, ended = result
    after.add_task(here.tokens.end, ended)
    return RecoveryCodesOut(recovery_codes=codes)


@router.post("/recovery-codes", response_model=RecoveryCodesOut)
async def renew_my_recovery_codes(
    body: FactorCode, request: Request, uow: Uow, person: Person, now: RealNow
) -> RecoveryCodesOut | Response:
    """Ten new ones; those before stop working."""
    result = await renew_recovery_codes(uow, account_id=person.account_id, code=body.code, now=now)
    if isinstance(result, Refusal):
        await uow.commit()
        return refusal_problem(request, result)
    return RecoveryCodesOut(recovery_codes=result)


@router.post("/remove", status_code=204, response_model=None)
async def remove_my_second_factor(body: FactorCode, request: Request, uow: Uow, person: Person, now: RealNow) -> Response | None:
    """Refused where the company requires one for my roles."""
    result = await remove_second_factor(uow, account_id=person.account_id, code=body.code, now=now)
    if isinstance(result, Refusal):
        await uow.commit()
        return refusal_problem(request, result)
    return None
