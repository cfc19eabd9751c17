"""What lies in the bins, goods carried from one to another, lots, and what lay somewhere at a past moment."""

from typing import Annotated

from fastapi import Depends, Query
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from warehouse.domain.stock import LARGEST_QUANTITY, StockState
from warehouse.permissions import Permission
from warehouse.queries.bin_cards import BinCardRow, LotRow, list_cards, list_lots_of
from warehouse.queries.stock_as_of import StockAsOf, find_stock_as_of
from warehouse.queries.values import BinCode, Code, Day, LotCode, Moment, SkuNumber
from warehouse.queries.warehouses import show_warehouse
from warehouse.use_cases.create_lot import create_lot
from warehouse.use_cases.move_goods import Carriage, move_goods

cards_router = transactional_router("/v1/bin-cards", tag="bin_cards")
carriages_router = transactional_router("/v1/carriages", tag="bin_cards")
lots_router = transactional_router("/v1/lots", tag="lots")
past_router = transactional_router("/v1/past-stock", tag="stock")
Reading = Annotated[Actor, Depends(requires(Permission.READ))]
Keeping = Annotated[Actor, Depends(requires(Permission.KEEP_STOCK))]
SkuFilter = Annotated[str | None, Query(max_length=64)]


class CarriageLine(Body):
    """`lot` empty: pieces that cannot be told apart."""

    sku: SkuNumber
    from_: Annotated[BinCode, Field(alias="from")]
    to: BinCode
    quantity: Annotated[int, Field(ge=1, le=LARGEST_QUANTITY)]
    lot: LotCode = ""
    state: StockState = StockState.GOOD


class NewCarriage(Body):
    warehouse: Code
    document: Annotated[str, Field(max_length=100)] = ""
    lines: Annotated[list[CarriageLine], Field(min_length=1, max_length=500)]


class NewLot(Body):
    sku: SkuNumber
    code: Annotated[str, Field(min_length=1, max_length=64, pattern=r"\S")]
    produced_on: Day | None = None
    expires_on: Day | None = None


@cards_router.get("")
async def list_bin_cards(
    reader: Reader,
    paging: Paging,
    _: Reading,
    sku: SkuFilter = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    bin_code: Annotated[str | None, Query(max_length=40, alias="bin")] = None,
    state: StockState | None = None,
) -> Page[BinCardRow]:
    """What lies where (rule WMS-3: the bin card is one of the three that must agree)."""
    after = paging.after(str, str, str, str, str)
    position = None if after is None else (after[0], after[1], after[2], after[3], after[4])
    rows = await list_cards(reader, sku=sku, warehouse=warehouse, bin_code=bin_code, state=state, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    cursor = make_cursor(last.sku, last.warehouse, last.bin, last.lot, last.state) if last else None
    return page_of(rows, limit=paging.limit, next_cursor=cursor)


@carriages_router.post("", status_code=204, dependencies=[ONCE])
async def carry_goods(body: NewCarriage, uow: Uow, _: Keeping) -> None:
    """From bin to bin, all or nothing: put away, moved, put back (rule WMS-6)."""
    lines = [
        Carriage(
            pointer=f"/lines/{place}",
            sku=line.sku,
            lot=line.lot,
            state=line.state,
            quantity=line.quantity,
            source=line.from_,
            target=line.to,
        )
        for place, line in enumerate(body.lines)
    ]
    await move_goods(uow, warehouse=body.warehouse, lines=lines, document=body.document)


@lots_router.get("")
async def list_lots(reader: Reader, paging: Paging, _: Reading, sku: SkuFilter = None, expires_until: Day | None = None) -> Page[LotRow]:
    """By SKU and code."""
    after = paging.after(str, str)
    position = None if after is None else (after[0], after[1])
    rows = await list_lots_of(reader, sku=sku, until=expires_until, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.sku, last.code) if last else None)


@lots_router.post("", status_code=201, dependencies=[ONCE])
async def open_lot(body: NewLot, uow: Uow, _: Keeping) -> LotRow:
    made = await create_lot(uow, **body.model_dump())
    return LotRow(sku=made.sku, code=made.code, produced_on=made.produced_on, expires_on=made.expires_on, pieces=0)


@past_router.get("")
async def list_past_stock(
    reader: Reader,
    paging: Paging,
    context: Here,
    _: Reading,
    warehouse: Annotated[str, Query(max_length=40)],
    at: Moment,
    sku: SkuFilter = None,
) -> Page[StockAsOf]:
    """What lay there at that moment, as it is known today (rule WMS-3)."""
    await show_warehouse(reader, code=warehouse)
    after = paging.after(str, str)
    position = None if after is None else (after[0], after[1])
    day = at.astimezone(context.clock.zone).date()
    rows = await find_stock_as_of(reader, warehouse=warehouse, at=at, day=day, sku=sku, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.sku, last.state) if last else None)
