"""A person explains what we did not understand of an order: which SKU a line means, and that odd units are pieces (rule ORD-1)."""

from collections.abc import Mapping
from uuid import UUID

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.doubts import doubts_of, skus_now
from orders.domain.effects import Effects
from orders.domain.explained_goods import holds_of_goods
from orders.domain.order import NothingToExplain, Order, OrderNotOpen
from orders.domain.sku import LineNotFound, SkuUnknown
from orders.domain.status import BEFORE_ALLOCATION
from orders.store.effects import carry_out
from orders.store.knowledge import knowledge_changed, load_knowledge
from orders.store.orders import lock_order
from orders.store.shops import known_skus, remember_mapping


async def resolve_attention(uow: UnitOfWork, *, order_id: UUID, skus: Mapping[int, str], units_are_pieces: bool, remember: bool) -> Order:
    """`skus` by line number. `remember`: from now on the shop's merchant code means this SKU.

    Raises OrderNotFound, OrderNotOpen, NothingToExplain, LineNotFound, SkuUnknown.
    """
    order = await lock_order(uow, order_id=order_id, actor=uow.actor)
    if order.status not in BEFORE_ALLOCATION:
        raise OrderNotOpen(number=order.number, status=order.status)
    if not order.attention_reasons:
        raise NothingToExplain(number=order.number)
    await _check(uow, order, skus)
    before: dict[str, object] = {"attention_reasons": list(order.attention_reasons), "skus": [line.sku for line in order.lines]}
    for line in order.lines:
        if units_are_pieces:
            line.confirm_unit()
        if remember and line.line_no in skus and line.merchant_code:
            await remember_mapping(
                uow, mapping_id=new_id(), shop_id=order.shop_id, merchant_code=line.merchant_code, sku=skus[line.line_no]
            )
    if remember and skus:
        await knowledge_changed(uow)
    known = await load_knowledge(uow)
    effects = Effects()
    now_known = [skus.get(line.line_no, sku) for line, sku in zip(order.lines, skus_now(order, known), strict=True)]
    holds = holds_of_goods(order, skus=now_known, known=known)
    order.explain(attention=doubts_of(order, skus=now_known, known=known), skus=now_known, holds=holds, effects=effects)
    effects.touched[order.number] = order
    after: dict[str, object] = {"attention_reasons": list(order.attention_reasons), "skus": now_known, "remembered": remember}
    uow.audit("order.explained", noun="order", noun_id=show_id("ord", order.id), before=before, after=after)
    await carry_out(uow, effects)
    return order


async def _check(uow: UnitOfWork, order: Order, skus: Mapping[int, str]) -> None:
    lines = {line.line_no for line in order.lines}
    for line_no in skus:
        if line_no not in lines:
            raise LineNotFound(line_no=line_no)
    known = await known_skus(uow, list(skus.values()))
    for place, sku in enumerate(skus.values()):
        if sku not in known:
            error = FieldError(pointer=f"/lines/{place}/sku", code="sku_unknown", zh="系统中没有该商品", en="there is no such SKU")
            raise SkuUnknown(sku=sku, errors=[error])
