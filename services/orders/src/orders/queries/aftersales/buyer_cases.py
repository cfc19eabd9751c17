"""Cases as the mall shows them to its buyer: without names of staff, in words (pain 12)."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from chassis.actor import Actor
from contracts.money import Money
from orders.domain.aftersales.buyer_request import ASKED_BY_BUYERS
from orders.domain.aftersales.case import Source
from orders.domain.aftersales.difference import DifferenceState
from orders.domain.aftersales.kinds import KINDS, CaseKind, KindRule, Term
from orders.domain.aftersales.line_money import LineMoney, as_it_stands
from orders.domain.aftersales.policy import AftersalesParameters
from orders.domain.aftersales.refusals import CaseNotFound
from orders.domain.aftersales.states import PAYABLE, WITHDRAWABLE, CaseState
from orders.domain.line import OrderLine
from orders.domain.order import Order, OrderNotFound
from orders.domain.shop import shops_seen_by
from orders.domain.status import OrderKind
from orders.queries.aftersales.case_list import CaseId, money_of
from orders.queries.aftersales.order_choices import ReasonChoice
from orders.queries.aftersales.policies import parameters_in_force

FIND = text("""
    SELECT c.id, c.number, c.platform_refund_no AS request_no, c.shop_id, c.platform_order_no, c.kind, c.state, c.reason_code, c.freight_by,
        c.currency, c.amount, c.carrier_code, c.tracking_number, c.opened_at, c.due_at, c.closed_at, r.state AS refund_state,
        p.carrier_code AS out_carrier, p.tracking_number AS out_tracking, d.state AS difference_state, d.amount AS difference_amount
    FROM aftersales_case c LEFT JOIN refund r ON r.case_id = c.id LEFT JOIN sales_order p ON p.id = c.replacement_order_id
        LEFT JOIN aftersales_difference d ON d.case_id = c.id
    WHERE c.source = :source AND (CAST(:shops AS text[]) IS NULL OR c.shop_id = ANY (CAST(:shops AS text[])))
        AND (c.id = CAST(:id AS uuid) OR (c.shop_id = CAST(:shop AS text) AND c.platform_refund_no = CAST(:request_no AS text)))
""")
FIND_LINES = text("SELECT platform_line_no, title, quantity, amount FROM aftersales_line WHERE case_id = :id ORDER BY line_no")
WORDS = {
    CaseState.OPENED: ("等待商家处理", "The shop looks at it"),
    CaseState.IN_APPROVAL: ("等待商家处理", "The shop looks at it"),
    CaseState.STOPPING: ("已同意，正在拦截发货", "Agreed; the parcel is being stopped"),
    CaseState.AWAITING_GOODS: ("已同意，请寄回商品并填写运单号", "Agreed; please send the goods back and tell the waybill"),
    CaseState.ARRIVED: ("商品已到仓，等待检验", "The goods have arrived and wait for inspection"),
    CaseState.INSPECTED: ("已检验，等待商家处理", "Inspected; the shop looks at it"),
    CaseState.AWAITING_PAYMENT: ("商品已检验，请支付换货差价", "Inspected; please pay the difference"),
    CaseState.GIVING_BACK: ("已结束，正在退还您支付的差价", "Ended; the difference you paid is being given back"),
    CaseState.SETTLING: ("正在退款或发货", "The money or the goods are on their way"),
    CaseState.CLOSED: ("已完结", "Done"),
    CaseState.REFUSED: ("已拒绝", "Refused"),
    CaseState.WITHDRAWN: ("已撤销", "Withdrawn"),
}


class BuyerLine(BaseModel):
    platform_line_no: str
    title: str
    quantity: int
    amount: Money


class BuyerCase(BaseModel):
    """`state` as in the case list, `state_zh` and `state_en` for the buyer. `refund_state`: decided, told (paid), failed or by_hand (paid).

    `difference` is what the buyer pays more in an exchange: asked, paid, void, to_give_back or given_back.
    """

    id: CaseId
    number: str
    request_no: str
    shop_id: str
    platform_order_no: str
    kind: str
    state: str
    state_zh: str
    state_en: str
    reason_code: str
    freight_by: str
    amount: Money
    refund_state: str | None
    difference: Money | None
    difference_state: DifferenceState | None
    carrier_code: str | None
    tracking_number: str | None
    out_carrier: str | None
    out_tracking: str | None
    opened_at: datetime
    answer_by: datetime | None
    closed_at: datetime | None
    lines: list[BuyerLine]
    may_withdraw: bool
    may_tell_parcel: bool
    may_pay_difference: bool


class KindOption(BaseModel):
    """`money`: none, pieces, amount (one has to be given) or difference (one may be given for cheaper goods). After `in_time_until` a superior of the shop decides; None: no such limit."""

    kind: str
    money: str
    goods_back: bool
    goods_out: bool
    in_time_until: datetime | None
    reasons: list[ReasonChoice]


class LineOption(BaseModel):
    """`worth` is what the pieces that can still be asked for cost the buyer."""

    platform_line_no: str
    title: str
    quantity: int
    pieces_left: int
    worth: Money


class RequestOptions(BaseModel):
    """What a buyer can ask for now. No kinds: nothing."""

    shop_id: str
    platform_order_no: str
    kinds: list[KindOption]
    lines: list[LineOption]


async def find_buyer_case(
    reader: AsyncSession, *, actor: Actor, case_id: UUID | None = None, shop_id: str | None = None, request_no: str | None = None
) -> BuyerCase:
    """By its id, or by the mall's own number. Raises CaseNotFound."""
    values = {"source": Source.CLIENT, "shops": shops_seen_by(actor), "id": case_id, "shop": shop_id, "request_no": request_no}
    row = (await reader.execute(FIND, values)).mappings().one_or_none()
    if row is None:
        raise CaseNotFound
    state = CaseState(row["state"])
    zh, en = WORDS[state]
    lines = (await reader.execute(FIND_LINES, {"id": row["id"]})).mappings()
    shown: dict[str, Any] = {
        **row,
        "amount": money_of(row, "amount"),
        "state_zh": zh,
        "state_en": en,
        "answer_by": None if row["closed_at"] else row["due_at"],
        "lines": [{**line, "amount": Money(amount=line["amount"], currency=row["currency"])} for line in lines],
        "may_withdraw": state in WITHDRAWABLE and row["refund_state"] is None,
        "may_tell_parcel": state == CaseState.AWAITING_GOODS,
        "difference": None if row["difference_amount"] is None else Money(amount=row["difference_amount"], currency=row["currency"]),
        "may_pay_difference": row["difference_state"] == DifferenceState.ASKED and state in PAYABLE,
    }
    return BuyerCase.model_validate(shown)


