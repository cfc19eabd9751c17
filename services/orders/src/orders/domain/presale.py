"""Pre-sales 预售: sold before the goods are there, in one payment or as deposit and balance (rule ORD-2). No I/O, no clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from orders.domain.draft import Draft
from orders.domain.line import MONEY
from orders.domain.model import Model
from orders.domain.shares import CENT
from orders.domain.status import Refund

PRESALE = "psl"
"""Prefix of a pre-sale's id outside."""
RULE = "ORD-2"
FAR_AWAY = datetime(9999, 1, 1, tzinfo=UTC)
"""Until when a balance has to be paid where there is none, so that one index orders all."""


class DepositKind(StrEnum):
    """`none`: all is paid at once; `percent` of the price of the goods; `amount` for each piece."""

    NONE = "none"
    PERCENT = "percent"
    AMOUNT = "amount"


class OnOverdue(StrEnum):
    """What becomes of the deposit when the balance is not paid in time: kept, or given back through a refund case."""

    FORFEIT = "forfeit"
    REFUND = "refund"


class PresaleState(StrEnum):
    """Of an order. `overdue`: the window is over, a person cancels it or the buyer pays late; `ended`: cancelled in another way."""

    AWAITING_DEPOSIT = "awaiting_deposit"
    DEPOSIT_PAID = "deposit_paid"
    BALANCE_DUE = "balance_due"
    OVERDUE = "overdue"
    BALANCE_PAID = "balance_paid"
    SENT = "sent"
    FORFEITED = "forfeited"
    ENDED = "ended"


OVER = frozenset({PresaleState.SENT, PresaleState.FORFEITED, PresaleState.ENDED})
GOES_ON = "state = ANY ('{awaiting_deposit,deposit_paid,balance_due,overdue,balance_paid}'::text[])"
MAY_PAY = frozenset({PresaleState.DEPOSIT_PAID, PresaleState.BALANCE_DUE, PresaleState.OVERDUE})


class Stage(StrEnum):
    """What a shop tells of the steps of payment."""

    DEPOSIT_PAID = "deposit_paid"
    BALANCE_PAID = "balance_paid"


class PresaleNotFound(NotFound):
    code = "presale_not_found"
    zh = "找不到该预售，或您无权查看。"
    en = "There is no such pre-sale, or you may not see it."


class PresaleTermsWrong(Invalid):
    code = "presale_terms_wrong"
    rule = RULE
    zh = "预售条款前后不一致，请逐项更正。"
    en = "The terms of the pre-sale contradict each other; please correct each of them."


class PresaleOverlaps(Conflict):
    code = "presale_overlaps"
    rule = RULE
    zh = "同一店铺的 {sku} 在这段时间已有预售“{name}”。"
    en = "{sku} is on pre-sale in this shop in that period already: {name}."


class PresaleMoneyFixed(Conflict):
    code = "presale_money_fixed"
    rule = RULE
    zh = "预售已有订单，定金、尾款规则和商品不能再改；时间可以改。"
    en = "The pre-sale has orders: its goods, deposit and rule stand; its dates may still be changed."


class PresaleOrderNotFound(NotFound):
    code = "presale_order_not_found"
    zh = "该订单不是预售订单，或您无权查看。"
    en = "The order is no pre-sale, or you may not see it."


class NoBalanceToPay(Conflict):
    code = "no_balance_to_pay"
    rule = RULE
    zh = "订单 {number} 当前不在等待尾款。"
    en = "No balance of order {number} is awaited."


class BalanceDiffers(Invalid):
    code = "balance_differs"
    rule = RULE
    zh = "应付尾款是 {balance}，与登记金额不符。"
    en = "The balance is {balance}; what is noted differs."


class NotOverdue(Conflict):
    code = "presale_not_overdue"
    rule = RULE
    zh = "订单 {number} 的尾款期限未过，不能按逾期取消。"
    en = "The balance of order {number} is not overdue."


class DepositGoesBack(Conflict):
    code = "deposit_goes_back"
    rule = RULE
    zh = "订单 {number} 的预售约定逾期退还定金：请登记退款售后单，订单会随之取消。"
    en = "By its pre-sale the deposit of order {number} goes back: open a refund case, which cancels the order."


