"""SKUs: what is bought, stored and sold. Everywhere in the company a SKU is known by its number (docs/adr/0004)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from catalog.domain.barcode import is_right
from catalog.domain.model import Model
from catalog.domain.number import NUMBER
from chassis.refusals import Conflict, FieldError, Invalid, NotFound
from contracts.catalog import SkuFacts

MOST_GRAMS = 2_000_000
MOST_MILLIMETRES = 20_000
PIECES = "pcs"


class SkuNotFound(NotFound):
    code = "sku_not_found"
    zh = "找不到该 SKU。"
    en = "There is no such SKU."


class SkuNumberTaken(Conflict):
    code = "sku_number_taken"
    zh = "SKU 编号 {sku} 已存在。"
    en = "There is a SKU {sku} already."


class BarcodeTaken(Conflict):
    code = "barcode_taken"
    zh = "条码 {barcode} 已属于 SKU {sku}。"
    en = "The barcode {barcode} belongs to SKU {sku}."


class BarcodeWrong(Invalid):
    code = "barcode_wrong"
    zh = "条码 {barcode} 的校验位不正确，请核对。"
    en = "The check digit of barcode {barcode} is not right; please compare it with the goods."


class SkuNumberWrong(Invalid):
    code = "sku_number_wrong"
    zh = "SKU 编号应为 1–64 个字符，首尾不能是空格。"
    en = "A SKU number has 1 to 64 characters and neither begins nor ends with a space."


class TooManyToExport(Invalid):
    code = "too_many_to_export"
    rule = "SYS-3"
    zh = "超过 {most} 个 SKU，请先筛选再导出。"
    en = "There are more than {most} SKUs; please narrow the list before you export it."


class Sku(Model):
    """Weights in grams, sizes in millimetres; 0 means not measured yet. `version` grows with each change."""

    __tablename__ = "sku"
    # Checked at the end of a statement, so that a file may move a barcode from one SKU to another.
    __table_args__ = (UniqueConstraint("barcode", deferrable=True, initially="IMMEDIATE"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(Text, unique=True)
    product_id: Mapped[UUID] = mapped_column(ForeignKey("product.id"), index=True)
    barcode: Mapped[str | None] = mapped_column(Text)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    spec: Mapped[str] = mapped_column(Text)
    weight_g: Mapped[int]
    length_mm: Mapped[int]
    width_mm: Mapped[int]
    height_mm: Mapped[int]
    unit: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    updated_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def change(self, changes: dict[str, object], *, now: datetime) -> dict[str, object]:
        """Sets what differs; returns the fields as they were. Raises BarcodeWrong."""
        check_barcode(changes.get("barcode"))
        before = {name: getattr(self, name) for name, value in changes.items() if getattr(self, name) != value}
        for name in before:
            setattr(self, name, changes[name])
        if before:
            self.version += 1
            self.updated_at = now
        return before

    def facts(self) -> SkuFacts:
        names = SkuFacts.model_fields
        return SkuFacts.model_validate({name: getattr(self, name) for name in names})


def check_number(sku: str) -> None:
    """Raises SkuNumberWrong."""
    if NUMBER.fullmatch(sku) is None:
        raise SkuNumberWrong(errors=[FieldError(pointer="/sku", code="sku_number_wrong", zh=SkuNumberWrong.zh, en=SkuNumberWrong.en)])


def check_barcode(barcode: object) -> None:
    """Raises BarcodeWrong."""
    if isinstance(barcode, str) and not is_right(barcode):
        error = FieldError(pointer="/barcode", code="barcode_wrong", zh="校验位不正确", en="the check digit is not right")
        raise BarcodeWrong(barcode=barcode, errors=[error])
