"""The order that sends goods for a case: an exchange's or a resend's, free of charge (docs/adr/0018)."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from orders.domain.aftersales.case import Case
from orders.domain.effects import Effects
from orders.domain.line import OrderLine
from orders.domain.order import Order
from orders.domain.status import DraftState, OrderKind, OrderStatus, Refund, Reservation
from orders.domain.timeline import Happened

NOTHING = Decimal(0)


def replacement_for(case: Case, origin: Order, *, named: tuple[UUID, str], now: datetime, by: str, effects: Effects) -> Order:
    """Costs the buyer nothing, goes to where the origin went, and walks the usual way."""
    order_id, number = named
    order = Order(
        id=order_id, number=number, kind=OrderKind.REPLACEMENT, left_out=origin.left_out, shop_id=origin.shop_id,
        # No shop knows it by this: the number makes it its own, and the beginning finds it.
        platform_order_no=f"{origin.platform_order_no}/{number}", platform_status=origin.platform_status, state=DraftState.READY,
        status=OrderStatus.PLACED, hold_reasons=[], hold_note=None, released_reasons=[], attention_reasons=[], reservation=Reservation.NONE,
        attempt=0, short_skus=[], refund=Refund.NONE, currency=origin.currency, goods_amount=NOTHING, discount_amount=NOTHING,
        freight_amount=NOTHING, paid_amount=NOTHING, line_count=len(case.lines), piece_count=sum(line.quantity for line in case.lines),
        placed_at=now, received_at=now, paid_at=now, ship_by=None, modified_at=now, content_digest="", version=0,
        buyer_id=origin.buyer_id, receiver_sealed=origin.receiver_sealed, receiver_name=origin.receiver_name,
        receiver_phone=origin.receiver_phone, receiver_country=origin.receiver_country, receiver_province=origin.receiver_province,
        receiver_city=origin.receiver_city, receiver_district=origin.receiver_district, phone_digest=origin.phone_digest,
        phone_tail_digest=origin.phone_tail_digest, buyer_remark="", seller_remark="", source="aftersales",
        policy_version=origin.policy_version, updated_at=now, lines=[],
    )  # fmt: skip
    for line_no, line in enumerate(case.lines, start=1):
        order.lines.append(
            OrderLine(
                order_id=order_id, line_no=line_no, platform_line_no=line.platform_line_no, merchant_code=line.send_sku or "",
                sku=line.send_sku, platform_sku="", title=line.title, quantity=line.quantity, unit=None, confirmed_unit=None,
                unit_price=NOTHING, paid_amount=NOTHING, refund=Refund.NONE, origin_order_id=origin.id, origin_line_no=line.line_no,
                gift_rule_id=None,
            )
        )  # fmt: skip
    effects.happened(order, Happened.REGROUPED_FROM, orders=[origin.number], case=case.number, by=by)
    order.go_on(effects)
    return order
