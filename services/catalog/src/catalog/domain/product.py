"""Products: what SKUs are variants of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.domain.model import Model
from catalog.domain.number import NUMBER
from chassis.refusals import Conflict, FieldError, Invalid, NotFound


class ProductNotFound(NotFound):
    code = "product_not_found"
    zh = "找不到该商品。"
    en = "There is no such product."


class ProductNumberTaken(Conflict):
    code = "product_number_taken"
    zh = "商品编号 {number} 已存在。"
    en = "There is a product {number} already."


class ProductNumberWrong(Invalid):
    code = "product_number_wrong"
    zh = "商品编号应为 1–64 个字符，首尾不能是空格。"
    en = "A product number has 1 to 64 characters and neither begins nor ends with a space."


class ProductInactive(Conflict):
    code = "product_inactive"
    zh = "商品 {number} 已停用，不能再添加 SKU。"
    en = "The product {number} is not active any more; no SKU can be added to it."


class Product(Model):
    """`number` is what people know it by; it never changes. An inactive one takes no new SKUs; those it has stay as they are."""

    __tablename__ = "product"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    brand: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    active: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def must_take_skus(self) -> None:
        """Raises ProductInactive."""
        if not self.active:
            raise ProductInactive(number=self.number)

    def change(self, changes: dict[str, object]) -> dict[str, object]:
        """Sets what differs; returns the fields as they were."""
        before: dict[str, object] = {name: getattr(self, name) for name, value in changes.items() if getattr(self, name) != value}
        for name in before:
            setattr(self, name, changes[name])
        self.version += 1 if before else 0
        return before


def check_product_number(number: str) -> None:
    """Raises ProductNumberWrong."""
    if NUMBER.fullmatch(number) is None:
        error = FieldError(pointer="/number", code=ProductNumberWrong.code, zh=ProductNumberWrong.zh, en=ProductNumberWrong.en)
        raise ProductNumberWrong(errors=[error])
