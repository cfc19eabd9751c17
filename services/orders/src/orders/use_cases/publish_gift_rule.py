"""A gift rule, or its next version, from a date on; or its end (rules ORD-2, SYS-6)."""

from datetime import datetime

from chassis.ids import new_id, show_id
from chassis.refusals import FieldError
from chassis.uow import UnitOfWork
from orders.domain.gift_rule import (
    GiftEndsBeforeItStarts,
    GiftParameters,
    GiftRuleInThePast,
    GiftRuleNotFound,
    GiftRuleOfOtherShops,
    GiftRuleVersion,
)
from orders.domain.sku import SkuUnknown
from orders.store.gift_rules import add_version, versions_of
from orders.store.knowledge import knowledge_changed
from orders.store.shops import known_skus


async def publish_gift_rule(
    uow: UnitOfWork, *, code: str, parameters: GiftParameters, effective_from: datetime | None, stopped: bool, note: str
) -> GiftRuleVersion:
    """`effective_from` None means now. Raises GiftRuleInThePast, GiftEndsBeforeItStarts, GiftRuleOfOtherShops, GiftRuleNotFound, SkuUnknown."""
    start = effective_from or uow.now
    if start < uow.now:
        raise GiftRuleInThePast
    if parameters.ends_at is not None and parameters.ends_at <= start:
        error = FieldError(pointer="/parameters/ends_at", code="too_early", zh="须晚于生效时间", en="has to be after it takes effect")
        raise GiftEndsBeforeItStarts(errors=[error])
    earlier = await versions_of(uow, code=code)
    for shops in (parameters.shops, *(version.parameters["shops"] for version in earlier)):
        _refuse_other_shops(uow, shops)
    if stopped and not earlier:
        raise GiftRuleNotFound
    await _refuse_unknown_skus(uow, parameters)
    row = GiftRuleVersion(
        id=new_id(),
        code=code,
        version=earlier[0].version + 1 if earlier else 1,
        effective_from=start,
        stopped=stopped,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    await add_version(uow, row)
    await knowledge_changed(uow)
    after: dict[str, object] = {"code": code, "version": row.version, "stopped": stopped, "parameters": row.parameters}
    uow.audit("gift_rule.published", noun="gift_rule", noun_id=show_id("gft", row.id), after=after, reason=note or None)
    uow.changed("gift_rule", code)
    return row


def _refuse_other_shops(uow: UnitOfWork, shops: list[str]) -> None:
    if uow.actor.shops is not None and (not shops or not set(shops) <= set(uow.actor.shops)):
        raise GiftRuleOfOtherShops


async def _refuse_unknown_skus(uow: UnitOfWork, parameters: GiftParameters) -> None:
    asked = [("/parameters/gift_sku", parameters.gift_sku)]
    asked += [(f"/parameters/buy_skus/{place}", sku) for place, sku in enumerate(parameters.buy_skus)]
    known = await known_skus(uow, [sku for _, sku in asked])
    errors = [
        FieldError(pointer=pointer, code="sku_unknown", zh="系统中没有该商品", en="there is no such SKU")
        for pointer, sku in asked
        if sku not in known
    ]
    if errors:
        raise SkuUnknown(sku=", ".join(sku for _, sku in asked if sku not in known), errors=errors)
