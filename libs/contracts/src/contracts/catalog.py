"""What catalog tells the others."""

from datetime import datetime
from typing import ClassVar

from contracts.message import Message, Part


class SkuFacts(Part):
    """What others keep of a SKU. `version` grows with each change: an older one never overwrites a newer."""

    sku: str
    name_zh: str
    name_en: str
    barcode: str | None
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    unit: str
    active: bool
    version: int


class SkusChanged(Message):
    """SKUs were made or changed: up to 500 in one message."""

    subject: ClassVar[str] = "catalog.skus.changed.v1"
    envelope_of: ClassVar[str] = "skus"
    skus: list[SkuFacts]
    changed_at: datetime
