"""Rules that ask for goods are asked again when goods become known that were not when the order came in (rule ORD-2)."""

from orders.domain.knowledge import Knowledge
from orders.domain.order import Order
from orders.domain.order_draft import draft_of_order
from orders.domain.rule_checks import Asked, Fact, ask_rules


def holds_of_goods(order: Order, *, skus: list[str | None], known: Knowledge) -> list[str]:
    """What holds it besides what does already, by the version it was reviewed by; not what a person has said yes to."""
    if skus == [line.sku for line in order.lines]:
        return []
    policy = next((one for one in known.policies if one.version == order.policy_version), known.policies[0])
    shop = known.shops.get(order.shop_id)
    # Of the receiver rules ask the region only.
    region = {"country": order.receiver_country, "province": order.receiver_province, "city": order.receiver_city}
    draft = draft_of_order(order, lines=order.lines, receiver=region)
    found = ask_rules(policy.rules, Asked(draft=draft, skus=skus, platform="" if shop is None else shop.platform))
    settled = {*order.hold_reasons, *order.released_reasons}
    return [code for code in found.holds if Fact.GOODS in policy.rules.looks_at[code] and code not in settled]
