"""What we still do not understand of an order, given what is known now."""

from orders.domain.knowledge import Knowledge
from orders.domain.order import Order
from orders.domain.reasons import Attention


def skus_now(order: Order, known: Knowledge) -> list[str | None]:
    """What was said about a line stands; what was unknown may be known by now."""
    return [line.sku if line.sku is not None else known.sku_of(order.shop_id, line.merchant_code) for line in order.lines]


def doubts_of(order: Order, *, skus: list[str | None], known: Knowledge) -> list[str]:
    doubts: list[str] = []
    shop = known.shops.get(order.shop_id)
    if shop is None:
        doubts.append(Attention.UNKNOWN_SHOP)
    elif not shop.active:
        doubts.append(Attention.INACTIVE_SHOP)
    if None in skus or not skus:
        doubts.append(Attention.UNKNOWN_SKU)
    # A unit that a person has confirmed is written down as pieces, so it is no doubt any more.
    if any(
        line.quantity < 1 or (sku is not None and not known.unit_fits(sku, line.unit)) for line, sku in zip(order.lines, skus, strict=True)
    ):
        doubts.append(Attention.UNKNOWN_UNIT)
    return doubts
