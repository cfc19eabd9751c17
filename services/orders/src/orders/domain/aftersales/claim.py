"""What is claimed of who answers for damage: goods and freight, told, accepted and paid, or rejected (workflow 6, rule APR-1)."""

import hashlib
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid, NotFound
from orders.domain.line import MONEY
from orders.domain.model import Model

DAMAGE_LIABILITY = "damage_liability"
"""What people's approvals call it."""
IS_OPEN_CLAIM = "state = ANY ('{asked,told,accepted}'::text[])"


class ClaimState(StrEnum):
    """`asked`: a superior decides who answers for it. `borne`: the shop itself does, nothing is claimed."""

    ASKED = "asked"
    NOT_APPROVED = "not_approved"
    TOLD = "told"
    ACCEPTED = "accepted"
    PAID = "paid"
    REJECTED = "rejected"
    BORNE = "borne"


S = ClaimState
TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    S.ASKED: frozenset({S.TOLD, S.BORNE, S.NOT_APPROVED}),
    # Asked again, for another party or amount.
    S.NOT_APPROVED: frozenset({S.ASKED}),
    S.TOLD: frozenset({S.ACCEPTED, S.REJECTED}),
    S.ACCEPTED: frozenset({S.PAID, S.REJECTED}),
    S.PAID: frozenset(),
    S.REJECTED: frozenset(),
    S.BORNE: frozenset(),
}
CLAIM_ENDS = frozenset({S.PAID, S.REJECTED, S.BORNE})


class ClaimStepNotAllowed(Conflict):
    code = "claim_step_not_allowed"
    rule = "APR-1"
    zh = "售后单 {number} 的理赔当前为“{state}”，不能这样处理。"
    en = "The claim of case {number} is {state}; this cannot be done with it now."


class ClaimNotFound(NotFound):
    code = "claim_not_found"
    zh = "找不到该理赔，或您无权查看。"
    en = "There is no such claim, or you may not see it."


class TooEarlyToClaim(Conflict):
    code = "too_early_to_claim"
    rule = "CARE-2"
    zh = "售后单 {number} 还没有处理结果，检验或退款之后才能定责。"
    en = "Nothing is settled in case {number} yet: who answers for it is fixed after the inspection or the refund."


class MoreThanLost(Invalid):
    code = "more_than_lost"
    rule = "CARE-2"
    zh = "商品部分最多索赔 {most}，不能超过损失。"
    en = "At most {most} can be claimed for the goods: never more than was lost."


class Claim(Model):
    """One for each case. `amount` is `goods_amount` and `freight_amount`; `signs` are what the proposal rested on, as it was confirmed.

    `party_code` says which one: a carrier's code or a supplier's name.
    """

    __tablename__ = "aftersales_claim"
    __table_args__ = (
        CheckConstraint("goods_amount >= 0 AND freight_amount >= 0 AND amount = goods_amount + freight_amount", name="amount"),
        Index("uq_aftersales_claim_case", "case_id", unique=True),
        Index("ix_aftersales_claim_asked_at", "asked_at", "id"),
        Index("ix_aftersales_claim_state", "state", "party", "asked_at", "id"),
        Index("ix_aftersales_claim_open", "due_at", "id", postgresql_where=literal_column(IS_OPEN_CLAIM)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    case_number: Mapped[str]
    shop_id: Mapped[str]
    order_id: Mapped[UUID]
    order_number: Mapped[str]
    party: Mapped[str]
    party_code: Mapped[str]
    proposed: Mapped[str]
    signs: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    goods_amount: Mapped[Decimal] = mapped_column(MONEY)
    freight_amount: Mapped[Decimal] = mapped_column(MONEY)
    amount: Mapped[Decimal] = mapped_column(MONEY)
    currency: Mapped[str]
    note: Mapped[str]
    state: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    decided_by: Mapped[str]
    told_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reference: Mapped[str]
    version: Mapped[int]

    def become(self, state: ClaimState, *, now: datetime) -> None:
        """Raises ClaimStepNotAllowed."""
        if state not in TRANSITIONS[ClaimState(self.state)]:
            raise ClaimStepNotAllowed(number=self.case_number, state=self.state)
        self.state = state
        self.version += 1
        if state in CLAIM_ENDS:
            self.ended_at = now

    def digest(self) -> str:
        """Of exactly what is asked to be approved."""
        content = [str(self.id), self.party, self.party_code, f"{self.goods_amount:.2f}", f"{self.freight_amount:.2f}", self.currency]
        return "sha256:" + hashlib.sha256(orjson.dumps(content)).hexdigest()
