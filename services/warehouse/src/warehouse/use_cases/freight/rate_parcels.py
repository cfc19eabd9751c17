"""What parcels that have left should cost, kept with the version of the price card (rule LOG-3)."""

from collections.abc import Iterable, Sequence

from chassis.uow import UnitOfWork
from warehouse.domain.freight.parcel_freight import STANDARD, NoFreight
from warehouse.domain.freight.price_card import PriceCard, PriceCardParameters, freight_of
from warehouse.store.freight.price_cards import Rated, Sent, find_cards, find_sent, keep_freight


async def rate_parcels(uow: UnitOfWork, *, numbers: Iterable[str]) -> None:
    """Of shipments. One that was rated before keeps what it was rated."""
    sent = await find_sent(uow, numbers=numbers)
    cards = await find_cards(uow, carriers={one.carrier_code for one in sent})
    await keep_freight(uow, [_rate(uow, one, cards) for one in sent])


def _rate(uow: UnitOfWork, sent: Sent, cards: Sequence[PriceCard]) -> Rated:
    card = next((card for card in cards if _fits(card, sent)), None)
    freight, problem = None, None
    if card is None:
        problem = NoFreight.NO_CARD
    elif sent.weight_g is None:
        problem = NoFreight.NO_WEIGHT
    else:
        parameters = PriceCardParameters.model_validate(card.parameters)
        freight = freight_of(parameters, weight_g=sent.weight_g, volume_mm3=sent.volume_mm3, region=sent.region)
        problem = NoFreight.NOT_SERVED if freight is None else None
    return Rated(
        sent=sent,
        service=STANDARD,
        shipped_on=sent.shipped_at.astimezone(uow.frame.zone).date(),
        card_version=card.version if card else None,
        freight=freight,
        problem=problem,
    )


def _fits(card: PriceCard, sent: Sent) -> bool:
    return card.carrier_code == sent.carrier_code and card.service == STANDARD and card.effective_from <= sent.shipped_at
