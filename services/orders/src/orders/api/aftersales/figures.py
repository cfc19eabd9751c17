"""Figures of after-sales: why, of what, where and when, as a table and as xlsx (rule CARE-1)."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.context import Context
from chassis.languages import language_of
from chassis.routes import Here, Reader, transactional_router
from chassis.sheets import XLSX, sheet_response, write_sheet
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.aftersales.reason_figures import FiguresAsked, GroupedBy, ReasonFigure, find_reason_figures

router = transactional_router("/v1/aftersales/figures", tag="aftersales_figures")
FiguresActor = Annotated[Actor, Depends(requires(Permission.READ_FIGURES))]
SHEET: dict[int | str, dict[str, object]] = {200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
HEADINGS = {
    "zh": ["编号", "名称", "售后单", "已完结", "金额", "币种"],
    "en": ["Key", "Name", "Cases", "Closed", "Amount", "Currency"],
}


class FiguresQuery(BaseModel):
    """Cases opened from the first to the last day, both included; a year at most."""

    by: GroupedBy = GroupedBy.REASON
    first: date
    last: date
    shop_id: Annotated[str, Field(max_length=64)] | None = None
    reason: Annotated[str, Field(max_length=40)] | None = None


class ReasonFigures(BaseModel):
    data: list[ReasonFigure]


@router.get("")
async def get_aftersales_figures(
    asked: Annotated[FiguresQuery, Query()], reader: Reader, actor: FiguresActor, context: Here
) -> ReasonFigures:
    """Cases that were not withdrawn, how many are closed, and what these paid; of products the 200 most frequent."""
    return ReasonFigures(data=list(await _found(asked, reader, actor, context)))


@router.get("/export", response_class=Response, responses=SHEET)
async def export_aftersales_figures(
    request: Request, asked: Annotated[FiguresQuery, Query()], reader: Reader, actor: FiguresActor, context: Here
) -> Response:
    """The same as a spreadsheet; the last line says who took it and when."""
    rows = await _found(asked, reader, actor, context)
    language = "zh" if language_of(request.headers.get("accept-language")).startswith("zh") else "en"
    zone = context.clock.zone
    moment = context.clock.now().astimezone(zone)
    cells = [
        [row.key, row.zh if language == "zh" else row.en, row.cases, row.closed, row.amount.amount, row.amount.currency] for row in rows
    ]
    content = await asyncio.to_thread(
        write_sheet,
        title="售后原因" if language == "zh" else "After-sales",
        headings=HEADINGS[language],
        rows=[*cells, [f"{actor.name} · {actor.id} · {moment:%Y-%m-%d %H:%M:%S}"]],
        zone=zone,
    )
    return sheet_response(content, filename=f"aftersales-{asked.by}-{asked.first}-{asked.last}.xlsx")


async def _found(asked: FiguresQuery, reader: Reader, actor: Actor, context: Context) -> Sequence[ReasonFigure]:
    wanted = FiguresAsked(**asked.model_dump(), zone=context.clock.zone, shops=shops_seen_by(actor))
    return await find_reason_figures(reader, wanted, now=context.clock.now())
