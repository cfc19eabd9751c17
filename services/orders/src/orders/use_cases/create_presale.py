"""A SKU goes on pre-sale in a shop (rule ORD-2)."""

from chassis.ids import show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.presale import PRESALE, Presale, PresaleOverlaps, PresaleTermsWrong, wrong_terms
from orders.domain.shop import ShopNotYours
from orders.domain.sku import SkuUnknown
from orders.store.knowledge import knowledge_changed
from orders.store.presales import overlapping
from orders.store.shops import known_skus


async def create_presale(uow: UnitOfWork, *, presale: Presale) -> Presale:
    """Orders placed before count as pre-orders only when they come anew. Raises ShopNotYours, SkuUnknown, PresaleTermsWrong, PresaleOverlaps."""
    if not uow.actor.sees_shop(presale.shop_id):
        raise ShopNotYours(shop_id=presale.shop_id)
    if presale.sku not in await known_skus(uow, [presale.sku]):
        error = FieldError(pointer="/sku", code="sku_unknown", zh="系统中没有该商品", en="there is no such SKU")
        raise SkuUnknown(sku=presale.sku, errors=[error])
    wrong = wrong_terms(presale)
    if wrong:
        raise PresaleTermsWrong(errors=wrong)
    other = await overlapping(uow, presale)
    if other is not None:
        raise PresaleOverlaps(sku=presale.sku, name=other.name)
    presale.created_at, presale.created_by, presale.version = uow.now, uow.actor.name, 1
    uow.session.add(presale)
    await knowledge_changed(uow)
    after: dict[str, object] = {
        "shop_id": presale.shop_id,
        "sku": presale.sku,
        "deposit": str(presale.deposit),
        "kind": presale.deposit_kind,
    }
    uow.audit("presale.created", noun="presale", noun_id=show_id(PRESALE, presale.id), after=after)
    uow.changed("presale", show_id(PRESALE, presale.id))
    return presale
