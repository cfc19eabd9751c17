"""The day at a glance."""

from datetime import datetime, time
from typing import Annotated

from fastapi import Depends

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import Here, Now, Reader, transactional_router
from warehouse.domain.owner import owners_seen_by
from warehouse.permissions import Permission
from warehouse.queries.figures import FiguresOut, figures_of_today

router = transactional_router("/v1/figures", tag="figures")


@router.get("/today")
async def get_warehouse_figures(
    reader: Reader, now: Now, context: Here, actor: Annotated[Actor, Depends(requires(Permission.READ))]
) -> FiguresOut:
    """Work in hand, shipped in the company's day, stuck parcels, references that wait for stock."""
    since = datetime.combine(now.astimezone(context.clock.zone).date(), time.min, context.clock.zone)
    return await figures_of_today(reader, now=now, since=since, owners=owners_seen_by(actor))
