"""Contacts of chats come in; the service figures with their definitions and the rows behind them (rule CARE-7)."""

import asyncio
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime, BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import prefixed
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import XLSX, Cell, sheet_response, write_sheet
from orders.domain.care.contact import ContactTold
from orders.domain.care.quality import months_back
from orders.domain.care.service_figures import DEFINITIONS, FactKind, Figure
from orders.domain.shop import shops_seen_by
from orders.permissions import Permission
from orders.queries.care.service_figures import (
    FigureGroup,
    FigureRow,
    FigureScope,
    FigureValue,
    ServiceFactRow,
    ServiceFigures,
    find_facts,
    find_service_figures,
)
from orders.use_cases.care.take_contacts import take_contacts

router = transactional_router("/v1/care", tag="service_figures")
FigureActor = Annotated[Actor, Depends(requires(Permission.READ_SERVICE_FIGURES))]
ContactId = Annotated[UUID, *prefixed("ctc")]
LARGEST_SET = 500
HEADINGS = {"zh": ("客服", "店铺", "月份", "件", "合计"), "en": ("Person", "Shop", "Month", "counted", "All")}
GROUP_PLACE = {FigureGroup.PERSON: 0, FigureGroup.SHOP: 1, FigureGroup.MONTH: 2}


class ContactIn(Body):
    """What is known of a contact by now; null and "": not known yet. `agent_id` is the account of who answers, `buyer_id` the shop's own
    word for the buyer (only a keyed digest is kept). `satisfaction` from 1 to 5.
    """

    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    contact_no: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^\S(.*\S)?$")]
    agent_id: Annotated[str, Field(max_length=64)] = ""
    agent_name: Annotated[str, Field(max_length=100)] = ""
    buyer_id: Annotated[str, Field(max_length=200)] = ""
    platform_order_no: Annotated[str, Field(max_length=64)] = ""
    started_at: AwareDatetime
    first_answer_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    satisfaction: Annotated[int, Field(ge=1, le=5)] | None = None


class TellContacts(Body):
    contacts: Annotated[list[ContactIn], Field(min_length=1, max_length=LARGEST_SET)]


class TakenContactOut(BaseModel):
    """`outcome`: made, completed or unchanged."""

    id: ContactId
    shop_id: str
    contact_no: str
    outcome: str


class TakenContacts(BaseModel):
    results: list[TakenContactOut]


class FigureQuery:
    """Which months, and of whom. `month` is the last of `months` that are counted; left out, this one."""

    def __init__(
        self,
        month: Annotated[str | None, Query(pattern=r"^20\d\d-(0[1-9]|1[0-2])$")] = None,
        months: Annotated[int, Query(ge=1, le=24)] = 1,
        shop_id: Annotated[str | None, Query(max_length=64)] = None,
        person_id: Annotated[str | None, Query(max_length=64)] = None,
        kind: FactKind | None = None,
    ) -> None:
        self.month = month
        self.months = months
        self.shop_id = shop_id
        self.person_id = person_id
        self.kind = kind

    def scope(self, actor: Actor, today: date) -> FigureScope:
        last = today.replace(day=1) if self.month is None else date.fromisoformat(f"{self.month}-01")
        return FigureScope(
            first=months_back(last, self.months - 1),
            last=last,
            shop_id=self.shop_id,
            person_id=self.person_id,
            kind=self.kind,
            shops=shops_seen_by(actor),
        )


@router.post("/contacts", dependencies=[ONCE])
async def tell_chat_contacts(
    body: TellContacts, uow: Uow, _: Annotated[Actor, Depends(requires(Permission.TELL_CONTACTS))]
) -> TakenContacts:
    """Up to 500 at once, from a chat tool; all or none, with every mistake named. Later facts complete the earlier ones."""
    told = [ContactTold(**one.model_dump()) for one in body.contacts]
    results = [
        TakenContactOut(id=one.contact_id, shop_id=one.shop_id, contact_no=one.contact_no, outcome=one.outcome)
        for one in await take_contacts(uow, told=told)
    ]
    return TakenContacts(results=results)


@router.get("/figures")
async def show_service_figures(
    reader: Reader,
    actor: FigureActor,
    context: Here,
    asked: Annotated[FigureQuery, Depends()],
    by: Annotated[FigureGroup, Query()] = FigureGroup.PERSON,
) -> ServiceFigures:
    """By person, shop or month, each figure with its one definition."""
    return await find_service_figures(reader, scope=asked.scope(actor, context.clock.today()), by=by)


@router.get("/figures/rows")
async def list_rows_of_service_figure(
    reader: Reader, paging: Paging, actor: FigureActor, context: Here, asked: Annotated[FigureQuery, Depends()], figure: Figure
) -> Page[ServiceFactRow]:
    """What a figure was worked out from: exactly the rows that count in it, newest first."""
    key = paging.after(datetime, UUID)
    after = None if key is None else (key[0], key[1])
    scope = asked.scope(actor, context.clock.today())
    rows, keys = await find_facts(reader, scope=scope, figure=figure, after=after, limit=paging.limit)
    last = keys[min(len(keys), paging.limit) - 1] if keys else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(*last) if last else None)


@router.get(
    "/figures/export", response_class=Response, responses={200: {"content": {XLSX: {"schema": {"type": "string", "format": "binary"}}}}}
)
async def export_service_figures(
    request: Request,
    reader: Reader,
    actor: FigureActor,
    context: Here,
    asked: Annotated[FigureQuery, Depends()],
    by: Annotated[FigureGroup, Query()] = FigureGroup.PERSON,
) -> Response:
    """The same as xlsx, with the definitions under the figures."""
    figures = await find_service_figures(reader, scope=asked.scope(actor, context.clock.today()), by=by)
    language = "zh" if language_of(request.headers.get("accept-language")).startswith("zh") else "en"
    content = await asyncio.to_thread(
        write_sheet,
        title="服务指标" if language == "zh" else "Service figures",
        headings=_headings(by, language),
        rows=_lines(figures, language),
        zone=context.clock.zone,
    )
    return sheet_response(content, filename=f"service-figures-{context.clock.today():%Y%m%d}.xlsx")


def _headings(by: FigureGroup, language: str) -> list[str]:
    words = HEADINGS[language]
    names = [one.zh if language == "zh" else one.en for one in DEFINITIONS]
    return [words[GROUP_PLACE[by]], *(cell for name in names for cell in (name, f"{name} ({words[3]})"))]


def _lines(figures: ServiceFigures, language: str) -> list[list[Cell]]:
    all_of_them = FigureRow(key="", name=HEADINGS[language][4], figures=figures.total)
    told: list[list[Cell]] = [[row.name or row.key, *_cells(row.figures)] for row in (*figures.rows, all_of_them)]
    words: list[list[Cell]] = [[one.zh, one.definition_zh] if language == "zh" else [one.en, one.definition_en] for one in DEFINITIONS]
    return [*told, [], *words]


def _cells(values: list[FigureValue]) -> list[Cell]:
    """As numbers that a spreadsheet can go on with; a figure that rests on nothing stays empty."""
    return [cell for one in values for cell in (None if one.value is None else Decimal(str(one.value)), one.counted)]
