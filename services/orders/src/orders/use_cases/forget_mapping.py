"""A remembered mapping is taken back: orders to come are matched without it; those that have come stay as they are."""

from uuid import UUID

from chassis.ids import show_id
from chassis.uow import UnitOfWork
from orders.store.knowledge import knowledge_changed
from orders.store.shops import lock_mapping


async def forget_mapping(uow: UnitOfWork, *, mapping_id: UUID) -> None:
    """Raises MappingNotFound."""
    mapping = await lock_mapping(uow, mapping_id)
    before: dict[str, object] = {"shop_id": mapping.shop_id, "merchant_code": mapping.merchant_code, "sku": mapping.sku}
    await uow.session.delete(mapping)
    await knowledge_changed(uow)
    uow.audit("sku_mapping.forgotten", noun="sku_mapping", noun_id=show_id("map", mapping_id), before=before)
    uow.changed("sku_mapping", show_id("map", mapping_id))
