"""Rules that ask for goods are asked again when goods become known that were not when the order came in (rule ORD-2)."""

from orders.domain.draft import Draft, DraftLine
from orders.domain.knowledge import Knowledge
from orders.domain.order import Order
from orders.domain.rule_checks import Asked, Fact, ask_rules


def holds_of_goods(order: Order, *, skus: list[str | None], known: Knowledge) -> list[str]:
    """What holds it besides what does already, by the version it was reviewed by; not what a person has said yes to."""
    if skus == [line.sku for line in order.lines]:
        return []
    policy = next((one for one in known.policies if one.version == order.policy_version), known.policies[0])
    shop = known.shops.get(order.shop_id)
    found = ask_rules(policy.rules, Asked(draft=_draft_of(order), skus=skus, platform="" if shop is None else shop.platform))
    settled = {*order.hold_reasons, *order.released_reasons}
    return [code for code in found.holds if Fact.GOODS in policy.rules.looks_at[code] and code not in settled]


def _draft_of(order: Order) -> Draft:
    """As far as rules ask: of the receiver, the region only."""
    lines = [
        DraftLine(
            platform_line_no=line.platform_line_no, merchant_code=line.merchant_code, platform_sku=line.platform_sku, title=line.title,
            quantity=line.quantity, unit=line.unit, unit_price=str(line.unit_price), paid_amount=None, refund=line.refund,
        )
        for line in order.lines
    ]  # fmt: skip
    return Draft(
        shop_id=order.shop_id, platform_order_no=order.platform_order_no, platform_status=order.platform_status, state=order.state,
        placed_at=order.placed_at, paid_at=order.paid_at, modified_at=order.modified_at, currency=order.currency,
        goods_amount=str(order.goods_amount), discount_amount=str(order.discount_amount), freight_amount=str(order.freight_amount),
        paid_amount=str(order.paid_amount), buyer_id=order.buyer_id, receiver_sealed=None, buyer_remark=order.buyer_remark,
        receiver={"country": order.receiver_country, "province": order.receiver_province, "city": order.receiver_city},
        seller_remark=order.seller_remark, refund=order.refund, lines=lines,
    )  # fmt: skip
