"""Claims as the desk and the case show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.aftersales.claim import IS_OPEN_CLAIM
from orders.domain.aftersales.liability import propose
from orders.domain.aftersales.policy import Liable
from orders.domain.aftersales.refusals import CaseNotFound
from orders.domain.aftersales.states import CaseState
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.aftersales.case_list import CaseId, OrderId
from orders.queries.aftersales.liability import parcel_facts
from orders.queries.aftersales.policies import parameters_in_force

ClaimId = Annotated[UUID, *prefixed("acl")]
FIND_CASE = text("""
    SELECT c.order_id, c.reason_code, c.liable, c.state, c.currency, c.amount FROM aftersales_case c
    WHERE c.id = :id AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
""")
FIND_CLAIM = text("SELECT * FROM aftersales_claim WHERE case_id = :id")
STEPS = {"told": ["accept", "reject"], "accepted": ["paid", "reject"]}
SETTLED = (CaseState.INSPECTED, CaseState.SETTLING, CaseState.CLOSED)


class ClaimView(StrEnum):
    """`open`: by deadline; `all`: newest first."""

    OPEN = "open"
    OVERDUE = "overdue"
    ALL = "all"


class SignOut(BaseModel):
    code: str
    zh: str
    en: str


class ClaimOut(BaseModel):
    """`state`: asked (a superior decides), not_approved, told, accepted, paid, rejected, borne (by the seller). `actions` are accept, reject, paid."""

    id: ClaimId
    case_id: CaseId
    case_number: str
    shop_id: str
    order_id: OrderId
    order_number: str
    party: str
    party_code: str
    proposed: str
    goods: Money
    freight: Money
    amount: Money
    note: str
    state: str
    asked_at: datetime
    asked_by: str
    decided_by: str
    told_at: datetime | None
    due_at: datetime
    ended_at: datetime | None
    overdue: bool
    reference: str
    version: int
    actions: list[str]


class LiabilityOut(BaseModel):
    """Who is proposed and why; `may_confirm`: the asker may lay it on somebody now. `currency` is that of every amount."""

    proposed: str
    signs: list[SignOut]
    currency: str
    may_confirm: bool
    claim: ClaimOut | None


@dataclass(frozen=True, kw_only=True)
class ClaimFilter:
    view: ClaimView
    state: str | None
    party: str | None
    shop_id: str | None
    shops: list[str] | None
    after: tuple[datetime, UUID] | None
    limit: int


async def find_liability(reader: AsyncSession, *, case_id: UUID, actor: Actor, now: datetime) -> LiabilityOut:
    """Raises CaseNotFound."""
    case = (await reader.execute(FIND_CASE, {"id": case_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if case is None:
        raise CaseNotFound
    policy = await parameters_in_force(reader, now=now)
    said = next((reason.liable for reason in policy.reasons if reason.code == case["reason_code"]), Liable(case["liable"]))
    proposal = propose(said, await parcel_facts(reader, order_id=case["order_id"], case_id=case_id), policy)
    row = (await reader.execute(FIND_CLAIM, {"id": case_id})).mappings().one_or_none()
    again = row is None or row["state"] == "not_approved"
    return LiabilityOut(
        proposed=proposal.party,
        signs=[SignOut(code=sign.code, zh=sign.zh, en=sign.en) for sign in proposal.signs],
        currency=case["currency"],
        may_confirm=again and case["state"] in SETTLED and actor.may(Permission.HANDLE_CLAIMS),
        claim=None if row is None else claim_out(row, actor, now=now),
    )


def claim_out(row: Any, actor: Actor, *, now: datetime) -> ClaimOut:
    currency = row["currency"]
    steps = STEPS.get(row["state"], [])
    return ClaimOut.model_validate(
        {
            **row,
            "goods": Money(amount=row["goods_amount"], currency=currency),
            "freight": Money(amount=row["freight_amount"], currency=currency),
            "amount": Money(amount=row["amount"], currency=currency),
            "overdue": row["ended_at"] is None and row["due_at"] < now,
            "actions": steps if actor.may(Permission.HANDLE_CLAIMS) else [],
        }
    )


async def find_claims(reader: AsyncSession, wanted: ClaimFilter, *, actor: Actor, now: datetime) -> Sequence[ClaimOut]:
    """Up to `limit` + 1."""
    conditions: list[str] = [] if wanted.view == ClaimView.ALL else [f"c.{IS_OPEN_CLAIM}"]
    values: dict[str, Any] = {"limit": wanted.limit + 1}
    if wanted.view == ClaimView.OVERDUE:
        conditions.append("c.due_at < :now")
        values["now"] = now
    for name in ("state", "party", "shop_id"):
        value = getattr(wanted, name)
        if value is not None:
            conditions.append(f"c.{name} = :{name}")
            values[name] = str(value)
    if wanted.shops is not None:
        conditions.append("c.shop_id = ANY (CAST(:shops AS text[]))")
        values["shops"] = wanted.shops
    column, way, sign = ("asked_at", "DESC", "<") if wanted.view == ClaimView.ALL else ("due_at", "ASC", ">")
    if wanted.after is not None:
        conditions.append(f"(c.{column}, c.id) {sign} (:after_at, :after_id)")
        values["after_at"], values["after_id"] = wanted.after
    where = " AND ".join(conditions) or "true"
    rows = await reader.execute(
        text(f"SELECT c.* FROM aftersales_claim c WHERE {where} ORDER BY c.{column} {way}, c.id {way} LIMIT :limit"), values
    )
    return [claim_out(row, actor, now=now) for row in rows.mappings()]
