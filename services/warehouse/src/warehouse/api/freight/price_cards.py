"""Price cards of carriers."""

from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import BaseModel, Field

from chassis.actor import Actor
from chassis.auth import requires
from chassis.pages import Page, Paging, make_cursor, page_of
from chassis.routes import ONCE, Body, Reader, Uow, transactional_router
from contracts.money import Amount
from warehouse.domain.freight.parcel_freight import STANDARD
from warehouse.domain.freight.price_card import CUBIC_MM_A_CUBIC_CM, Grams, PriceCardParameters, ProvinceUnknown, freight_of
from warehouse.domain.place import province_of
from warehouse.permissions import Permission
from warehouse.queries.freight.price_cards import PriceCardOut, list_price_cards_of
from warehouse.queries.values import Code, Moment
from warehouse.use_cases.freight.publish_price_card import publish_price_card

router = transactional_router("/v1/price-cards", tag="freight")
trials = transactional_router("/v1/price-card-trials", tag="freight")
LARGEST_VERSION = 2**31 - 1


class NewPriceCard(Body):
    """From now on, or from `effective_from`, also an earlier moment: parcels that had no card are rated then, those that had one stay."""

    parameters: PriceCardParameters
    effective_from: Moment | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class PriceCardTrial(Body):
    """`region` begins with a province, as an address does. `volume_cm3` of the parcel, where the card counts it."""

    parameters: PriceCardParameters
    weight_g: Grams
    volume_cm3: Annotated[int, Field(ge=1, le=10_000_000)] | None = None
    region: Annotated[str, Field(min_length=2, max_length=200)]


class TrialFreight(BaseModel):
    """Yuan; `amount` has `surcharge` in it. `billed_g` is the weight that counts, `days` until when it arrives as promised."""

    amount: Amount
    surcharge: Amount
    billed_g: int
    province: str
    days: int | None


class TrialOut(BaseModel):
    """`freight` None: the card does not go there."""

    freight: TrialFreight | None


@router.get("")
async def list_price_cards(
    reader: Reader,
    paging: Paging,
    _: Annotated[Actor, Depends(requires(Permission.READ_FREIGHT))],
    carrier: Annotated[str | None, Query(max_length=40)] = None,
) -> Page[PriceCardOut]:
    """All versions, by carrier and service, newest first (rule LOG-1)."""
    after = paging.after(str, str, int)
    position = None if after is None else (after[0], after[1], max(0, min(after[2], LARGEST_VERSION)))
    rows = await list_price_cards_of(reader, carrier=carrier, after=position, limit=paging.limit)
    last = rows[: paging.limit][-1] if rows else None
    return page_of(rows, limit=paging.limit, next_cursor=make_cursor(last.carrier_code, last.service, last.version) if last else None)


@router.post("/{carrier}", status_code=201, dependencies=[ONCE], name="publish_price_card")
async def publish(
    carrier: Annotated[Code, Path()],
    body: NewPriceCard,
    uow: Uow,
    _: Annotated[Actor, Depends(requires(Permission.PUBLISH_PRICE_CARDS))],
) -> PriceCardOut:
    """A new version of its standard service."""
    card = await publish_price_card(
        uow, carrier=carrier, service=STANDARD, parameters=body.parameters, effective_from=body.effective_from, note=body.note
    )
    await uow.session.flush()
    found = await list_price_cards_of(uow.session, carrier=carrier, after=(carrier, STANDARD, card.version + 1), limit=1)
    return found[0]


@trials.post("", name="try_price_card")
async def try_card(body: PriceCardTrial, _: Annotated[Actor, Depends(requires(Permission.READ_FREIGHT))]) -> TrialOut:
    """What a parcel would cost by a card, published or not; nothing is kept."""
    body.parameters.check_provinces()
    if province_of(body.region) is None:
        raise ProvinceUnknown(province=body.region)
    volume_mm3 = None if body.volume_cm3 is None else body.volume_cm3 * CUBIC_MM_A_CUBIC_CM
    freight = freight_of(body.parameters, weight_g=body.weight_g, volume_mm3=volume_mm3, region=body.region)
    return TrialOut(freight=None if freight is None else TrialFreight.model_validate(freight, from_attributes=True))
