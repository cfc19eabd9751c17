"""Shipments: the desk's list, one with its lines, waybills, shipping."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Path, Query, Request, Response
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.context import Context
from chassis.languages import language_of
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.preconditions import ExpectedVersion, show_version
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from chassis.sealing import SealBroken
from warehouse.domain.owner import owners_seen_by
from warehouse.domain.receiver import masked_name, masked_phone
from warehouse.permissions import Permission
from warehouse.queries.shipments import FoundShipment, ShipmentFilter, ShipmentLineOut, ShipmentRow, list_shipments_of_desk, show_shipment
from warehouse.use_cases.set_waybill import set_waybill
from warehouse.use_cases.ship_shipments import Outcome, ship_shipments

router = transactional_router("/v1/shipments", tag="shipments")
Reading = Annotated[Actor, Depends(requires(Permission.READ_SHIPMENTS))]
Shipping = Annotated[Actor, Depends(requires(Permission.SHIP))]
Number = Annotated[str, Path(max_length=40)]
State = Literal["waiting", "picking", "picked", "packed", "shipped", "withdrawn"]


class MaskedReceiver(BaseModel):
    name: str
    phone: str
    region: str


class ShipmentOut(BaseModel):
    """The receiver is masked (rule ORD-5); the label shows them in full to who may print it."""

    shipment: ShipmentRow
    receiver: MaskedReceiver
    lines: list[ShipmentLineOut]


class Waybill(Body):
    """`reason`: why another carrier is taken than the first of its freight offers (rule LOG-1)."""

    carrier_code: Annotated[str, Field(min_length=1, max_length=40, examples=["SF"])]
    tracking_number: Annotated[str, Field(min_length=6, max_length=60)]
    reason: Annotated[str, Field(min_length=2, max_length=200, pattern=r"\S")] | None = None


class ShipmentsToShip(Body):
    numbers: Annotated[list[Annotated[str, Field(min_length=1, max_length=40)]], Field(min_length=1, max_length=500)]


class ShipResult(BaseModel):
    """`outcome` is shipped or refused; then `code` is for programs and `detail` a sentence for people."""

    number: str
    outcome: str
    code: str | None
    detail: str | None


class ShipResults(BaseModel):
    results: list[ShipResult]


async def shipment_filter(
    state: Annotated[list[State] | None, Query(max_length=6)] = None,
    warehouse: Annotated[str | None, Query(max_length=40)] = None,
    carrier: Annotated[str | None, Query(max_length=40)] = None,
    problem: bool | None = None,
    q: Annotated[
        str | None, Query(max_length=200, description="Beginning of a shipment's, waybill's or order's number, or a whole reference")
    ] = None,
) -> ShipmentFilter:
    states: list[str] | None = None if state is None else [*state]
    return ShipmentFilter(states=states, warehouse=warehouse, carrier=carrier, problem=problem, q=q)


@router.get("")
async def list_shipments(
    reader: Reader,
    paging: Paging,
    actor: Reading,
    wanted: Annotated[ShipmentFilter, Depends(shipment_filter)],
    sort: Literal["-created_at", "created_at"] = "-created_at",
) -> Page[ShipmentRow]:
    after = paging.after(datetime, UUID)
    position = None if after is None else (after[0], after[1])
    rows = await list_shipments_of_desk(
        reader, wanted=wanted, owners=owners_seen_by(actor), oldest_first=sort == "created_at", after=position, limit=paging.limit
    )
    cursor = None
    if rows:
        last, last_id = rows[: paging.limit][-1]
        cursor = make_cursor(last.created_at, last_id)
    return page_of([row for row, _ in rows], limit=paging.limit, next_cursor=cursor)


@router.get("/{number}")
async def get_shipment(number: Number, reader: Reader, context: Here, response: Response, actor: Reading) -> ShipmentOut:
    found = await show_shipment(reader, number=number, owners=owners_seen_by(actor))
    show_version(response, found.shipment.version)
    return shown(found, context)


def shown(found: FoundShipment, context: Context) -> ShipmentOut:
    receiver = opened(found, context)
    masked = MaskedReceiver(
        name=masked_name(receiver.get("name", "")), phone=masked_phone(receiver.get("phone", "")), region=found.shipment.receiver_region
    )
    return ShipmentOut(shipment=found.shipment, receiver=masked, lines=found.lines)


def opened(found: FoundShipment, context: Context) -> Mapping[str, str]:
    """Nothing where there is no receiver, or it was sealed with a key that is not ours."""
    try:
        return context.sealer.open(found.receiver_sealed)
    except SealBroken:
        return {}


@router.put("/{number}/waybill", name="set_waybill")
async def put_waybill(
    number: Number, body: Waybill, version: ExpectedVersion, uow: Uow, context: Here, response: Response, _: Shipping
) -> ShipmentOut:
    """At any time before it is shipped."""
    changed = await set_waybill(
        uow,
        number=number,
        carrier_code=body.carrier_code,
        tracking_number=body.tracking_number,
        expected_version=version,
        reason=body.reason,
    )
    show_version(response, changed.version)
    return shown(await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor)), context)


@router.post("/ship", dependencies=[ONCE], name="ship_shipments")
async def ship_many(body: ShipmentsToShip, uow: Uow, request: Request, _: Shipping) -> ShipResults:
    """Up to 500, each for itself: one that cannot leave holds up no other."""
    language = language_of(request.headers.get("accept-language"))
    return ShipResults(results=[_result(outcome, language) for outcome in await ship_shipments(uow, numbers=body.numbers)])


def _result(outcome: Outcome, language: str) -> ShipResult:
    refusal = outcome.refusal
    if refusal is None:
        return ShipResult(number=outcome.number, outcome="shipped", code=None, detail=None)
    return ShipResult(number=outcome.number, outcome="refused", code=refusal.code, detail=refusal.sentence(language))


@router.post("/{number}/ship", dependencies=[ONCE], name="ship_shipment")
async def ship_one(number: Number, uow: Uow, context: Here, response: Response, _: Shipping) -> ShipmentOut:
    """The parcel leaves: its goods go out of the stock, and the shop is told."""
    for outcome in await ship_shipments(uow, numbers=[number]):
        if outcome.refusal is not None:
            raise outcome.refusal
    found = await show_shipment(uow.session, number=number, owners=owners_seen_by(uow.actor))
    show_version(response, found.shipment.version)
    return shown(found, context)
