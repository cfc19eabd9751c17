"""Orders that are typed in or copied, and addresses that are pasted."""

from decimal import Decimal
from typing import Annotated, Literal

from fastapi import Depends
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.routes import ONCE, Body, Uow, transactional_router
from chassis.tracing import request_id_var
from orders.api.bulk_actions import OrderId
from orders.api.order_bodies import AmountText, CurrencyCode, Remark
from orders.api.placements import PlacementOut
from orders.api.rewriting import FullReceiverIn
from orders.domain.address_line import parse_address_line
from orders.domain.manual_order import ManualLine, ManualOrder
from orders.domain.placement import Delivery
from orders.permissions import Permission
from orders.use_cases.place_orders import place_orders
from orders.use_cases.prepare_manual_order import prepare_manual_order

router = transactional_router("/v1/orders", tag="orders")
Placing = Annotated[Actor, Depends(requires(Permission.PLACE))]


class ManualLineIn(Body):
    sku: Annotated[str, Field(min_length=1, max_length=64)]
    title: Annotated[str, Field(max_length=500)] = ""
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    unit_price: AmountText


class PlaceManualOrder(Body):
    """`receiver` left out with `copied_from`: that order's. `platform_order_no` left out: one is made up. `even_if_duplicate`: somebody has
    looked at the orders that look the same, and wants this one too.
    """

    shop_id: Annotated[str, Field(min_length=1, max_length=64)]
    source: Literal["hand", "copy"] = "hand"
    copied_from: OrderId | None = None
    platform_order_no: Annotated[str, Field(max_length=64)] = ""
    currency: CurrencyCode = "CNY"
    receiver: FullReceiverIn | None = None
    lines: Annotated[list[ManualLineIn], Field(min_length=1, max_length=200)]
    freight: AmountText = "0.00"
    discount: AmountText = "0.00"
    is_paid: bool = True
    buyer_id: Annotated[str, Field(max_length=128)] = ""
    buyer_remark: Remark = ""
    seller_remark: Remark = ""
    even_if_duplicate: bool = False


class PastedAddress(Body):
    text: Annotated[str, Field(min_length=1, max_length=1_000)]


class ParsedReceiver(BaseModel):
    name: str
    phone: str
    country: str
    province: str
    city: str
    district: str
    town: str
    street: str
    postcode: str


class ParsedAddress(BaseModel):
    """`missing` are fields that a parcel needs and that were not found."""

    receiver: ParsedReceiver
    missing: list[str]


@router.post("/manual", status_code=201, dependencies=[ONCE])
async def place_manual_order(body: PlaceManualOrder, uow: Uow, actor: Placing) -> PlacementOut:
    """Type in one order, or copy one. It is reviewed like any other; what looks like a duplicate is refused until somebody says it is none."""
    draft = await prepare_manual_order(uow, order=_order(body))
    delivery = Delivery(draft=draft, actor=actor, source=body.source, request_id=request_id_var.get())
    [placement] = await place_orders(uow, deliveries=[delivery])
    assert placement.order_id is not None, "its shop was looked at before"
    return PlacementOut(
        id=placement.order_id,
        number=placement.number,
        outcome=placement.outcome,
        status=str(placement.status),
        hold_reasons=placement.hold_reasons,
        attention_reasons=placement.attention_reasons,
    )


# Nothing is kept of it: personal data is only taken apart.
@router.post("/parse-address")
async def parse_pasted_address(body: PastedAddress, _: Placing) -> ParsedAddress:
    """One line of a Chinese address, as buyers send it, in fields. What cannot be told is left empty."""
    parsed = parse_address_line(body.text)
    return ParsedAddress(receiver=ParsedReceiver.model_validate(parsed.fields), missing=parsed.missing)


def _order(body: PlaceManualOrder) -> ManualOrder:
    return ManualOrder(
        shop_id=body.shop_id,
        source=body.source,
        copied_from=body.copied_from,
        platform_order_no=body.platform_order_no.strip(),
        currency=body.currency,
        receiver=None if body.receiver is None else body.receiver.fields(),
        lines=[
            ManualLine(sku=line.sku, title=line.title, quantity=line.quantity, unit_price=Decimal(line.unit_price)) for line in body.lines
        ],
        freight=Decimal(body.freight),
        discount=Decimal(body.discount),
        is_paid=body.is_paid,
        buyer_id=body.buyer_id,
        buyer_remark=body.buyer_remark,
        seller_remark=body.seller_remark,
        even_if_duplicate=body.even_if_duplicate,
    )
