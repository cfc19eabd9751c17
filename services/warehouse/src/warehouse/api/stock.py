"""Stock: levels, movements, and stock from files."""

from typing import Annotated, Literal

from fastapi import Depends, Form, Path, Query, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.context import Context
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sheets import sheet_response, write_sheet
from warehouse.api.uploads import STOCK_COLUMNS, XLSX_ANSWER, CheckOnly, ImportReport, Upload, headings, read_upload
from warehouse.domain.ledger import MovementKind, Posting
from warehouse.domain.stock import LARGEST_QUANTITY
from warehouse.permissions import Permission
from warehouse.queries.stock_ledger import MovementRow, StockDifference, find_stock_differences, list_movements
from warehouse.queries.stock_levels import SkuStock, StockRow, list_stock_levels, show_sku_stock
from warehouse.queries.values import BinCode, Code, LotCode, Moment, SkuNumber
from warehouse.use_cases.import_stock import import_stock
from warehouse.use_cases.record_movements import MovementLine, Occasion, record_movements

stock_router = transactional_router("/v1/stock", tag="stock")
movements_router = transactional_router("/v1/stock-movements", tag="stock_movements")
imports_router = transactional_router("/v1/stock-imports", tag="stock_imports")
Reading = Annotated[Actor, Depends(requires(Permission.READ))]
Keeping = Annotated[Actor, Depends(requires(Permission.KEEP_STOCK))]
WarehouseFilter = Annotated[str | None, Query(max_length=40)]
SkuFilter = Annotated[str | None, Query(max_length=64)]
LARGEST_VERSION = 2**62


class MovementLineIn(Body):
    """`expected_version`: refused when the level has changed since it was read.

    Without a `bin` goods come in to the SKU's fixed place, or else the receiving area, and go out in turn: first expired, then first in.
    """

    sku: SkuNumber
    warehouse: Code
    bin: BinCode | None = None
    lot: LotCode = ""
    quantity: Annotated[int, Field(ge=-LARGEST_QUANTITY, le=LARGEST_QUANTITY)]
    expected_version: Annotated[int | None, Field(ge=0, le=LARGEST_VERSION)] = None


class NewMovements(Body):
    """Adjust takes a signed quantity; all others a positive one (count: from 0 up, what lies there). Damage takes away, scrap from the defective stock.

    `happened_at` is for what is entered later; into a closed month only with `late` (rules WMS-3, WMS-13).
    """

    kind: Literal["receive", "return", "adjust", "damage", "count", "scrap"]
    reason: Annotated[str, Field(min_length=1, max_length=200)]
    document: Annotated[str, Field(max_length=100)] = ""
    happened_at: Moment | None = None
    late: bool = False
    lines: Annotated[list[MovementLineIn], Field(min_length=1, max_length=500)]


class PostedMovement(BaseModel):
    sku: str
    bin: str
    lot: str
    quantity: int
    balance_after: int


class PostedMovements(BaseModel):
    """Lines that changed nothing (a count that was right) are left out."""

    posted: list[PostedMovement]


@stock_router.get("")
async def list_stock(
    reader: Reader,
    paging: Paging,
    _: Reading,
    q: Annotated[str | None, Query(max_length=100, description="Beginning of a SKU, a barcode, or part of a name")] = None,
    warehouse: WarehouseFilter = None,
    below_available: Annotated[int | None, Query(ge=0, le=LARGEST_QUANTITY)] = None,
) -> Page[StockRow]:
    """Levels by SKU and warehouse."""
    after = paging.after(str, str)
    position = None if after is None else (after[0], after[1])
    rows = await list_stock_levels(reader, q=q, warehouse=warehouse, below=below_available, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.sku, last.warehouse) if last else None)


@stock_router.get("/{sku:path}")
async def get_stock(sku: Annotated[str, Path(max_length=64)], reader: Reader, _: Reading) -> SkuStock:
    """A SKU over all warehouses."""
    return await show_sku_stock(reader, sku=sku)


@movements_router.get("")
async def list_stock_movements(
    reader: Reader,
    paging: Paging,
    _: Reading,
    sku: SkuFilter = None,
    warehouse: WarehouseFilter = None,
    document: Annotated[str | None, Query(max_length=100)] = None,
) -> Page[MovementRow]:
    """The ledger, newest first (rule WMS-3)."""
    after = paging.after(int)
    position = None if after is None else after[0]
    rows = await list_movements(reader, sku=sku, warehouse=warehouse, document=document, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.number) if last else None)


@movements_router.get("/differences")
async def list_stock_differences(reader: Reader, _: Reading) -> Page[StockDifference]:
    """The proof: where levels and ledger, or promises and live reservations, do not agree. It is empty."""
    found = await find_stock_differences(reader)
    return page_of(found, limit=1000, next_cursor=None)


@movements_router.post("", status_code=201, dependencies=[ONCE])
async def record_stock_movements(body: NewMovements, uow: Uow, _: Keeping) -> PostedMovements:
    """All or nothing. Stock that comes in goes at once to those who wait for it."""
    lines = [MovementLine(pointer=f"/lines/{place}", **line.model_dump()) for place, line in enumerate(body.lines)]
    occasion = Occasion(
        kind=MovementKind(body.kind), reason=body.reason, document=body.document, happened_at=body.happened_at, late=body.late
    )
    return PostedMovements(posted=[_shown(one) for one in await record_movements(uow, occasion=occasion, lines=lines)])


def _shown(posting: Posting) -> PostedMovement:
    entry = posting.entry
    return PostedMovement(sku=entry.sku, bin=posting.bin, lot=entry.lot, quantity=entry.quantity, balance_after=posting.balance_after)


@imports_router.get("/template", response_class=Response, responses=XLSX_ANSWER)
async def get_stock_import_template(context: Here, _: Keeping) -> Response:
    return _template(context)


def _template(context: Context) -> Response:
    content = write_sheet(title="库存", headings=headings(STOCK_COLUMNS), rows=[], zone=context.clock.zone)
    return sheet_response(content, filename="stock-template.xlsx")


@imports_router.post("", dependencies=[ONCE], name="import_stock")
async def take_stock_file(
    file: Upload,
    uow: Uow,
    _: Keeping,
    kind: Annotated[Literal["count", "receive"], Form()] = "count",
    document: Annotated[str, Form(max_length=100)] = "",
    check: CheckOnly = False,
) -> ImportReport:
    """`count`: the quantity is what lies there; `receive`: it is added. Up to 20,000 rows, all or nothing, every mistake told at once."""
    rows = await read_upload(file, STOCK_COLUMNS, optional=["bin"])
    errors = await import_stock(uow, rows=rows, kind=MovementKind(kind), document=document, check_only=check)
    return ImportReport(rows=len(rows), applied=not check, errors=errors)
