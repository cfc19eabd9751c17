"""Who answers for damage, and what is claimed of them (workflow 6, rules CARE-2, APR-1)."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.refusals import FieldError
from chassis.routes import ONCE, Body, Now, Reader, Uow, transactional_router
from orders.api.aftersales.case_bodies import Reason
from orders.api.order_bodies import MoneyIn
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.claim import Claim, ClaimState
from orders.domain.aftersales.policy import Liable
from orders.domain.price_change import CurrencyOfOrder
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.aftersales.case_list import CaseId
from orders.queries.aftersales.claims import ClaimFilter, ClaimId, ClaimOut, ClaimView, LiabilityOut, find_claims, find_liability
from orders.queries.aftersales.liability import parcel_facts
from orders.use_cases.aftersales.act_on_case import act_on_case
from orders.use_cases.aftersales.answer_claim import answer_claim
from orders.use_cases.aftersales.confirm_liability import confirm_liability

router = transactional_router("/v1/aftersales", tag="aftersales_claims")
ReadingActor = Annotated[Actor, Depends(requires(Permission.READ_CASES))]
Handler = Annotated[Actor, Depends(requires(Permission.HANDLE_CLAIMS))]


class ConfirmLiability(Body):
    """`party_code` says which carrier or supplier; left out, the carrier is the order's. `goods` left out: all that was lost."""

    party: Liable
    party_code: Annotated[str, Field(max_length=64)] = ""
    goods: MoneyIn | None = None
    freight: MoneyIn
    note: Annotated[str, Field(max_length=500)] = ""


class AnswerClaim(Body):
    reason: Reason


class ClaimPaid(Body):
    """`reference`: by which the payment is found again."""

    reference: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    reason: Annotated[str, Field(max_length=500)] = ""


class ClaimStanding(BaseModel):
    id: ClaimId
    state: str
    version: int


class ClaimQuery(BaseModel):
    view: ClaimView = ClaimView.OPEN
    state: ClaimState | None = None
    party: Liable | None = None
    shop_id: Annotated[str, Field(max_length=64)] | None = None


@router.get("/claims")
async def list_claims(
    asked: Annotated[ClaimQuery, Query()], reader: Reader, paging: Paging, actor: ReadingActor, now: Now
) -> Page[ClaimOut]:
    """Open claims by their deadline, or all, newest first."""
    after = paging.after(datetime, UUID)
    wanted = ClaimFilter(
        **asked.model_dump(), shops=shops_seen_by(actor), after=None if after is None else (after[0], after[1]), limit=paging.limit
    )
    rows = await find_claims(reader, wanted, actor=actor, now=now)
    last = rows[min(len(rows), paging.limit) - 1] if rows else None
    cursor = None if last is None else make_cursor(last.asked_at if asked.view == ClaimView.ALL else last.due_at, last.id)
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@router.get("/cases/{case_id}/liability")
async def show_liability(case_id: CaseId, reader: Reader, actor: ReadingActor, now: Now) -> LiabilityOut:
    """Who is proposed to answer for the damage, by what is known of the parcel, and what is claimed of them."""
    return await find_liability(reader, case_id=case_id, actor=actor, now=now)


@router.post("/cases/{case_id}/liability", status_code=201, dependencies=[ONCE])
async def confirm_liability_for_damage(case_id: CaseId, body: ConfirmLiability, uow: Uow, _: Handler) -> ClaimStanding:
    """Takes effect with a superior's word (rule APR-1); then it is claimed, with a deadline."""
    made: list[Claim] = []

    async def act(case: Case) -> None:
        _refuse_other_currencies(body, case)
        goods = None if body.goods is None else Decimal(body.goods.amount)
        made.append(
            await confirm_liability(
                uow, case, party=body.party, party_code=body.party_code.strip(), goods=goods, freight=Decimal(body.freight.amount),
                comment=body.note, facts=await parcel_facts(uow.session, order_id=case.order_id, case_id=case.id),
            )
        )  # fmt: skip

    await act_on_case(uow, case_id=case_id, act=act)
    return _standing(made[0])


@router.post("/claims/{claim_id}/accept", dependencies=[ONCE])
async def note_claim_accepted(claim_id: ClaimId, body: AnswerClaim, uow: Uow, _: Handler) -> ClaimStanding:
    """They will pay."""
    return _standing(await answer_claim(uow, claim_id=claim_id, answer="accepted", reason=body.reason))


@router.post("/claims/{claim_id}/reject", dependencies=[ONCE])
async def note_claim_rejected(claim_id: ClaimId, body: AnswerClaim, uow: Uow, _: Handler) -> ClaimStanding:
    """They will not pay."""
    return _standing(await answer_claim(uow, claim_id=claim_id, answer="rejected", reason=body.reason))


@router.post("/claims/{claim_id}/paid", dependencies=[ONCE])
async def note_claim_paid(claim_id: ClaimId, body: ClaimPaid, uow: Uow, _: Handler) -> ClaimStanding:
    """The money is there."""
    return _standing(await answer_claim(uow, claim_id=claim_id, answer="paid", reason=body.reason, reference=body.reference))


def _refuse_other_currencies(body: ConfirmLiability, case: Case) -> None:
    """Raises CurrencyOfOrder."""
    errors = [
        FieldError(pointer=f"/{name}/currency", code="currency_differs", zh="与订单币种不一致", en="is not the order's currency")
        for name, money in (("goods", body.goods), ("freight", body.freight))
        if money is not None and money.currency != case.currency
    ]
    if errors:
        raise CurrencyOfOrder(currency=case.currency, errors=errors)


def _standing(claim: Claim) -> ClaimStanding:
    return ClaimStanding(id=claim.id, state=str(claim.state), version=claim.version)
