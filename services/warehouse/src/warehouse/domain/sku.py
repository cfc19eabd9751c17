"""The warehouse's copy of what catalog says of a SKU: names for lists, the barcode for the scanner."""

from sqlalchemy import BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.domain.model import Model


class Sku(Model):
    """`version` is catalog's: an older one never overwrites a newer."""

    __tablename__ = "sku"
    __table_args__ = (
        Index("ix_sku_barcode", "barcode"),
        Index("ix_sku_sku_pattern", "sku", postgresql_ops={"sku": "text_pattern_ops"}),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    barcode: Mapped[str | None]
    weight_g: Mapped[int]
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    unit: Mapped[str]
    active: Mapped[bool]
    version: Mapped[int] = mapped_column(BigInteger)
