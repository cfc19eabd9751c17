"""Customer service changes what an open order costs: within the policy's limit at once, above it with a superior's word (rules ORD-2, APR-1)."""

import hashlib
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import CheckConstraint, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.policies import PolicyVersion
from chassis.refusals import Conflict, FieldError, Forbidden, Invalid, NotFound
from orders.domain.effects import Effects
from orders.domain.line import MONEY
from orders.domain.model import Model
from orders.domain.order import Order
from orders.domain.policy import Limit
from orders.domain.regrouping import paid_of_lines
from orders.domain.shares import share
from orders.domain.status import Refund
from orders.domain.timeline import Happened

KIND = "order_price_change"
"""What people's approvals call it."""


class PriceUnchanged(Invalid):
    code = "price_unchanged"
    rule = "ORD-2"
    zh = "新金额与当前金额相同。"
    en = "The order costs that already."


class CurrencyOfOrder(Invalid):
    code = "currency_differs"
    rule = "SYS-4"
    zh = "订单币种是 {currency}。"
    en = "The order's currency is {currency}."


class PriceBelowFreight(Invalid):
    code = "price_below_freight"
    rule = "ORD-2"
    zh = "新金额不能低于运费 {freight}。"
    en = "The new amount cannot be below the freight of {freight}."


class PriceBelowGivenBack(Invalid):
    code = "price_below_given_back"
    rule = "ORD-2"
    zh = "新金额不能低于运费与已退款之和 {least}。"
    en = "The new amount cannot be below freight and what was given back already, {least} together."


class PriceChangeWaits(Conflict):
    code = "price_change_waits"
    rule = "APR-1"
    zh = "订单 {number} 已有改价在审批中，请先撤回。"
    en = "A price change of order {number} is being decided; withdraw it first."


class PriceChangeNotFound(NotFound):
    code = "price_change_not_found"
    zh = "订单没有审批中的改价。"
    en = "No price change of this order is being decided."


class PriceNeedsAPerson(Forbidden):
    code = "price_needs_a_person"
    rule = "APR-1"
    zh = "超出限额的改价须由员工本人提交审批，接口客户端不能提交。"
    en = "A price change above the limit goes to approval in a person's name; an API client cannot ask for it."


class PriceChangeState(StrEnum):
    """`late`: approved after the order had left or ended."""

    MADE = "made"
    ASKED = "asked"
    REFUSED = "refused"
    VOIDED = "voided"
    LATE = "late"


class PriceChangeParameters(BaseModel):
    """What a clerk may change of one order in all: at most the amount of its currency, and at most `percent` of what the shop had told.

    A currency without a limit always needs approval.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    amount_limits: Annotated[dict[Annotated[str, Field(pattern="^[A-Z]{3}$")], Limit], Field(max_length=50)]
    percent: Annotated[int, Field(ge=0, le=100)]

    def allow(self, *, currency: str, told: Decimal, after: Decimal) -> bool:
        difference = abs(after - told)
        limit = self.amount_limits.get(currency)
        return limit is not None and difference <= limit and difference * 100 <= told * self.percent


DEFAULT_PRICE_PARAMETERS = PriceChangeParameters(amount_limits={"CNY": Decimal(20), "USD": Decimal(3)}, percent=10)


class PriceChangePolicy(PolicyVersion, Model):
    """A version is never changed, only followed by the next."""

    __tablename__ = "price_change_policy"


class PriceChange(Model):
    """`content_digest` is of exactly what was asked to be approved. `settled_by` and `comment` are "" until it is settled."""

    __tablename__ = "price_change"
    __table_args__ = (
        CheckConstraint("state IN ('made', 'asked', 'refused', 'voided', 'late')", name="state"),
        Index("uq_price_change_asked", "order_id", unique=True, postgresql_where=literal_column("state = 'asked'")),
        Index("ix_price_change_order_id", "order_id", "asked_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    order_id: Mapped[UUID]
    shop_id: Mapped[str]
    state: Mapped[str]
    currency: Mapped[str]
    paid_before: Mapped[Decimal] = mapped_column(MONEY)
    paid_after: Mapped[Decimal] = mapped_column(MONEY)
    reason: Mapped[str]
    policy_version: Mapped[int]
    content_digest: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by: Mapped[str]
    asked_by_id: Mapped[str]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str]
    comment: Mapped[str]

    def settle(self, state: PriceChangeState, *, by: str, comment: str, now: datetime) -> None:
        self.state, self.settled_by, self.comment, self.settled_at = state, by, comment, now


def digest_of_change(order: Order, *, after: Decimal) -> str:
    """Of the order's goods and money as they are, and of what it is to cost. Gifts that come or go do not change what was asked."""
    bought = [line for line in order.lines if line.gift_rule_id is None]
    lines = [[line.line_no, line.sku, line.quantity, str(line.unit_price), str(line.paid_amount), line.refund] for line in bought]
    content = [str(order.id), order.currency, f"{order.paid_amount:.2f}", f"{order.freight_amount:.2f}", f"{after:.2f}", lines]
    return "sha256:" + hashlib.sha256(orjson.dumps(content)).hexdigest()


def refuse_price(order: Order, after: Decimal, *, currency: str) -> None:
    """Raises OrderNotOpen, OrderBeingStopped, CurrencyOfOrder, PriceUnchanged, PriceBelowFreight, PriceBelowGivenBack."""
    order.must_be_open()
    if currency != order.currency:
        field = FieldError(pointer="/paid/currency", code="currency_differs", zh="与订单币种不一致", en="is not the order's currency")
        raise CurrencyOfOrder(currency=order.currency, errors=[field])
    if after == order.paid_amount:
        raise PriceUnchanged(errors=[_wrong("unchanged", "与当前金额相同", "is what it costs already")])
    if after < order.freight_amount:
        wrong = _wrong("below_freight", "不能低于运费", "cannot be below freight")
        raise PriceBelowFreight(freight=f"{order.freight_amount} {order.currency}", errors=[wrong])
    given_back = sum((paid for line, paid in zip(order.lines, paid_of_lines(order), strict=True) if line.refund == Refund.DONE), Decimal(0))
    if after < order.freight_amount + given_back:
        # Its other lines would have cost less than nothing.
        least = f"{order.freight_amount + given_back:.2f}"
        wrong = _wrong("below_given_back", f"至少 {least}", f"has to be {least} at least")
        raise PriceBelowGivenBack(least=f"{least} {order.currency}", errors=[wrong])


def _wrong(code: str, zh: str, en: str) -> FieldError:
    return FieldError(pointer="/paid/amount", code=code, zh=zh, en=en)


def change_price(order: Order, after: Decimal, *, reason: str, by: str, effects: Effects) -> None:
    """The difference is shared over the lines by what was paid for each; what was given back already keeps its share."""
    before = order.paid_amount
    paid = paid_of_lines(order)
    open_lines = [place for place, line in enumerate(order.lines) if line.refund != Refund.DONE]
    left = sum((paid[place] for place in open_lines), Decimal(0)) + after - before
    weights = [paid[place] for place in open_lines]
    for place, amount in enumerate(paid):
        order.lines[place].paid_amount = amount
    for place, amount in zip(open_lines, share(left, weights), strict=True):
        order.lines[place].paid_amount = amount
    order.discount_amount += before - after
    order.paid_amount = after
    effects.happened(
        order, Happened.PRICE_CHANGED, before=f"{before:.2f}", after=f"{after:.2f}", currency=order.currency, reason=reason, by=by
    )
