"""A SKU is added, and everybody who keeps SKUs is told."""

from catalog.domain.ids import shown_sku
from catalog.domain.sku import Sku, check_barcode, check_number
from catalog.store import products, skus
from chassis.uow import UnitOfWork
from contracts.catalog import SkusChanged


async def add_sku(uow: UnitOfWork, *, sku: Sku) -> None:
    """Raises ProductNotFound, ProductInactive, SkuNumberTaken, SkuNumberWrong, BarcodeTaken, BarcodeWrong."""
    check_number(sku.sku)
    check_barcode(sku.barcode)
    (await products.lock_product(uow, sku.product_id)).must_take_skus()
    await skus.add_sku(uow, sku)
    uow.publish(SkusChanged(skus=[sku.facts()], changed_at=uow.now))
    uow.audit("sku.added", noun="sku", noun_id=shown_sku(sku.id), after=sku.facts().model_dump(mode="json"))
    uow.changed("sku", shown_sku(sku.id))
