"""The choice of a carrier: what each would take, and what we promise (rule LOG-1)."""

from datetime import date
from typing import Annotated

from fastapi import Depends
from pydantic import AwareDatetime, BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Here, Reader, Uow, transactional_router
from contracts.money import Amount
from warehouse.api.shipments import Number
from warehouse.domain.freight.delivery_promise import PROMISE_RULE, PromiseParameters
from warehouse.domain.owner import owners_seen_by
from warehouse.permissions import Permission
from warehouse.queries.freight.delivery_promises import DeliveryPromiseOut, find_delivery_promises
from warehouse.queries.shipments import show_shipment
from warehouse.use_cases.freight.compare_carriers import compare_carriers
from warehouse.use_cases.freight.publish_delivery_promise import publish_delivery_promise

router = transactional_router("/v1/shipments", tag="freight")
promises = transactional_router("/v1/policies/delivery-promise", tag="policies")


class FreightOffer(BaseModel):
    """Yuan. `arrives_on` null: the carrier promises no days. `keeps_promise`: it arrives within the days of our promise."""

    carrier_code: str
    service: str
    card_version: int
    amount: Amount
    billed_g: int
    leaves_on: date
    arrives_on: date | None
    keeps_promise: bool


class FreightOffers(BaseModel):
    """`weight_g` null: neither weighed nor known of its goods, so nobody's freight is known."""

    weight_g: int | None
    offers: list[FreightOffer]


class PublishDeliveryPromise(Body):
    """`effective_from` left out: from now on."""

    parameters: PromiseParameters
    effective_from: AwareDatetime | None = None
    note: Annotated[str, Field(max_length=500)] = ""


@router.get("/{number}/freight-offers")
async def list_freight_offers(
    number: Number, reader: Reader, context: Here, actor: Annotated[Actor, Depends(requires(Permission.READ_SHIPMENTS))]
) -> FreightOffers:
    """The cheapest that keeps the promise first; carriers without a price card, or that do not go there, are not in it."""
    await show_shipment(reader, number=number, owners=owners_seen_by(actor))
    parcel, offers = await compare_carriers(reader, number=number, now=context.clock.now(), zone=context.clock.zone)
    return FreightOffers(weight_g=parcel.weight_g, offers=[FreightOffer.model_validate(offer, from_attributes=True) for offer in offers])


@promises.get("")
async def list_delivery_promises(
    reader: Reader, paging: Paging, _: Annotated[Actor, Depends(requires(Permission.READ_SHIPMENTS))]
) -> Page[DeliveryPromiseOut]:
    """Newest version first (rule LOG-1)."""
    (before,) = paging.after(int) or (None,)
    found = await find_delivery_promises(reader, before=None if before is None else max(0, min(before, 2**31 - 1)), limit=paging.limit)
    last = found[min(len(found), paging.limit) - 1] if found else None
    return page_of(found, limit=paging.limit, next_cursor=make_cursor(last.version) if last else None)


@promises.post("", status_code=201, dependencies=[ONCE], name="publish_delivery_promise")
async def publish(
    body: PublishDeliveryPromise, uow: Uow, actor: Annotated[Actor, Depends(requires(Permission.SET_POLICIES))]
) -> DeliveryPromiseOut:
    """A new version, from a moment on."""
    made = await publish_delivery_promise(uow, parameters=body.parameters, effective_from=body.effective_from, note=body.note)
    return DeliveryPromiseOut(
        rule=PROMISE_RULE,
        version=made.version,
        effective_from=made.effective_from,
        parameters=body.parameters,
        note=made.note,
        published_at=made.published_at,
        published_by=actor.name,
    )
