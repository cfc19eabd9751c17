"""Figures: how many orders and how much money, by hour, shop and fact. A trigger of the database keeps them (see the migration), so that
no way of changing an order can forget to count. Changes are only ever added as deltas, so that two commits never wait for the same row; a
job adds them up.

Facts: `placed` and `shipped` in the hour it happened (cancelled and closed orders are taken out of `placed`); in the bucket STANDING,
what is true now: `status:<status>`, `held`, `attention`, `short`, `stuck`.
"""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, Identity, Numeric
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.model import Model

STANDING = datetime(1970, 1, 1, tzinfo=UTC)
SUM = Numeric(20, 2)


class OrderTally(Model):
    __tablename__ = "order_tally"

    bucket: Mapped[datetime] = mapped_column(primary_key=True)
    shop_id: Mapped[str] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    fact: Mapped[str] = mapped_column(primary_key=True)
    orders: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Decimal] = mapped_column(SUM)


class OrderTallyDelta(Model):
    __tablename__ = "order_tally_delta"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    bucket: Mapped[datetime]
    shop_id: Mapped[str]
    currency: Mapped[str]
    fact: Mapped[str]
    orders: Mapped[int] = mapped_column(BigInteger)
    amount: Mapped[Decimal] = mapped_column(SUM)
