"""What each carrier would take for a parcel as it lies there (rule LOG-1)."""

from datetime import datetime, tzinfo

from sqlalchemy.ext.asyncio import AsyncSession

from warehouse.domain.freight.offer import Offer, Parcel
from warehouse.store.freight.offers import find_offers, find_parcel


async def compare_carriers(session: AsyncSession, *, number: str, now: datetime, zone: tzinfo) -> tuple[Parcel, list[Offer]]:
    """Of a shipment that is there, the first choice first. Changes nothing: the use cases that put a waybill on it compare the same way."""
    parcel = await find_parcel(session, number=number)
    return parcel, await find_offers(session, parcel, now=now, zone=zone)
