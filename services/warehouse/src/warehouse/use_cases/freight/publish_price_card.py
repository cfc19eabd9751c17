"""A new version of a carrier's price card (rule LOG-1)."""

from datetime import datetime

from chassis.uow import UnitOfWork
from warehouse.domain.freight.price_card import PriceCard, PriceCardParameters
from warehouse.store.carriers import find_carrier
from warehouse.store.freight.price_cards import find_unrated, last_card_version, lock_cards_of
from warehouse.use_cases.freight.rate_parcels import rate_parcels


async def publish_price_card(
    uow: UnitOfWork, *, carrier: str, service: str, parameters: PriceCardParameters, effective_from: datetime | None, note: str
) -> PriceCard:
    """It may take effect in the past, as contracts are signed late: parcels that had no card get one, those that were rated stay as they are.

    Raises CarrierUnknown, ProvinceUnknown.
    """
    parameters.check_provinces()
    await find_carrier(uow, code=carrier)
    await lock_cards_of(uow, carrier=carrier)
    start = effective_from or uow.now
    card = PriceCard(
        carrier_code=carrier,
        service=service,
        version=await last_card_version(uow, carrier=carrier, service=service) + 1,
        effective_from=start,
        parameters=parameters.model_dump(mode="json"),
        note=note,
        published_at=uow.now,
        published_by=uow.actor.name,
    )
    uow.session.add(card)
    await uow.session.flush()
    numbers = await find_unrated(uow, carrier=carrier, service=service, since=start.astimezone(uow.frame.zone).date())
    await rate_parcels(uow, numbers=numbers)
    after: dict[str, object] = {"version": card.version, "effective_from": start.isoformat(), "parameters": card.parameters}
    uow.audit("price_card.published", noun="price_card", noun_id=f"{carrier}/{service}", after=after, reason=note or None)
    uow.changed("price_card", carrier)
    return card
