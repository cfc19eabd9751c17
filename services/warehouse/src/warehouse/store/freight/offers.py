"""What carriers would take for a parcel as it lies there (rule LOG-1)."""

from datetime import datetime, tzinfo

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from chassis.publishing import version_at
from warehouse.domain.carrier import Carrier
from warehouse.domain.freight.delivery_promise import DEFAULT_PROMISE, DeliveryPromise, PromiseParameters
from warehouse.domain.freight.offer import Offer, Parcel, rank_offers
from warehouse.domain.freight.price_card import PriceCard

# Before it is weighed its goods stand in for it; their volume is the least that the box takes.
PARCEL = text("""
    SELECT s.receiver_region AS region, coalesce(s.weight_g, g.weight_g) AS weight_g, g.volume_mm3
    FROM shipment s CROSS JOIN LATERAL (
        SELECT CASE WHEN bool_and(k.weight_g > 0) THEN sum(l.quantity * k.weight_g)::bigint END AS weight_g,
               sum(l.quantity * k.length_mm::bigint * k.width_mm * k.height_mm)::bigint AS volume_mm3
        FROM shipment_line l LEFT JOIN sku k ON k.sku = l.sku WHERE l.shipment_id = s.id) g
    WHERE s.number = :number
""")


async def promise_at(session: AsyncSession, *, moment: datetime) -> PromiseParameters:
    row = await version_at(session, DeliveryPromise, moment=moment)
    return DEFAULT_PROMISE if row is None else PromiseParameters.model_validate(row.parameters)


async def find_parcel(session: AsyncSession, *, number: str) -> Parcel:
    """Of a shipment that is there."""
    row = (await session.execute(PARCEL, {"number": number})).one()
    return Parcel(region=row.region, weight_g=row.weight_g, volume_mm3=row.volume_mm3)


async def find_offers(session: AsyncSession, parcel: Parcel, *, now: datetime, zone: tzinfo) -> list[Offer]:
    """By the cards in force, the first choice first."""
    newest = (PriceCard.carrier_code, PriceCard.service, PriceCard.effective_from.desc(), PriceCard.version.desc())
    query = (
        select(PriceCard)
        .join(Carrier, Carrier.code == PriceCard.carrier_code)
        .where(Carrier.active, PriceCard.effective_from <= now)
        .ext(distinct_on(PriceCard.carrier_code, PriceCard.service))
        .order_by(*newest)
    )
    cards = (await session.scalars(query)).all()
    return rank_offers(cards, parcel, promise=await promise_at(session, moment=now), now=now, zone=zone)
