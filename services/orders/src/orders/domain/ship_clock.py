"""Until when an order has to leave (rule ORD-2): hours from its payment, by a policy that a company changes with an effective date (SYS-6)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from chassis.policies import PolicyVersion
from orders.domain.draft import Draft
from orders.domain.model import Model
from orders.domain.status import DraftState

SATURDAY = 5
NOT_YET_OR_NO_MORE = frozenset({DraftState.AWAITING_PAYMENT, DraftState.CANCELLED, DraftState.SHIPPED, DraftState.FINISHED})
Hours = Annotated[int, Field(ge=1, le=2000)]


class ShipParameters(BaseModel):
    """Hours from payment to the latest moment of sending. A shop's own go before its platform's, and these before `hours`.

    `weekends_count` false: the hours stand still on Saturdays and Sundays, in the company's time zone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    hours: Hours
    platform_hours: Annotated[dict[Annotated[str, Field(min_length=1, max_length=64)], Hours], Field(max_length=50)]
    shop_hours: Annotated[dict[Annotated[str, Field(min_length=1, max_length=64)], Hours], Field(max_length=500)]
    weekends_count: bool


DEFAULT_SHIP_PARAMETERS = ShipParameters(hours=48, platform_hours={}, shop_hours={}, weekends_count=True)


class ShipPolicy(PolicyVersion, Model):
    __tablename__ = "ship_policy"


class OverdueOrder(Model):
    """It was told once that this order is late."""

    __tablename__ = "overdue_order"

    order_id: Mapped[UUID] = mapped_column(ForeignKey("sales_order.id"), primary_key=True)
    ship_by: Mapped[datetime]
    noted_at: Mapped[datetime]


@dataclass(frozen=True, kw_only=True)
class ShipClock:
    """One version, ready to decide with."""

    version: int
    effective_from: datetime
    parameters: ShipParameters
    zone: ZoneInfo

    def deadline(self, *, shop_id: str, platform: str, start: datetime) -> datetime:
        parameters = self.parameters
        hours = parameters.shop_hours.get(shop_id) or parameters.platform_hours.get(platform) or parameters.hours
        left = timedelta(hours=hours)
        return start + left if parameters.weekends_count else _over_weekdays(start.astimezone(self.zone), left)


def starts_at(draft: Draft) -> datetime | None:
    """When the hours begin: at payment, or when it was placed where the shop tells no payment (cash on delivery). None: they do not."""
    return None if draft.state in NOT_YET_OR_NO_MORE else draft.paid_at or draft.placed_at


def _over_weekdays(start: datetime, left: timedelta) -> datetime:
    moment = start
    while True:
        midnight = datetime.combine(moment.date() + timedelta(days=1), time(), moment.tzinfo)
        if moment.weekday() < SATURDAY:
            if left <= midnight - moment:
                return moment + left
            left -= midnight - moment
        moment = midnight
