"""What each carrier would take for a parcel, the cheapest that keeps the promise first (rule LOG-1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal

from chassis.refusals import Conflict, FieldError
from warehouse.domain.freight.delivery_promise import PromiseParameters
from warehouse.domain.freight.price_card import PriceCard, PriceCardParameters, freight_of


class CarrierNeedsReason(Conflict):
    code = "carrier_needs_reason"
    rule = "LOG-1"
    zh = "{first} 运费 {amount} 元更合适，改用 {carrier} 须说明理由。"
    en = "{first} takes {amount} yuan and is the first choice; {carrier} is taken only with a reason."


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """`weight_g` by the scale, or of its goods before it is weighed; None where neither is known."""

    region: str
    weight_g: int | None
    volume_mm3: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """`amount` in yuan. `arrives_on` None: the card promises no days, which keeps no promise of ours."""

    carrier_code: str
    service: str
    card_version: int
    amount: Decimal
    billed_g: int
    leaves_on: date
    arrives_on: date | None
    keeps_promise: bool

    @property
    def rank(self) -> tuple[bool, Decimal]:
        """Less is better."""
        return not self.keeps_promise, self.amount


def rank_offers(cards: Iterable[PriceCard], parcel: Parcel, *, promise: PromiseParameters, now: datetime, zone: tzinfo) -> list[Offer]:
    """Of the carriers that go there. Of two that cost the same the one that arrives sooner."""
    if parcel.weight_g is None:
        return []
    found = [_offer(card, parcel, weight_g=parcel.weight_g, promise=promise, now=now.astimezone(zone)) for card in cards]
    offers = [offer for offer in found if offer is not None]
    return sorted(offers, key=lambda offer: (*offer.rank, offer.arrives_on or date.max, offer.carrier_code, offer.service))


def _offer(card: PriceCard, parcel: Parcel, *, weight_g: int, promise: PromiseParameters, now: datetime) -> Offer | None:
    parameters = PriceCardParameters.model_validate(card.parameters)
    freight = freight_of(parameters, weight_g=weight_g, volume_mm3=parcel.volume_mm3, region=parcel.region)
    if freight is None:
        return None
    today = now.date()
    missed = parameters.cut_off is not None and now.time() > parameters.cut_off
    leaves_on = today + timedelta(days=1) if missed else today
    arrives_on = None if freight.days is None else leaves_on + timedelta(days=freight.days)
    keeps = promise.days is None or (arrives_on is not None and arrives_on <= today + timedelta(days=promise.days))
    return Offer(
        carrier_code=card.carrier_code,
        service=card.service,
        card_version=card.version,
        amount=freight.amount,
        billed_g=freight.billed_g,
        leaves_on=leaves_on,
        arrives_on=arrives_on,
        keeps_promise=keeps,
    )


def check_choice(offers: list[Offer], *, carrier: str, reason: str | None) -> None:
    """One as good as the first is as welcome. Raises CarrierNeedsReason."""
    if not offers or reason is not None:
        return
    if any(offer.carrier_code == carrier and offer.rank == offers[0].rank for offer in offers):
        return
    field = FieldError(pointer="/reason", code="required", zh="须说明理由", en="is needed")
    raise CarrierNeedsReason(first=offers[0].carrier_code, amount=offers[0].amount, carrier=carrier, errors=[field])