async def find_request_options(
    reader: AsyncSession, *, actor: Actor, shop_id: str, platform_order_no: str, now: datetime
) -> RequestOptions:
    """Raises OrderNotFound."""
    query = select(Order).where(Order.platform_order_no == platform_order_no, Order.shop_id == shop_id, Order.kind == OrderKind.ORDER)
    if actor.shops is not None:
        query = query.where(Order.shop_id.in_(actor.shops))
    order = await reader.scalar(query.options(selectinload(Order.lines)))
    if order is None:
        raise OrderNotFound
    policy = await parameters_in_force(reader, now=now)
    known = {row.line_no: row for row in await reader.scalars(select(LineMoney).where(LineMoney.order_id == order.id))}
    money = as_it_stands(order, known)
    return RequestOptions(
        shop_id=shop_id,
        platform_order_no=platform_order_no,
        kinds=[
            _kind(kind, rule, order, policy) for kind, rule in KINDS.items() if kind in ASKED_BY_BUYERS and order.status in rule.statuses
        ],
        lines=[_line(order, line, money[line.line_no]) for line in order.lines if not line.added_by_us],
    )


def _kind(kind: CaseKind, rule: KindRule, order: Order, policy: AftersalesParameters) -> KindOption:
    since, days = None, 0
    if rule.term == Term.AFTER_DELIVERY:
        since, days = order.delivered_at, policy.days_after_delivery
    elif rule.term == Term.AFTER_PAYMENT:
        since, days = order.paid_at or order.placed_at, policy.price_protection_days
    return KindOption(
        kind=kind,
        money=rule.money,
        goods_back=rule.goods_back,
        goods_out=rule.goods_out,
        in_time_until=None if since is None else since + timedelta(days=days),
        reasons=[
            ReasonChoice(code=reason.code, zh=reason.zh, en=reason.en, freight_by=reason.freight_by)
            for reason in policy.reasons
            if kind in reason.kinds
        ],
    )


def _line(order: Order, line: OrderLine, row: LineMoney) -> LineOption:
    return LineOption(
        platform_line_no=line.platform_line_no,
        title=line.title,
        quantity=row.quantity,
        pieces_left=row.pieces_left,
        worth=Money(amount=row.worth_of(row.pieces_left), currency=order.currency),
    )
