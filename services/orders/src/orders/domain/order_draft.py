"""An order as it stands, in the form in which review asks about it (rule ORD-2)."""

from collections.abc import Sequence

from orders.domain.draft import Draft, DraftLine
from orders.domain.line import OrderLine
from orders.domain.order import Order
from orders.domain.receiver import Receiver


def draft_of_order(order: Order, *, lines: Sequence[OrderLine], receiver: Receiver) -> Draft:
    told = [
        DraftLine(
            platform_line_no=line.platform_line_no, merchant_code=line.merchant_code, platform_sku=line.platform_sku, title=line.title,
            quantity=line.quantity, unit=line.unit, unit_price=str(line.unit_price), paid_amount=None, refund=line.refund,
        )
        for line in lines
    ]  # fmt: skip
    return Draft(
        shop_id=order.shop_id, platform_order_no=order.platform_order_no, platform_status=order.platform_status, state=order.state,
        placed_at=order.placed_at, paid_at=order.paid_at, modified_at=order.modified_at, currency=order.currency,
        goods_amount=str(order.goods_amount), discount_amount=str(order.discount_amount), freight_amount=str(order.freight_amount),
        paid_amount=str(order.paid_amount), buyer_id=order.buyer_id, receiver_sealed=None, receiver=receiver,
        buyer_remark=order.buyer_remark, seller_remark=order.seller_remark, refund=order.refund, lines=told,
    )  # fmt: skip
