"""One order, as its page shows it; the receiver masked (rule ORD-5)."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.actor import Actor
from chassis.ids import prefixed
from contracts.money import Money
from orders.domain.line import ADDED
from orders.domain.order import OrderNotFound
from orders.domain.reasons import Attention, Stage, words_of
from orders.domain.shop import shops_seen_by
from orders.domain.stages import NEEDS
from orders.domain.status import BEFORE_ALLOCATION, OPEN, REGROUPED, REGROUPS, OrderKind, OrderStatus, Pending, Reservation
from orders.permissions import Permission
from orders.queries.review_reasons import HoldReason, Named, find_named

OrderId = Annotated[UUID, *prefixed("ord")]
FIND = text("""
    SELECT o.*, s.name AS shop_name, CASE WHEN o.kind = 'order' AND o.ship_by IS NOT NULL THEN coalesce((
        SELECT p.version FROM ship_policy p WHERE p.effective_from <= coalesce(o.paid_at, o.placed_at)
        ORDER BY p.effective_from DESC, p.version DESC LIMIT 1
    ), 0) END AS ship_policy_version
    FROM sales_order o LEFT JOIN shop s ON s.id = o.shop_id
    WHERE o.id = :id AND (CAST(:shops AS text[]) IS NULL OR o.shop_id = ANY (CAST(:shops AS text[])))
""")
FIND_LINES = text("""
    SELECT l.line_no, l.platform_line_no, l.merchant_code, l.sku, l.platform_sku, l.title, l.quantity, l.unit, l.unit_price,
        l.paid_amount, l.refund, l.gift_rule_id IS NOT NULL AS gift, k.name_zh, k.name_en,
        l.gift_rule_id IS NOT NULL OR starts_with(l.platform_line_no, :added) AS added_by_us
    FROM order_line l LEFT JOIN sku k ON k.sku = l.sku WHERE l.order_id = :id ORDER BY l.line_no
""")

RELATED = """
    SELECT o.id, o.number, o.kind, '{relation}' AS relation, o.platform_order_no, o.status, o.pending, o.reservation, o.warehouse_code,
        o.piece_count, o.shipment_number, o.carrier_code, o.tracking_number, o.tracking_state, o.shipped_at, l.lines
    FROM (
        SELECT {other} AS id, jsonb_agg(jsonb_build_object(
            'line_no', origin_line_no, 'sku', sku, 'title', title, 'quantity', quantity) ORDER BY origin_line_no) AS lines
        FROM order_line WHERE {own} = :id AND origin_order_id IS NOT NULL GROUP BY {other}
    ) l JOIN sales_order o ON o.id = l.id
    WHERE o.status NOT IN ('closed', 'cancelled') OR '{relation}' = 'origin'
    ORDER BY o.id LIMIT 200
"""
FIND_PARTS = text(RELATED.format(relation="part", other="order_id", own="origin_order_id"))
FIND_ORIGINS = text(RELATED.format(relation="origin", other="origin_order_id", own="order_id"))
FIND_PLAN = text(
    "SELECT verb, reason, asked_by, asked_at FROM order_plan WHERE order_ids @> ARRAY[CAST(:id AS uuid)] ORDER BY asked_at LIMIT 1"
)
FIND_OFFERS = text("SELECT offers FROM stock_offer WHERE order_id = :id AND attempt = :attempt")
FIND_OWN = text("""
    SELECT told_receiver_sealed IS NOT NULL AS receiver, told_lines IS NOT NULL AS items, told_paid IS NOT NULL AS price
    FROM own_change WHERE order_id = :id
""")
SELF_BOUGHT = frozenset({OrderKind.ORDER})


class Reason(BaseModel):
    """Why an order needs attention, in both languages."""

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
    gift: bool
    """Added by us by a gift rule."""
    added_by_us: bool
    """Its shop knows no such line and is not told that it is sent: a gift, or goods added to the order here."""


class MaskedReceiver(BaseModel):
    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str


class RelatedLine(BaseModel):
    """`line_no` is that of the order it was bought in."""

    line_no: int
    sku: str | None
    title: str
    quantity: int


class OfferedPieces(BaseModel):
    sku: str
    quantity: int


class OfferOut(BaseModel):
    """What a warehouse could have promised when the order was told to be short."""

    warehouse_code: str
    lines: list[OfferedPieces]


class RelatedOrder(BaseModel):
    """`relation`: part (it sends something of this order) or origin (this order sends something of it)."""

    id: OrderId
    number: str
    kind: str
    relation: Literal["part", "origin"]
    platform_order_no: str
    status: str
    pending: str | None
    reservation: str
    warehouse_code: str | None
    piece_count: int
    shipment_number: str | None
    carrier_code: str | None
    tracking_number: str | None
    tracking_state: str | None
    shipped_at: datetime | None
    lines: list[RelatedLine]


class WaitingPlan(BaseModel):
    """What is done with the order as soon as the warehouse has stopped it: split, merge, take_apart, readdress or change_items."""

    verb: str
    reason: str
    asked_by: str
    asked_at: datetime


class OrderOut(BaseModel):
    """`actions` are what the asker may do with the order as it stands: release, hold, cancel, split, take_apart, readdress, change_items,
    change_price, explain, settle_other_goods, reveal_receiver.
    """

    id: OrderId
    number: str
    kind: str
    shop_id: str
    shop_name: str | None
    platform_order_no: str
    platform_status: str
    state: str
    status: str
    pending: str | None
    holds: list[HoldReason]
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
    ship_by: datetime | None
    ship_policy_version: int | None
    """In force when it was paid: the deadline comes from it unless the shop told one."""
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
    related: list[RelatedOrder]
    plan: WaitingPlan | None
    offers: list[OfferOut]
    changed_by_us: list[str]
    """What of it we changed after its shop told it: receiver, items, price."""
    actions: list[str]
    waits_for: list[str]
    """Whose yes is missing: service, finance, platform, fake_orders. It goes on when nobody's is."""


