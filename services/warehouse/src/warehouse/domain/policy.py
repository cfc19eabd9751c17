"""Policies: figures the company sets, each with a rule number, a version and the moment from which it holds."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Invalid
from warehouse.domain.model import Model


class PolicyInThePast(Invalid):
    code = "policy_in_the_past"
    rule = "SYS-6"
    zh = "新政策的生效时间不能早于现在：已有结果按旧政策得出。"
    en = "A new policy cannot take effect in the past: results were made under the old one."


class StuckParcelPolicy(Model):
    """After how many hours without movement a parcel raises an alert (rule ORD-4). A version is never changed, only followed by the next."""

    __tablename__ = "stuck_parcel_policy"
    __table_args__ = (CheckConstraint("hours BETWEEN 1 AND 1000", name="hours"),)

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hours: Mapped[int]
    effective_from: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    @property
    def longest_rest(self) -> timedelta:
        return timedelta(hours=self.hours)


class WeighingPolicy(Model):
    """How far a parcel's weight may be from that of its goods, in percent of them, and what its packaging may weigh (rule WMS-12).

    A version is never changed, only followed by the next.
    """

    __tablename__ = "weighing_policy"
    __table_args__ = (
        CheckConstraint("tolerance_percent BETWEEN 0 AND 100", name="tolerance_percent"),
        CheckConstraint("packaging_g BETWEEN 0 AND 100000", name="packaging_g"),
    )

    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tolerance_percent: Mapped[int]
    packaging_g: Mapped[int]
    effective_from: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[str]

    def fits(self, *, goods_g: int, weight_g: int) -> bool:
        least, most = goods_g * (100 - self.tolerance_percent), goods_g * (100 + self.tolerance_percent) + self.packaging_g * 100
        return least <= weight_g * 100 <= most
