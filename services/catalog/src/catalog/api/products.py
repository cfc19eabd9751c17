"""Routes of products."""

from dataclasses import asdict
from typing import Annotated

from fastapi import Depends, Query, Response
from pydantic import BaseModel, Field

from catalog.api.fields import Name, Text
from catalog.domain.ids import ProductId
from catalog.domain.product import Product
from catalog.permissions import Permission
from catalog.queries.products import find_product_row, list_product_rows
from catalog.use_cases.add_product import add_product
from catalog.use_cases.change_product import change_product
from chassis.actor import Actor
from chassis.auth import requires
from chassis.ids import new_id
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router

router = transactional_router("/v1/products", tag="products")
Reading = Annotated[Actor, Depends(requires(Permission.READ))]
Managing = Annotated[Actor, Depends(requires(Permission.MANAGE))]
Short = Annotated[str, Field(max_length=100)]


class AddProduct(Body):
    number: Annotated[str, Field(min_length=1, max_length=64)]
    name_zh: Name
    name_en: Text = ""
    brand: Short = ""
    category: Short = ""


class ChangeProduct(Body):
    """What is left out, or null, stays as it is. An inactive product takes no new SKUs."""

    name_zh: Name | None = None
    name_en: Text | None = None
    brand: Short | None = None
    category: Short | None = None
    active: bool | None = None


class ProductOut(BaseModel):
    id: ProductId
    number: str
    name_zh: str
    name_en: str
    brand: str
    category: str
    active: bool
    version: int
    sku_count: int


@router.post("", status_code=201, dependencies=[ONCE])
async def create_product(body: AddProduct, uow: Uow, response: Response, _: Managing) -> ProductOut:
    product = Product(id=new_id(), created_at=uow.now, active=True, version=1, **body.model_dump())
    await add_product(uow, product=product)
    show_version(response, product.version)
    return ProductOut(id=product.id, active=True, version=product.version, sku_count=0, **body.model_dump())


@router.get("")
async def list_products(
    *,
    reader: Reader,
    paging: Paging,
    _: Reading,
    q: Annotated[str | None, Query(max_length=100)] = None,
    active: bool | None = None,
) -> Page[ProductOut]:
    """In the order of their numbers. `q` is the beginning of a number, or a part of a name."""
    (after,) = paging.after(str) or (None,)
    rows = await list_product_rows(reader, q=q, active=active, after=after, limit=paging.limit + 1)
    shown = [ProductOut(**asdict(row)) for row in rows]
    return page_of(shown, limit=paging.limit, next_cursor=make_cursor(shown[: paging.limit][-1].number) if shown else None)


@router.get("/{product_id}")
async def get_product(product_id: ProductId, reader: Reader, response: Response, _: Reading) -> ProductOut:
    row = await find_product_row(reader, product_id)
    show_version(response, row.version)
    return ProductOut(**asdict(row))


@router.patch("/{product_id}")
async def update_product(
    product_id: ProductId, body: ChangeProduct, uow: Uow, response: Response, expected_version: ExpectedVersion, _: Managing
) -> ProductOut:
    await change_product(uow, product_id=product_id, expected_version=expected_version, changes=body.model_dump(exclude_none=True))
    row = await find_product_row(uow.session, product_id)
    show_version(response, row.version)
    return ProductOut(**asdict(row))
