"""Within how many days a parcel shall arrive 送达承诺: versions with effective dates (rules LOG-1, SYS-6)."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.policies import PolicyVersion
from warehouse.domain.model import Model

PROMISE_RULE = "LOG-1"


class PromiseParameters(BaseModel):
    """`days` after the day it is packed; None: nothing is promised, and the cheapest is the first choice."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    days: Annotated[int, Field(ge=1, le=60)] | None


DEFAULT_PROMISE = PromiseParameters(days=None)


class DeliveryPromise(PolicyVersion, Model):
    __tablename__ = "delivery_promise"
