"""One order, as its page shows it; the receiver masked (rule ORD-5)."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.order import OrderNotFound
from orders.domain.reasons import LIFTED_BY_THE_PLATFORM_ONLY, words_of
from orders.domain.shop import shops_seen_by
from orders.domain.status import BEFORE_ALLOCATION, OPEN, Pending
from orders.permissions import Permission

OrderId = Annotated[UUID, *prefixed("ord")]
FIND = text("""
    SELECT o.*, s.name AS shop_name FROM sales_order o LEFT JOIN shop s ON s.id = o.shop_id
    WHERE o.id = :id AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
""")
FIND_LINES = text("""
    SELECT l.line_no, l.platform_line_no, l.merchant_code, l.sku, l.platform_sku, l.title, l.quantity, l.unit, l.unit_price,
        l.paid_amount, l.refund, k.name_zh, k.name_en
    FROM order_line l LEFT JOIN sku k ON k.sku = l.sku WHERE l.order_id = :id ORDER BY l.line_no
""")


class Reason(BaseModel):
    """Why an order is held or needs attention, in both languages."""

    code: str
    text_zh: str
    text_en: str


class OrderLineOut(BaseModel):
    line_no: int
    platform_line_no: str
    merchant_code: str
    sku: str | None
    sku_name_zh: str | None
    sku_name_en: str | None
    platform_sku: str
    title: str
    quantity: int
    unit: str | None
    unit_price: Money
    paid: Money | None
    refund: str


class MaskedReceiver(BaseModel):
    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str


class OrderOut(BaseModel):
    """`actions` are what the asker may do with the order as it stands: release, hold, cancel, explain, reveal_receiver."""

    id: OrderId
    number: str
    shop_id: str
    shop_name: str | None
    platform_order_no: str
    platform_status: str
    state: str
    status: str
    pending: str | None
    holds: list[Reason]
    hold_note: str | None
    attention: list[Reason]
    reservation: str
    short_skus: list[str]
    warehouse_code: str | None
    refund: str
    goods: Money
    discount: Money
    freight: Money
    paid: Money
    placed_at: datetime
    received_at: datetime
    paid_at: datetime | None
    modified_at: datetime
    updated_at: datetime
    buyer_id: str
    receiver: MaskedReceiver
    buyer_remark: str
    seller_remark: str
    source: str
    policy_rule: str
    policy_version: int
    shipment_number: str | None
    carrier_code: str | None
    tracking_number: str | None
    tracking_state: str | None
    stuck_since: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    ended_at: datetime | None
    cancel_reason: str | None
    version: int
    lines: list[OrderLineOut]
    actions: list[str]


async def find_order(reader: AsyncSession, *, order_id: UUID, actor: Actor) -> OrderOut:
    """Raises OrderNotFound."""
    row = (await reader.execute(FIND, {"id": order_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if row is None:
        raise OrderNotFound
    lines = (await reader.execute(FIND_LINES, {"id": order_id})).mappings().all()
    values = dict(row)
    currency: str = values["currency"]
    for name in ("goods", "discount", "freight", "paid"):
        values[name] = Money(amount=values[f"{name}_amount"], currency=currency)
    values["holds"] = reasons_of(values["hold_reasons"])
    values["attention"] = reasons_of(values["attention_reasons"])
    values["receiver"] = {field: values[f"receiver_{field}"] for field in MaskedReceiver.model_fields}
    values["policy_rule"] = "ORD-2"
    values["lines"] = [_line(dict(line), currency) for line in lines]
    values["actions"] = actions_of(values, actor)
    return OrderOut.model_validate(values)


def reasons_of(codes: list[str]) -> list[Reason]:
    return [Reason(code=code, text_zh=words_of(code).zh, text_en=words_of(code).en) for code in codes]


def _line(line: dict[str, Any], currency: str) -> OrderLineOut:
    paid = line.pop("paid_amount")
    return OrderLineOut(
        unit_price=Money(amount=line.pop("unit_price"), currency=currency),
        paid=None if paid is None else Money(amount=paid, currency=currency),
        sku_name_zh=line.pop("name_zh"),
        sku_name_en=line.pop("name_en"),
        **line,
    )


def actions_of(order: dict[str, Any], actor: Actor) -> list[str]:
    is_open = order["status"] in OPEN and order["pending"] is None
    liftable = bool(order["hold_reasons"]) and not LIFTED_BY_THE_PLATFORM_ONLY & set(order["hold_reasons"])
    possible = {
        "release": (is_open and liftable, Permission.REVIEW),
        "hold": (is_open, Permission.REVIEW),
        "cancel": (order["status"] in OPEN and order["pending"] != Pending.CANCELLING, Permission.CANCEL),
        "explain": (order["status"] in BEFORE_ALLOCATION and bool(order["attention_reasons"]), Permission.RESOLVE_ATTENTION),
        "reveal_receiver": (True, Permission.REVEAL_RECEIVER),
    }
    return [action for action, (now, permission) in possible.items() if now and actor.may(permission)]