class Presale(Model):
    """Of one SKU in one shop. Placed from `starts_at` to before `ends_at`, an order of it is a pre-order.

    `deposit` is a percentage or an amount for each piece. `ships_from` None: when stock comes. `ships_until` is what buyers are promised.
    """

    __tablename__ = "presale"
    __table_args__ = (
        CheckConstraint("deposit_kind IN ('none', 'percent', 'amount')", name="deposit_kind"),
        CheckConstraint("(deposit_kind = 'none') = (balance_until IS NULL)", name="balance"),
        CheckConstraint("starts_at < ends_at", name="period"),
        Index("ix_presale_shop", "shop_id", "sku", "starts_at"),
        Index("ix_presale_created_at", "created_at", "id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    sku: Mapped[str]
    name: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    currency: Mapped[str]
    deposit_kind: Mapped[str]
    deposit: Mapped[Decimal] = mapped_column(MONEY)
    balance_from: Mapped[datetime | None]
    balance_until: Mapped[datetime | None]
    on_overdue: Mapped[str]
    ships_from: Mapped[datetime | None]
    ships_until: Mapped[datetime | None]
    note: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    version: Mapped[int]

    def deposit_of(self, *, price: Decimal, quantity: int) -> Decimal:
        """To the cent, half a cent up; never more than the goods cost."""
        whole = price * quantity
        if self.deposit_kind == DepositKind.PERCENT:
            return (whole * self.deposit / 100).quantize(CENT, ROUND_HALF_UP)
        return min(self.deposit * quantity, whole) if self.deposit_kind == DepositKind.AMOUNT else whole


class PresaleOrder(Model):
    """The money and dates of one pre-order. `next_look_at`: when its state changes by itself, or something has to be looked at again."""

    __tablename__ = "presale_order"
    __table_args__ = (
        CheckConstraint("deposit >= 0 AND balance >= 0", name="money"),
        Index("ix_presale_order_next_look_at", "next_look_at", postgresql_where=literal_column("next_look_at IS NOT NULL")),
        Index("ix_presale_order_state", "state", "balance_until", "order_id", postgresql_where=literal_column(GOES_ON)),
        Index("ix_presale_order_shop", "shop_id", "state", "balance_until", "order_id", postgresql_where=literal_column(GOES_ON)),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    currency: Mapped[str]
    deposit: Mapped[Decimal] = mapped_column(MONEY)
    balance: Mapped[Decimal] = mapped_column(MONEY)
    state: Mapped[str]
    balance_from: Mapped[datetime | None]
    balance_until: Mapped[datetime]
    """FAR_AWAY where there is no balance."""
    not_before: Mapped[datetime | None]
    ships_until: Mapped[datetime | None]
    on_overdue: Mapped[str]
    noted_at: Mapped[datetime | None]
    """A person or an own mall told that the balance was paid."""
    noted_by: Mapped[str]
    noted_reference: Mapped[str]
    next_look_at: Mapped[datetime | None]
    version: Mapped[int]


class PresaleLine(Model):
    """Pieces of one line that a pre-sale promises."""

    __tablename__ = "presale_line"
    __table_args__ = (Index("ix_presale_line_presale_id", "presale_id", "order_id"),)

    order_id: Mapped[UUID] = mapped_column(ForeignKey("presale_order.order_id"), primary_key=True)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    presale_id: Mapped[UUID] = mapped_column(ForeignKey("presale.id"))
    quantity: Mapped[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPresale:
    """What review has to know of one."""

    shop_id: str
    sku: str
    starts_at: datetime
    ends_at: datetime
    ships_until: datetime | None

    def holds(self, *, shop_id: str, sku: str | None, placed_at: datetime) -> bool:
        """An unknown SKU may be the one."""
        return self.shop_id == shop_id and sku in (self.sku, None) and self.starts_at <= placed_at < self.ends_at


def presales_of(draft: Draft, skus: Sequence[str | None], known: Sequence[KnownPresale]) -> list[KnownPresale]:
    """Those that its lines may be of. On the hot path: without a pre-sale it costs nothing."""
    if not known:
        return []
    wanted = [sku for line, sku in zip(draft.lines, skus, strict=True) if line.refund != Refund.DONE]
    return [one for one in known if any(one.holds(shop_id=draft.shop_id, sku=sku, placed_at=draft.placed_at) for sku in wanted)]


def promised(presales: Iterable[KnownPresale]) -> datetime | None:
    """By when all of it is to leave; None where one of them promises no date."""
    dates = [one.ships_until for one in presales]
    known = [date for date in dates if date is not None]
    return max(known) if len(known) == len(dates) else None


def wrong_terms(presale: Presale) -> list[FieldError]:
    """Every date and amount that contradicts another."""
    wrong: list[FieldError] = []

    def say(field: str, zh: str, en: str) -> None:
        wrong.append(FieldError(pointer=f"/{field}", code="contradicts", zh=zh, en=en))

    if presale.starts_at >= presale.ends_at:
        say("ends_at", "须晚于开始时间", "has to be after the start")
    if presale.ships_from is not None and presale.ships_until is not None and presale.ships_until < presale.ships_from:
        say("ships_until", "不能早于开始发货", "is before it may be sent")
    if presale.ships_from is None and presale.ships_until is None and presale.deposit_kind == DepositKind.NONE:
        say("ships_until", "到货即发的全款预售须承诺最晚发货", "a pre-sale paid in full promises a date")
    wrong.extend(_wrong_money(presale))
    return wrong


def _wrong_money(presale: Presale) -> list[FieldError]:
    def field(name: str, zh: str, en: str) -> FieldError:
        return FieldError(pointer=f"/{name}", code="contradicts", zh=zh, en=en)

    if presale.deposit_kind == DepositKind.NONE:
        dated = presale.balance_from is not None or presale.balance_until is not None
        return [field("balance_until", "全款预售没有尾款", "there is no balance when all is paid at once")] if dated else []
    wrong: list[FieldError] = []
    if presale.deposit <= 0 or (presale.deposit_kind == DepositKind.PERCENT and presale.deposit >= 100):
        wrong.append(field("deposit", "定金须大于 0；比例须小于 100", "is more than 0, and less than 100 percent"))
    if presale.balance_until is None or presale.balance_until <= (presale.balance_from or presale.starts_at):
        wrong.append(field("balance_until", "须晚于尾款开始时间", "has to be after the balance may be paid"))
    if presale.ships_until is not None and presale.balance_until is not None and presale.ships_until < presale.balance_until:
        wrong.append(field("ships_until", "不能早于尾款截止", "is before the balance has to be paid"))
    return wrong


class PresaleTold(Model):
    """What a shop told of the steps of payment (Stage), for the few that do: it goes before what the amounts say."""

    __tablename__ = "presale_told"

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    stage: Mapped[str]
