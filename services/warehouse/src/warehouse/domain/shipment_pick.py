"""From which bin and lot the pieces of a shipment are fetched (rule WMS-12). What has left keeps its rows: who got which lot."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.domain.model import Model


class PickState(StrEnum):
    """`planned`: promised in its bin. `picked`: it stands in the outgoing area. `shipped`: it has left."""

    PLANNED = "planned"
    PICKED = "picked"
    SHIPPED = "shipped"


class ShipmentPick(Model):
    __tablename__ = "shipment_pick"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity"),
        Index("ix_shipment_pick_lot", "sku", "lot", postgresql_where="lot <> ''"),
    )

    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipment.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    bin_id: Mapped[UUID] = mapped_column(ForeignKey("bin.id"), primary_key=True)
    lot: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str]
