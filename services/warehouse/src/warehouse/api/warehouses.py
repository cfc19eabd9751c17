"""Warehouses and bins."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response
from pydantic import Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from warehouse.domain.warehouse import Warehouse
from warehouse.permissions import Permission
from warehouse.queries.values import Code, SkuNumber
from warehouse.queries.warehouses import BinOut, WarehouseOut, list_all_warehouses, list_bins_of, show_bin, show_warehouse
from warehouse.use_cases.assign_bins import assign_bins
from warehouse.use_cases.change_bin import change_bin
from warehouse.use_cases.change_warehouse import change_warehouse
from warehouse.use_cases.create_bin import create_bin
from warehouse.use_cases.create_warehouse import create_warehouse

router = transactional_router("/v1/warehouses", tag="warehouses")
Reading = Annotated[Actor, Depends(requires(Permission.READ))]
Managing = Annotated[Actor, Depends(requires(Permission.MANAGE_WAREHOUSES))]
Keeping = Annotated[Actor, Depends(requires(Permission.KEEP_STOCK))]
WarehouseCode = Annotated[str, Path(max_length=40)]
BinCode = Annotated[str, Path(max_length=40)]
Name = Annotated[str, Field(min_length=1, max_length=100)]
Province = Annotated[str, Field(max_length=40, examples=["浙江省"])]
Rank = Annotated[int, Field(ge=0, le=1000)]
Zone = Annotated[str, Field(max_length=40)]
SortOrder = Annotated[int, Field(ge=0, le=1_000_000)]


class NewWarehouse(Body):
    """`rank` orders warehouses where nearness does not decide: the smallest is asked first."""

    code: Code
    name_zh: Name
    name_en: Name
    province: Province
    rank: Rank = 100


class WarehouseChange(Body):
    """Fields left out, or null, stay as they are."""

    name_zh: Name | None = None
    name_en: Name | None = None
    province: Province | None = None
    rank: Rank | None = None
    active: bool | None = None


class NewBin(Body):
    code: Code
    zone: Zone = ""
    sort_order: SortOrder


class BinChange(Body):
    """Fields left out, or null, stay as they are."""

    zone: Zone | None = None
    sort_order: SortOrder | None = None
    active: bool | None = None


class PlaceLine(Body):
    sku: SkuNumber
    bin: Code


class Places(Body):
    lines: Annotated[list[PlaceLine], Field(min_length=1, max_length=500)]


def _shown(warehouse: Warehouse) -> WarehouseOut:
    return WarehouseOut.model_validate(warehouse, from_attributes=True)


@router.get("")
async def list_warehouses(reader: Reader, _: Reading) -> Page[WarehouseOut]:
    """All of them, in the order of their rank: a company has a handful."""
    found = await list_all_warehouses(reader)
    return page_of(found, limit=len(found) or 1, next_cursor=None)


@router.post("", status_code=201, dependencies=[ONCE], name="create_warehouse")
async def create(body: NewWarehouse, uow: Uow, response: Response, _: Managing) -> WarehouseOut:
    made = await create_warehouse(uow, **body.model_dump())
    show_version(response, made.version)
    return _shown(made)


@router.get("/{code}")
async def get_warehouse(code: WarehouseCode, reader: Reader, response: Response, _: Reading) -> WarehouseOut:
    found = await show_warehouse(reader, code=code)
    show_version(response, found.version)
    return found


@router.patch("/{code}", name="change_warehouse")
async def change(
    code: WarehouseCode, body: WarehouseChange, version: ExpectedVersion, uow: Uow, response: Response, _: Managing
) -> WarehouseOut:
    """One that is no longer active promises no stock; what it has promised still leaves."""
    changed = await change_warehouse(uow, code=code, expected_version=version, **body.model_dump())
    show_version(response, changed.version)
    return _shown(changed)


@router.get("/{code}/bins")
async def list_bins(
    code: WarehouseCode, reader: Reader, paging: Paging, _: Reading, q: Annotated[str | None, Query(max_length=40)] = None
) -> Page[BinOut]:
    """In the order pickers walk."""
    after = paging.after(int, str)
    found = await list_bins_of(reader, warehouse=code, q=q, after=None if after is None else (after[0], after[1]), limit=paging.limit)
    last = found[: paging.limit][-1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.sort_order, last.code) if last else None)


@router.post("/{code}/bins", status_code=201, dependencies=[ONCE], name="create_bin")
async def add_bin(code: WarehouseCode, body: NewBin, uow: Uow, response: Response, _: Managing) -> BinOut:
    made = await create_bin(uow, warehouse=code, **body.model_dump())
    show_version(response, made.version)
    return await show_bin(uow.session, warehouse=code, code=made.code)


@router.patch("/{code}/bins/{bin_code}", name="change_bin")
async def alter_bin(
    code: WarehouseCode, bin_code: BinCode, body: BinChange, version: ExpectedVersion, uow: Uow, response: Response, _: Managing
) -> BinOut:
    changed = await change_bin(uow, warehouse=code, code=bin_code, expected_version=version, **body.model_dump())
    await uow.session.flush()
    show_version(response, changed.version)
    return await show_bin(uow.session, warehouse=code, code=bin_code)


@router.post("/{code}/stock-places", status_code=204, dependencies=[ONCE], name="assign_bins")
async def place_stock(code: WarehouseCode, body: Places, uow: Uow, _: Keeping) -> None:
    """Fixed places of SKUs (rule WMS-6), all or nothing."""
    await assign_bins(uow, warehouse=code, bins={line.sku: line.bin for line in body.lines})
