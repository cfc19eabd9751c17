"""The ids of this service, as they travel."""

from typing import Annotated
from uuid import UUID

from chassis.ids import prefixed, show_id

ProductId = Annotated[UUID, *prefixed("prd")]
SkuId = Annotated[UUID, *prefixed("sku")]


def shown_product(product_id: UUID) -> str:
    return show_id("prd", product_id)


def shown_sku(sku_id: UUID) -> str:
    return show_id("sku", sku_id)
