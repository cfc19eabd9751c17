"""What is kept of each order to find fake ones: keyed digests only, never a payer, device or address in clear (rules ORD-5, ORD-6)."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.integrity.signals import SignalName
from orders.domain.model import Model
from orders.domain.receiver import OPEN_ID, Receiver, is_masked

ADDRESS_FIELDS = ("country", "province", "city", "district", "town", "street")
SHARED_BY = {"payer": SignalName.SHARED_PAYER, "device": SignalName.SHARED_DEVICE, "address": SignalName.SHARED_ADDRESS}
"""The columns of a mark that tie orders together, and the signal of each."""


PRAISED_BY = {"praise": SignalName.SAME_PRAISE}
"""Alike too, but not what ties a ring: buyers who do not know each other write the same few words."""


class OrderMark(Model):
    """`payer`, `device`, `address`, `praise` and `buyer` are 64 bits of keyed digests; null where nobody told, or told masked."""

    __tablename__ = "integrity_mark"
    __table_args__ = (
        Index("ix_integrity_mark_payer", "payer", "placed_at", postgresql_where=literal_column("payer IS NOT NULL")),
        Index("ix_integrity_mark_device", "device", "placed_at", postgresql_where=literal_column("device IS NOT NULL")),
        Index("ix_integrity_mark_address", "address", "placed_at", postgresql_where=literal_column("address IS NOT NULL")),
        Index("ix_integrity_mark_praise", "praise", "placed_at", postgresql_where=literal_column("praise IS NOT NULL")),
        Index("ix_integrity_mark_buyer", "shop_id", "buyer", postgresql_where=literal_column("buyer IS NOT NULL")),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    shop_id: Mapped[str]
    placed_at: Mapped[datetime]
    buyer: Mapped[int | None] = mapped_column(BigInteger)
    payer: Mapped[int | None] = mapped_column(BigInteger)
    device: Mapped[int | None] = mapped_column(BigInteger)
    address: Mapped[int | None] = mapped_column(BigInteger)
    praise: Mapped[int | None] = mapped_column(BigInteger)
    parcel_g: Mapped[int | None]
    goods_g: Mapped[int | None]
    praised_after_s: Mapped[int | None]
    browsed_s: Mapped[int | None]


class ShopMinute(Model):
    """How many orders a shop got in a minute, and how many of them from buyers it had never seen."""

    __tablename__ = "integrity_minute"

    shop_id: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    orders: Mapped[int]
    new_buyers: Mapped[int]


class SkuMinute(Model):
    """The same for one SKU in a shop: an order with three SKUs counts for each."""

    __tablename__ = "integrity_sku_minute"

    shop_id: Mapped[str] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[datetime] = mapped_column(primary_key=True)
    orders: Mapped[int]
    new_buyers: Mapped[int]


class GoodsWeight(Model):
    """What a piece of a SKU weighs, as the catalog says."""

    __tablename__ = "integrity_weight"

    sku: Mapped[str] = mapped_column(primary_key=True)
    weight_g: Mapped[int]
    version: Mapped[int]


def address_text(receiver: Receiver) -> str | None:
    """What is digested: the platform's own key of the address, else its words without spaces. None for one that is masked or has no street."""
    if receiver.get(OPEN_ID):
        return f"open_id:{receiver[OPEN_ID]}"
    words = ["".join(receiver.get(field, "").split()).lower() for field in ADDRESS_FIELDS]
    if not words[-1] or is_masked("".join(words)):
        return None
    return "|".join(words)


def payer_words(payer: str) -> str:
    """What is digested of a payer. Whoever tells a digest instead of the payer (contracts) digests the same words."""
    return f"payer:{payer.strip()}"


def device_words(device: str) -> str:
    return f"device:{device.strip()}"
