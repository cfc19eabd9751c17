"""Routes of SKUs."""

import asyncio
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Query, Response
from pydantic import BaseModel, Field

from catalog.api.fields import Name, Text
from catalog.domain.barcode import MOST_CHARACTERS
from catalog.domain.ids import ProductId, SkuId
from catalog.domain.sku import MOST_GRAMS, MOST_MILLIMETRES, PIECES, Sku, TooManyToExport
from catalog.domain.sku_file import COLUMNS
from catalog.permissions import Permission
from catalog.queries.skus import SkuFilter, find_sku_row, list_sku_rows, look_up_sku_rows
from catalog.use_cases.add_sku import add_sku
from catalog.use_cases.change_sku import change_sku
from catalog.use_cases.republish_skus import republish_skus
from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import new_id
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import XLSX, sheet_response, write_sheet

router = transactional_router("/v1/skus", tag="skus")
Reading = Annotated[Actor, Depends(requires(Permission.READ))]
Managing = Annotated[Actor, Depends(requires(Permission.MANAGE))]
Barcode = Annotated[str, Field(min_length=1, max_length=MOST_CHARACTERS, pattern=r"^[\x21-\x7e]+$")]
Grams = Annotated[int, Field(ge=0, le=MOST_GRAMS)]
Millimetres = Annotated[int, Field(ge=0, le=MOST_MILLIMETRES)]
Unit = Annotated[str, Field(min_length=1, max_length=20)]
MOST_EXPORTED = 50_000


class AddSku(Body):
    sku: Annotated[str, Field(min_length=1, max_length=64)]
    product_id: ProductId
    name_zh: Name
    name_en: Text = ""
    barcode: Barcode | None = None
    spec: Text = ""
    weight_g: Grams = 0
    length_mm: Millimetres = 0
    width_mm: Millimetres = 0
    height_mm: Millimetres = 0
    unit: Unit = PIECES


class ChangeSku(Body):
    """What is left out stays as it is; null takes the barcode away, null elsewhere means left out."""

    name_zh: Name | None = None
    name_en: Text | None = None
    barcode: Barcode | None = None
    spec: Text | None = None
    weight_g: Grams | None = None
    length_mm: Millimetres | None = None
    width_mm: Millimetres | None = None
    height_mm: Millimetres | None = None
    unit: Unit | None = None
    active: bool | None = None

    def changes(self) -> dict[str, object]:
        sent = self.model_dump(exclude_unset=True)
        return {name: value for name, value in sent.items() if value is not None or name == "barcode"}


class LookUpSkus(Body):
    skus: Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=500, default_factory=list)]
    barcodes: Annotated[list[Annotated[str, Field(max_length=MOST_CHARACTERS)]], Field(max_length=500, default_factory=list)]


class SkuOut(BaseModel):
    id: SkuId
    sku: str
    product_id: ProductId
    product_number: str
    barcode: str | None
    name_zh: str
    name_en: str
    spec: str
    weight_g: int
    length_mm: int
    width_mm: int
    height_mm: int
    unit: str
    brand: str
    category: str
    active: bool
    updated_at: datetime
    version: int


class SkusFound(BaseModel):
    data: list[SkuOut]


class SkusRepublished(BaseModel):
    count: int


@router.post("", status_code=201, dependencies=[ONCE])
async def create_sku(body: AddSku, uow: Uow, response: Response, _: Managing) -> SkuOut:
    sku = Sku(id=new_id(), active=True, created_at=uow.now, updated_at=uow.now, version=1, **body.model_dump())
    await add_sku(uow, sku=sku)
    show_version(response, sku.version)
    return SkuOut(**asdict(await find_sku_row(uow.session, sku.id)))


@router.get("")
async def list_skus(
    reader: Reader,
    paging: Paging,
    _: Reading,
    q: Annotated[str | None, Query(max_length=100)] = None,
    active: bool | None = None,
    product_id: ProductId | None = None,
) -> Page[SkuOut]:
    """In the order of their numbers. `q` is the beginning of a number or barcode, or a part of a name."""
    (after,) = paging.after(str) or (None,)
    wanted = SkuFilter(q=q, active=active, product_id=product_id)
    shown = [SkuOut(**asdict(row)) for row in await list_sku_rows(reader, wanted=wanted, after=after, limit=paging.limit + 1)]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(shown[: paging.limit][-1].sku) if shown else None)


@router.post("/lookup")
async def look_up_skus(body: LookUpSkus, reader: Reader, _: Reading) -> SkusFound:
    """Those of the given numbers and barcodes that there are."""
    rows = await look_up_sku_rows(reader, skus=body.skus, barcodes=body.barcodes)
    return SkusFound(data=[SkuOut(**asdict(row)) for row in rows])


@router.post("/republish", dependencies=[ONCE])
async def republish_all_skus(uow: Uow, _: Managing) -> SkusRepublished:
    """Tells all SKUs again, for a service that joins late."""
    return SkusRepublished(count=await republish_skus(uow))


@router.get("/export", response_class=Response, responses={200: {"content": {XLSX: {}}}})
async def export_skus(
    *,
    reader: Reader,
    context: Here,
    _: Reading,
    q: Annotated[str | None, Query(max_length=100)] = None,
    active: bool | None = None,
    product_id: ProductId | None = None,
    accept_language: Annotated[str | None, Header()] = None,
) -> Response:
    """The list as xlsx, with the headings of the import template: it can be changed and imported again. At most 50,000 SKUs."""
    wanted = SkuFilter(q=q, active=active, product_id=product_id)
    rows = await list_sku_rows(reader, wanted=wanted, after=None, limit=MOST_EXPORTED + 1)
    if len(rows) > MOST_EXPORTED:
        raise TooManyToExport(most=MOST_EXPORTED)
    heading = 0 if language_of(accept_language).startswith("zh") else -1
    # Writing many rows takes seconds: meanwhile the service answers others.
    content = await asyncio.to_thread(
        write_sheet,
        title="SKU",
        headings=[names[heading] for names in COLUMNS.values()],
        rows=([getattr(row, name) for name in COLUMNS] for row in rows),
        zone=context.clock.zone,
    )
    return sheet_response(content, filename="skus.xlsx")


@router.get("/{sku_id}")
async def get_sku(sku_id: SkuId, reader: Reader, response: Response, _: Reading) -> SkuOut:
    row = await find_sku_row(reader, sku_id)
    show_version(response, row.version)
    return SkuOut(**asdict(row))


@router.patch("/{sku_id}")
async def update_sku(
    sku_id: SkuId, body: ChangeSku, uow: Uow, response: Response, expected_version: ExpectedVersion, _: Managing
) -> SkuOut:
    await change_sku(uow, sku_id=sku_id, expected_version=expected_version, changes=body.changes())
    row = await find_sku_row(uow.session, sku_id)
    show_version(response, row.version)
    return SkuOut(**asdict(row))
