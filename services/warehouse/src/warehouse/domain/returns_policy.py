"""How long a returned parcel may lie uninspected, and how long its pictures are kept: versions with effective dates (rules CARE-2, ORD-5, SYS-6)."""

from datetime import timedelta
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from chassis.policies import PolicyVersion
from warehouse.domain.model import Model

RETURNS_RULE = "CARE-2"


class ReturnsParameters(BaseModel):
    """A parcel that lies at the desk for more than `inspect_hours` is overdue. Pictures go `picture_days` after they were taken, once its
    parcel is closed.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    inspect_hours: Annotated[int, Field(ge=1, le=720)]
    picture_days: Annotated[int, Field(ge=1, le=3650)]

    @property
    def inspect_within(self) -> timedelta:
        return timedelta(hours=self.inspect_hours)

    @property
    def keep_pictures(self) -> timedelta:
        return timedelta(days=self.picture_days)


DEFAULT_RETURNS = ReturnsParameters(inspect_hours=24, picture_days=365)


class ReturnsPolicy(PolicyVersion, Model):
    __tablename__ = "returns_policy"
