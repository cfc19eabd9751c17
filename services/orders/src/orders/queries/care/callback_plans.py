"""Plans of call-backs with their versions (rule CARE-5)."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.ids import prefixed
from orders.domain.care.callback_plan import PlanNotFound, PlanParameters

PlanId = Annotated[UUID, *prefixed("cbp")]
# Of each plan the version in force; one that takes effect later only is shown as it will be.
PLANS = text("""
    SELECT DISTINCT ON (p.id) p.*,
        (SELECT max(n.version) FROM care_callback_plan n WHERE n.id = p.id) AS newest,
        (SELECT count(*) FROM (SELECT 1 FROM care_callback c WHERE c.plan_id = p.id LIMIT 10000) made) AS made
    FROM care_callback_plan p ORDER BY p.id, p.effective_from <= :now DESC, p.effective_from DESC, p.version DESC
""")
VERSIONS = text("SELECT p.*, p.version AS newest, 0 AS made FROM care_callback_plan p WHERE p.id = :id ORDER BY p.version DESC LIMIT 100")


class CallbackPlanOut(BaseModel):
    """`newest` is above `version` where a later one is to take effect; `made` is how many call-backs it has made, up to 10,000."""

    id: PlanId
    version: int
    newest: int
    effective_from: datetime
    parameters: PlanParameters
    note: str
    published_at: datetime
    published_by: str
    made: int


async def find_plans(reader: AsyncSession, *, now: datetime) -> list[CallbackPlanOut]:
    return [CallbackPlanOut.model_validate(dict(row)) for row in (await reader.execute(PLANS, {"now": now})).mappings()]


async def find_plan_versions(reader: AsyncSession, *, plan_id: UUID) -> list[CallbackPlanOut]:
    """Newest first. Raises PlanNotFound."""
    found = [CallbackPlanOut.model_validate(dict(row)) for row in (await reader.execute(VERSIONS, {"id": plan_id})).mappings()]
    if not found:
        raise PlanNotFound
    return found
