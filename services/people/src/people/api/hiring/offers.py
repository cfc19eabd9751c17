from datetime import date
from typing import Annotated, Literal

from fastapi import Response
from pydantic import BaseModel, Field

from chassis.preconditions import ExpectedVersion
from chassis.routes import ONCE, Body, Here, Uow, transactional_router
from people.api.fields import Locale, ShopIds
from people.api.hiring.candidate_shapes import CandidateFile
from people.api.hiring.candidates import candidate_file
from people.api.hiring.parts import MayHire, MayOffer, Told, Writing
from people.api.organisation.parts import Today
from people.api.parts import Passwords, RealNow
from people.domain.account import LOGIN_PATTERN
from people.domain.hiring.ids import CandidateId
from people.domain.hiring.offer import LONGEST_PROBATION_MONTHS, OfferState
from people.domain.ids import AccountId, EmployeeId
from people.domain.organisation.employee import EmployeeKind
from people.domain.password import new_password
from people.queries.hiring.candidates import find_candidate_row, find_former_account
from people.use_cases.create_account import create_account
from people.use_cases.hiring.answer_offer import answer_offer
from people.use_cases.hiring.hire_candidate import Hiring, hire_candidate
from people.use_cases.hiring.make_offer import OfferTerms, make_offer
from people.use_cases.reopen_account import reopen_account

router = transactional_router("/v1/candidates", tag="offers")


class NewOffer(Body):
    """`probation_months` 0: no probation. `valid_until` is the last day on which it can be accepted."""

    terms: Writing
    starts_on: date
    probation_months: Annotated[int, Field(ge=0, le=LONGEST_PROBATION_MONTHS)]
    valid_until: date


class OfferAnswer(Body):
    """`accepted` or `declined` by the candidate, `withdrawn` by us."""

    answer: Literal["accepted", "declined", "withdrawn"]
    note: Told


class NewLogin(Body):
    """`shop_ids` null means all shops. Roles follow from the position."""

    login: Annotated[str, Field(pattern=LOGIN_PATTERN, max_length=64, examples=["wang.fang"])]
    locale: Locale
    shop_ids: ShopIds | None


class HiringIn(Body):
    """`hired_on` null: the day of the offer. An account is made (`new_login`), linked (`account_id`), or there is none."""

    hired_on: date | None = None
    kind: EmployeeKind
    account_id: AccountId | None = None
    new_login: NewLogin | None = None


class HiredOut(BaseModel):
    """`initial_password` of an account that is new, or opened again, is shown this once."""

    employee_id: EmployeeId
    number: str
    login: str | None
    initial_password: str | None


@router.post("/{candidate_id}/offers", status_code=201, dependencies=[ONCE])
async def make_new_offer(
    candidate_id: CandidateId, body: NewOffer, uow: Uow, here: Here, today: Today, actor: MayOffer, version: ExpectedVersion,
    response: Response,
) -> CandidateFile:  # fmt: skip
    """Refused while a qualification is unmet that nobody gave a reason for: each is named (rule ORG-4)."""
    terms = OfferTerms(terms=body.terms, starts_on=body.starts_on, probation_months=body.probation_months, valid_until=body.valid_until)
    await make_offer(uow, candidate_id=candidate_id, expected_version=version, terms=terms)
    return await candidate_file(uow.session, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.post("/{candidate_id}/offers/answer", dependencies=[ONCE])
async def answer_standing_offer(
    candidate_id: CandidateId, body: OfferAnswer, uow: Uow, here: Here, today: Today, actor: MayOffer, version: ExpectedVersion,
    response: Response,
) -> CandidateFile:  # fmt: skip
    """An offer whose day has passed is no longer accepted."""
    await answer_offer(uow, candidate_id=candidate_id, expected_version=version, answer=OfferState(body.answer), note=body.note)
    return await candidate_file(uow.session, here, candidate_id=candidate_id, today=today, actor=actor, response=response)


@router.post("/{candidate_id}/hire", status_code=201, dependencies=[ONCE])
async def hire_one_candidate(
    candidate_id: CandidateId, body: HiringIn, uow: Uow, today: Today, _: MayHire, version: ExpectedVersion, passwords: Passwords,
    now: RealNow,
) -> HiredOut:  # fmt: skip
    """Headcount is looked at again at this moment: of two hires for one opening one is refused (rule ORG-3). Roles follow from the position.

    The account of somebody who comes back is opened again with a new password, and with no role or second factor of before.
    """
    account_id, login, password = body.account_id, None, None
    if body.new_login is not None:
        candidate = await find_candidate_row(uow.session, candidate_id, on=today)
        password = new_password()
        account = await create_account(
            uow,
            login=body.new_login.login,
            name=candidate.name,
            locale=body.new_login.locale,
            role_ids=[],
            shop_ids=body.new_login.shop_ids,
            password_hash=await passwords.hash(password),
            now=now,
        )
        account_id, login = account.id, account.login
    # Asked before: once they are back, the account is that of somebody who works here.
    former = None if account_id is None or login is not None else await find_former_account(uow.session, candidate_id)
    reopens = former is not None and former.disabled and former.id == account_id
    initial = new_password() if reopens else None
    initial_hash = None if initial is None else await passwords.hash(initial)
    hiring = Hiring(hired_on=body.hired_on, kind=body.kind, account_id=account_id)
    employee = await hire_candidate(uow, candidate_id=candidate_id, expected_version=version, hiring=hiring)
    if former is not None and initial_hash is not None:
        await reopen_account(uow, account_id=former.id, password_hash=initial_hash, now=now)
        login, password = former.login, initial
    return HiredOut(employee_id=employee.id, number=employee.number, login=login, initial_password=password)
