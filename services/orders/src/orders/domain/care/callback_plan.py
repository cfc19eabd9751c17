"""Plans of call-backs: whom, when, how many, in which shops; each change is a version (rules CARE-5, SYS-6)."""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, NotFound
from orders.domain.model import Model

PLAN_PREFIX = "cbp"
PLAN_NOUN = "callback_plan"
MOST_PLANS = 100
PARTS = 10_000


class Trigger(StrEnum):
    AFTER_DELIVERY = "after_delivery"
    AFTER_CASE = "after_case"
    DORMANT = "dormant"


class PlanParameters(BaseModel):
    """`days` after the order was delivered, the case was closed or the customer last bought. `sample_percent` of them, always the same ones.
    `shop_ids` left out: every shop.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    trigger: Trigger
    days: Annotated[int, Field(ge=0, le=3650)]
    sample_percent: Annotated[int, Field(ge=1, le=100)]
    shop_ids: Annotated[list[Annotated[str, Field(min_length=1, max_length=64)]], Field(min_length=1, max_length=500)] | None = None
    active: bool = True

    def takes(self, *, plan_id: UUID, subject_id: UUID, shop_id: str) -> bool:
        """Deterministic: asked again, the same orders, cases and customers are in the sample, and a larger sample holds the smaller one."""
        if not self.active or (self.shop_ids is not None and shop_id not in self.shop_ids):
            return False
        return int.from_bytes(sha256(plan_id.bytes + subject_id.bytes).digest()[:8]) % PARTS < self.sample_percent * PARTS // 100


class PlanNotFound(NotFound):
    code = "callback_plan_not_found"
    rule = "CARE-5"
    zh = "没有此回访计划。"
    en = "There is no such plan of call-backs."


class TriggerStays(Conflict):
    code = "trigger_stays"
    rule = "CARE-5"
    zh = "计划的触发方式不能更改：请停用此计划并新建。"
    en = "What a plan follows cannot be changed: stop it and make another."


class TooManyPlans(Conflict):
    code = "too_many_plans"
    rule = "CARE-5"
    zh = "最多 {most} 个回访计划。"
    en = "There are {most} plans at most."


class PlanInThePast(Conflict):
    code = "policy_in_the_past"
    rule = "SYS-6"
    zh = "生效时间不能早于现在：已作出的决定不会被改写。"
    en = "A plan cannot take effect in the past: what was decided stands."


class CallbackPlan(Model):
    """A version is never changed, only followed by the next."""

    __tablename__ = "care_callback_plan"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_from: Mapped[datetime]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]

    @property
    def figures(self) -> PlanParameters:
        return PlanParameters.model_validate(self.parameters)


class CallbackWalk(Model):
    """How far the walk over dormant customers has come for a plan."""

    __tablename__ = "care_callback_walk"

    plan_id: Mapped[UUID] = mapped_column(primary_key=True)
    after_at: Mapped[datetime]
    after_id: Mapped[UUID]
