"""Pre-sales 预售: what is sold before it is there, with its deposit, its balance and its dates."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import new_id
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from orders.api.order_bodies import CurrencyCode, Moment
from orders.domain.presale import Presale
from orders.permissions import Permission
from orders.queries.presales import PresaleId, PresaleOut, find_presale, find_presales
from orders.use_cases.change_presale import change_presale
from orders.use_cases.create_presale import create_presale

router = transactional_router("/v1/presales", tag="presales")
Reading = Annotated[Actor, Depends(requires(Permission.READ_PRESALES))]
Keeping = Annotated[Actor, Depends(requires(Permission.KEEP_PRESALES))]


class PresaleTerms(Body):
    """`deposit` is a percentage or an amount for each piece, by its kind; 0 with the kind none. `ships_from` left out: when stock comes."""

    name: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    starts_at: Moment
    ends_at: Moment
    deposit_kind: Literal["none", "percent", "amount"]
    deposit: Annotated[Decimal, Field(ge=0, le=Decimal("9999999.99"), decimal_places=2)] = Decimal(0)
    balance_from: Moment | None = None
    balance_until: Moment | None = None
    on_overdue: Literal["forfeit", "refund"] = "forfeit"
    ships_from: Moment | None = None
    ships_until: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class CreatePresale(PresaleTerms):
    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    sku: Annotated[str, Field(min_length=1, max_length=64)]
    currency: CurrencyCode = "CNY"


class ChangePresale(PresaleTerms):
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class KeptPresale(BaseModel):
    id: PresaleId
    version: int


@router.get("")
async def list_presales(reader: Reader, paging: Paging, actor: Reading) -> Page[PresaleOut]:
    """Newest first, each with the pieces it has promised."""
    key = paging.after(datetime, UUID)
    found = await find_presales(reader, actor=actor, after=None if key is None else (key[0], key[1]), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.created_at, last.id) if last else None)


@router.post("", status_code=201, dependencies=[ONCE])
async def create_new_presale(body: CreatePresale, uow: Uow, _: Keeping) -> KeptPresale:
    """Orders of the SKU placed in the period are pre-orders."""
    presale = await create_presale(uow, presale=Presale(id=new_id(), **body.model_dump()))
    return KeptPresale(id=presale.id, version=presale.version)


@router.get("/{presale_id}")
async def get_presale(presale_id: PresaleId, reader: Reader, actor: Reading, response: Response) -> PresaleOut:
    """One pre-sale with its figures."""
    presale = await find_presale(reader, presale_id=presale_id, actor=actor)
    show_version(response, presale.version)
    return presale


@router.put("/{presale_id}")
async def change_terms_of_presale(
    presale_id: PresaleId, body: ChangePresale, version: ExpectedVersion, uow: Uow, _: Keeping
) -> KeptPresale:
    """Dates and words at any time, open orders follow; the money only while there are no orders."""
    terms = body.model_dump(exclude={"reason"})
    presale = await change_presale(uow, presale_id=presale_id, version=version, terms=terms, reason=body.reason)
    return KeptPresale(id=presale.id, version=presale.version)
