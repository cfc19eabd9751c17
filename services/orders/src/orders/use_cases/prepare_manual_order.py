"""An order that somebody types in or copies is looked at before it is placed: all that is wrong with it is told at once (rule ORD-1)."""

from chassis.ids import new_id
from chassis.refusals import FieldError
from chassis.sealing import SealBroken
from chassis.uow import UnitOfWork
from orders.domain.draft import Draft
from orders.domain.manual_order import LooksLikeDuplicate, ManualOrder, NoReceiver, OrderNumberTaken, ShopUnknown, draft_of
from orders.domain.receiver import FIELDS, Receiver, ReceiverUnreadable
from orders.domain.shop import ShopNotYours
from orders.domain.sku import SkuUnknown
from orders.store.knowledge import load_knowledge
from orders.store.manual_orders import number_of_taken, numbers_alike
from orders.store.orders import lock_order
from orders.store.shops import known_skus


async def prepare_manual_order(uow: UnitOfWork, *, order: ManualOrder) -> Draft:
    """Raises ShopNotYours, ShopUnknown, SkuUnknown, NoReceiver, OrderNotFound, ReceiverUnreadable, OrderNumberTaken, LooksLikeDuplicate,
    DiscountTooLarge.
    """
    if not uow.actor.sees_shop(order.shop_id):
        raise ShopNotYours(shop_id=order.shop_id)
    await _check(uow, order)
    receiver, buyer_id = await _receiver(uow, order)
    number = order.platform_order_no or f"{order.source.upper()}-{new_id().hex[-12:].upper()}"
    taken = await number_of_taken(uow, shop_id=order.shop_id, platform_order_no=number)
    if taken is not None:
        raise OrderNumberTaken(platform_order_no=number, number=taken)
    if not order.even_if_duplicate:
        alike = await numbers_alike(uow, shop_id=order.shop_id, receiver=receiver, skus=[line.sku for line in order.lines])
        if alike:
            raise LooksLikeDuplicate(numbers=", ".join(alike))
    return draft_of(order, number=number, receiver=receiver, buyer_id=buyer_id, now=uow.now)


async def _check(uow: UnitOfWork, order: ManualOrder) -> None:
    shop = (await load_knowledge(uow)).shops.get(order.shop_id)
    known = await known_skus(uow, [line.sku for line in order.lines])
    unknown = [(place, line.sku) for place, line in enumerate(order.lines) if line.sku not in known]
    errors = [
        FieldError(pointer=f"/lines/{place}/sku", code="sku_unknown", zh="系统中没有该商品", en="there is no such SKU")
        for place, _ in unknown
    ]
    if shop is None or not shop.active:
        field = FieldError(pointer="/shop_id", code="shop_unknown", zh="店铺未登记或已停用", en="is not registered, or not active")
        raise ShopUnknown(shop_id=order.shop_id, errors=[field, *errors])
    if errors:
        raise SkuUnknown(sku=", ".join(sku for _, sku in unknown), errors=errors)


async def _receiver(uow: UnitOfWork, order: ManualOrder) -> tuple[Receiver, str]:
    """The receiver and the buyer: as typed in, else those of the order that is copied."""
    if order.copied_from is None:
        if order.receiver is None:
            raise NoReceiver
        return order.receiver, order.buyer_id
    source = await lock_order(uow, order_id=order.copied_from, actor=uow.actor)
    # Who buys is one buyer in one shop only.
    buyer_id = order.buyer_id or (source.buyer_id if source.shop_id == order.shop_id else "")
    if order.receiver is not None:
        return order.receiver, buyer_id
    try:
        opened = uow.sealer.open(source.receiver_sealed)
    except SealBroken as error:
        raise ReceiverUnreadable(number=source.number) from error
    return {field: opened.get(field, "") for field in FIELDS}, buyer_id
