"""A parcel left with none of the goods that its order asks for: its shop is told nothing, so a person has to look (rule ORD-4)."""

from collections.abc import Iterable

from chassis.refusals import Conflict
from contracts.warehouse import StockLine
from orders.domain.effects import Effects
from orders.domain.order import Order
from orders.domain.reasons import Attention
from orders.domain.timeline import Happened


class NoOtherGoodsLeft(Conflict):
    code = "no_other_goods_left"
    rule = "ORD-4"
    zh = "订单 {number} 没有需要处理的错发包裹。"
    en = "Order {number} has no parcel of other goods to be seen to."


def note_other_goods(order: Order, pieces: Iterable[StockLine], *, effects: Effects) -> None:
    """`pieces` are what left. Nothing is wrong where only what we added was to be sent, and it was."""
    wanted = [line for line in order.lines if line.to_send]
    packed = {line.sku for line in pieces}
    if wanted and all(line.added_by_us for line in wanted) and any(line.sku in packed for line in wanted):
        return
    order.attention_reasons = [Attention.OTHER_GOODS_LEFT]
    effects.happened(order, Happened.NEEDS_ATTENTION, reasons=order.attention_reasons, skus=sorted(packed))


def settle_other_goods(order: Order, *, note: str, effects: Effects) -> None:
    """A person has seen to it. Raises NoOtherGoodsLeft."""
    if Attention.OTHER_GOODS_LEFT not in order.attention_reasons:
        raise NoOtherGoodsLeft(number=order.number)
    order.attention_reasons = []
    effects.happened(order, Happened.EXPLAINED, cleared=[Attention.OTHER_GOODS_LEFT], left=[], note=note)
