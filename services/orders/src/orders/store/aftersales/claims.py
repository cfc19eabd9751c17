"""Claims, locked after their case."""

from typing import Literal
from uuid import UUID

from sqlalchemy import select

from chassis.actor import Actor
from chassis.ids import read_id, show_id
from chassis.uow import UnitOfWork
from contracts.orders import ClaimEnded, ClaimTold
from orders.domain.aftersales.case import Case
from orders.domain.aftersales.claim import Claim, ClaimNotFound
from orders.store.aftersales.cases import lock_cases, shown

CLAIM = "acl"
"""Prefix of a claim's id outside, and the reference approvals know it by."""


async def claim_of_case(uow: UnitOfWork, *, case_id: UUID) -> Claim | None:
    """The case is locked."""
    return await uow.session.scalar(
        select(Claim).where(Claim.case_id == case_id).with_for_update().execution_options(populate_existing=True)
    )


async def lock_claim(uow: UnitOfWork, *, claim_id: UUID, actor: Actor | None = None) -> tuple[Case, Claim]:
    """With its case, which is locked first. No actor: facts told by other services. Raises ClaimNotFound."""
    case_id = await uow.session.scalar(select(Claim.case_id).where(Claim.id == claim_id))
    case = None if case_id is None else (await lock_cases(uow, ids=[case_id], actor=actor)).get(case_id)
    claim = None if case is None else await claim_of_case(uow, case_id=case.id)
    if case is None or claim is None:
        raise ClaimNotFound
    return case, claim


def shown_claim(claim: Claim) -> str:
    return show_id(CLAIM, claim.id)


def read_claim(reference: str) -> UUID | None:
    """None: it is not about a claim."""
    return read_id(CLAIM, reference) if reference.startswith(f"{CLAIM}_") else None


def tell_claim(uow: UnitOfWork, case: Case, claim: Claim) -> None:
    """So that the rates of carriers and suppliers count it."""
    uow.publish(
        ClaimTold(
            claim_id=shown_claim(claim), case_id=shown(case), case_number=case.number, shop_id=case.shop_id,
            order_id=show_id("ord", case.order_id), order_number=case.order_number, party=claim.party, party_code=claim.party_code,
            skus=_skus(case), reason_code=case.reason_code, amount=claim.amount, currency=claim.currency, due_at=claim.due_at,
            by=claim.decided_by, told_at=uow.now,
        )
    )  # fmt: skip


def tell_claim_ended(uow: UnitOfWork, case: Case, claim: Claim, *, outcome: Literal["paid", "rejected", "borne"]) -> None:
    uow.publish(
        ClaimEnded(
            claim_id=shown_claim(claim), case_id=shown(case), case_number=case.number, shop_id=case.shop_id, party=claim.party,
            party_code=claim.party_code, skus=_skus(case), outcome=outcome, amount=claim.amount, currency=claim.currency,
            in_time=uow.now <= claim.due_at, by=uow.actor.name, by_id=uow.actor.id, ended_at=uow.now,
        )
    )  # fmt: skip


def _skus(case: Case) -> list[str]:
    return [line.sku for line in case.lines if line.sku is not None]
