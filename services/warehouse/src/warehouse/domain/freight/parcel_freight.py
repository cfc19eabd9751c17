"""What a parcel that has left should cost, by our own scale and the price card of its day (rule LOG-3)."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from warehouse.domain.model import Model

STANDARD = "standard"


class NoFreight(StrEnum):
    """Why we do not know what it should cost."""

    NO_CARD = "no_card"
    NO_WEIGHT = "no_weight"
    NOT_SERVED = "not_served"


class ParcelFreight(Model):
    """`amount` in yuan; None with the reason in `problem`."""

    __tablename__ = "parcel_freight"
    __table_args__ = (
        CheckConstraint("(amount IS NULL) = (problem IS NOT NULL)", name="amount_or_problem"),
        Index("ix_parcel_freight_shipped_on", "carrier_code", "shipped_on"),
        Index("ix_parcel_freight_shipment_id", "shipment_id"),
    )

    carrier_code: Mapped[str] = mapped_column(ForeignKey("carrier.code"), primary_key=True)
    tracking_number: Mapped[str] = mapped_column(primary_key=True)
    shipment_id: Mapped[UUID] = mapped_column(ForeignKey("shipment.id"))
    owner: Mapped[str]
    shipped_on: Mapped[date]
    weight_g: Mapped[int | None]
    billed_g: Mapped[int | None]
    province: Mapped[str]
    service: Mapped[str]
    card_version: Mapped[int | None]
    surcharge: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    amount: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    problem: Mapped[str | None]
    rated_at: Mapped[datetime]
