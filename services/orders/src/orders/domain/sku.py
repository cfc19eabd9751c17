"""What orders keep of a SKU, and what people have said about merchant codes that are none of ours."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Invalid, NotFound
from orders.domain.model import Model


class SkuUnknown(Invalid):
    code = "sku_unknown"
    rule = "ORD-1"
    zh = "系统中没有商品 {sku}。"
    en = "There is no SKU {sku}."


class LineNotFound(Invalid):
    code = "line_not_found"
    rule = "ORD-1"
    zh = "订单中没有第 {line_no} 行。"
    en = "The order has no line {line_no}."


class MappingNotFound(NotFound):
    code = "sku_mapping_not_found"


class Sku(Model):
    __tablename__ = "sku"

    sku: Mapped[str] = mapped_column(primary_key=True)
    name_zh: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    active: Mapped[bool]
    version: Mapped[int]
    updated_at: Mapped[datetime]


class SkuMapping(Model):
    """In this shop, this merchant code means that SKU: remembered for all orders to come."""

    __tablename__ = "sku_mapping"
    __table_args__ = (UniqueConstraint("shop_id", "merchant_code"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    merchant_code: Mapped[str]
    sku: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
