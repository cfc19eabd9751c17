"""Products: what SKUs are variants of."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Text
from sqlalchemy.orm import Mapped, mapped_column

from catalog.domain.model import Model
from chassis.refusals import Conflict, NotFound


class ProductNotFound(NotFound):
    code = "product_not_found"
    zh = "找不到该商品。"
    en = "There is no such product."


class ProductNumberTaken(Conflict):
    code = "product_number_taken"
    zh = "商品编号 {number} 已存在。"
    en = "There is a product {number} already."


class Product(Model):
    """`number` is what people know it by; it never changes."""

    __tablename__ = "product"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(Text, unique=True)
    name_zh: Mapped[str] = mapped_column(Text)
    name_en: Mapped[str] = mapped_column(Text)
    brand: Mapped[str] = mapped_column(Text)
    category: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    version: Mapped[int]

    def change(self, changes: dict[str, str]) -> dict[str, object]:
        """Sets what differs; returns the fields as they were."""
        before: dict[str, object] = {name: getattr(self, name) for name, value in changes.items() if getattr(self, name) != value}
        for name in before:
            setattr(self, name, changes[name])
        self.version += 1 if before else 0
        return before