async def find_order(reader: AsyncSession, *, order_id: UUID, actor: Actor) -> OrderOut:
    """Raises OrderNotFound."""
    row = (await reader.execute(FIND, {"id": order_id, "shops": shops_seen_by(actor)})).mappings().one_or_none()
    if row is None:
        raise OrderNotFound
    lines = (await reader.execute(FIND_LINES, {"id": order_id, "added": ADDED})).mappings().all()
    values = dict(row)
    currency: str = values["currency"]
    for name in ("goods", "discount", "freight", "paid"):
        values[name] = Money(amount=values[f"{name}_amount"], currency=currency)
    named = await find_named(reader, values["hold_reasons"]) if values["hold_reasons"] else Named(rules={})
    values["holds"] = [named.reason(code) for code in values["hold_reasons"]]
    values["waits_for"] = list(dict.fromkeys(hold.stage for hold in values["holds"]))
    values["attention"] = reasons_of(values["attention_reasons"])
    values["receiver"] = {field: values[f"receiver_{field}"] for field in MaskedReceiver.model_fields}
    values["policy_rule"] = "ORD-2"
    values["lines"] = [_line(dict(line), currency) for line in lines]
    values["actions"] = actions_of(values, actor)
    values.update(await _regrouping(reader, values))
    return OrderOut.model_validate(values)


async def _regrouping(reader: AsyncSession, order: dict[str, Any]) -> dict[str, Any]:
    """What hangs together with it, what waits for the warehouse, and what we changed: one question each, by keys."""
    asked = {"id": order["id"]}
    related = (await reader.execute(FIND_PARTS if order["kind"] in SELF_BOUGHT else FIND_ORIGINS, asked)).mappings().all()
    plan = (await reader.execute(FIND_PLAN, asked)).mappings().first() if order["pending"] == Pending.ADJUSTING else None
    short = order["reservation"] == Reservation.SHORT
    offers = (await reader.execute(FIND_OFFERS, asked | {"attempt": order["attempt"]})).scalar_one_or_none() if short else None
    own = (await reader.execute(FIND_OWN, asked)).mappings().first()
    changed = [] if own is None else [name for name in ("receiver", "items", "price") if own[name]]
    return {"related": [dict(row) for row in related], "plan": plan, "offers": offers or [], "changed_by_us": changed}


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
    waits_for = set(order["waits_for"])
    own = {stage for stage, permission in NEEDS.items() if actor.may(permission)}
    liftable = bool(waits_for & own) and not waits_for & {Stage.PLATFORM, Stage.FAKE_ORDERS}
    adjustable = is_open and order["status"] != OrderStatus.PACKED
    bought = order["kind"] not in REGROUPS
    possible = {
        "cancel": (
            bought and (order["status"] in REGROUPED or (order["status"] in OPEN and order["pending"] != Pending.CANCELLING)),
            Permission.CANCEL,
        ),
        "split": (adjustable and order["kind"] != OrderKind.REPLACEMENT and order["piece_count"] > 1, Permission.REGROUP),
        "take_apart": (order["status"] in REGROUPED or (adjustable and not bought), Permission.REGROUP),
        "readdress": (adjustable and bought, Permission.REWRITE),
        "change_items": (adjustable and bought, Permission.REWRITE),
        "change_price": (is_open and order["kind"] == OrderKind.ORDER, Permission.CHANGE_PRICES),
        "explain": (order["status"] in BEFORE_ALLOCATION and bool(order["attention_reasons"]), Permission.RESOLVE_ATTENTION),
        "settle_other_goods": (Attention.OTHER_GOODS_LEFT in order["attention_reasons"], Permission.RESOLVE_ATTENTION),
        "reveal_receiver": (True, Permission.REVEAL_RECEIVER),
    }
    released = ["release"] if is_open and liftable else []
    held = ["hold"] if is_open and own else []
    return [*released, *held, *(action for action, (now, permission) in possible.items() if now and actor.may(permission))]
