"""Figures for the home page."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import BaseModel

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import Here, Reader, transactional_router
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.figures import DayFigures, TodayFigures, daily_figures, today_figures

router = transactional_router("/v1/figures", tag="figures")
FiguresActor = Annotated[Actor, Depends(requires(Permission.READ_FIGURES))]


class DailyFigures(BaseModel):
    data: list[DayFigures]


@router.get("/today")
async def get_today_figures(reader: Reader, actor: FiguresActor, context: Here) -> TodayFigures:
    """Today in the company's time zone: orders and sales by shop and hour, parcels shipped, and what waits."""
    return await today_figures(reader, today=context.clock.today(), zone=context.clock.zone, shops=shops_seen_by(actor))


@router.get("/daily")
async def get_daily_figures(
    reader: Reader, actor: FiguresActor, context: Here, days: Annotated[int, Query(ge=1, le=370)] = 30
) -> DailyFigures:
    """Orders, sales and parcels of each of the last days, oldest first."""
    found = await daily_figures(reader, today=context.clock.today(), days=days, zone=context.clock.zone, shops=shops_seen_by(actor))
    return DailyFigures(data=found)
