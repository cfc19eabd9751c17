"""Why an order looks fake: the signals that speak, and what they add up to (rule ORD-6). No I/O, no clock."""

from dataclasses import dataclass
from enum import StrEnum

from orders.domain.integrity.policy import Burst, IntegrityParameters, SharedBy, Signal


class SignalName(StrEnum):
    SHARED_PAYER = "shared_payer"
    SHARED_DEVICE = "shared_device"
    SHARED_ADDRESS = "shared_address"
    LIGHT_PARCEL = "light_parcel"
    BURST = "burst"
    INSTANT_PRAISE = "instant_praise"
    NO_BROWSING = "no_browsing"
    SAME_PRAISE = "same_praise"


@dataclass(frozen=True, kw_only=True)
class Shared:
    """How many orders, of how many different buyers, have the same payer, device, address or words of praise."""

    orders: int
    buyers: int


@dataclass(frozen=True, kw_only=True)
class Rush:
    """Orders of buyers new to the shop around this order, and how many orders it usually has in as much time.

    `by_sku`: of a SKU of this order, not of all that the shop sells.
    """

    new_buyers: int
    usual: float
    by_sku: bool = False


@dataclass(frozen=True, kw_only=True)
class OrderTraits:
    """What is known of an order; None: nobody told."""

    payer: Shared | None = None
    device: Shared | None = None
    address: Shared | None = None
    praise: Shared | None = None
    parcel_g: int | None = None
    goods_g: int | None = None
    rushes: tuple[Rush, ...] = ()
    praised_after_s: int | None = None
    browsed_s: int | None = None


@dataclass(frozen=True, kw_only=True)
class SpokenSignal:
    """`facts` are the numbers it rests on."""

    name: SignalName
    weight: int
    zh: str
    en: str
    facts: dict[str, int]

    def as_row(self) -> dict[str, object]:
        return {"signal": str(self.name), "weight": self.weight, "zh": self.zh, "en": self.en, "facts": self.facts}


def spoken_signals(traits: OrderTraits, policy: IntegrityParameters) -> list[SpokenSignal]:
    found = [
        *_shared(SignalName.SHARED_PAYER, policy.shared_payer, traits.payer),
        *_shared(SignalName.SHARED_DEVICE, policy.shared_device, traits.device),
        *_shared(SignalName.SHARED_ADDRESS, policy.shared_address, traits.address),
        *_shared(SignalName.SAME_PRAISE, policy.same_praise, traits.praise),
        *_light(traits, policy),
        *_burst(policy.burst, traits.rushes),
    ]
    if traits.praised_after_s is not None and traits.praised_after_s <= policy.instant_praise.seconds:
        found.append(_spoken(SignalName.INSTANT_PRAISE, policy.instant_praise, seconds=traits.praised_after_s))
    if traits.browsed_s is not None and traits.browsed_s <= policy.no_browsing.seconds:
        found.append(_spoken(SignalName.NO_BROWSING, policy.no_browsing, seconds=traits.browsed_s))
    return [signal for signal in found if signal.weight]


def score_of(signals: list[SpokenSignal]) -> int:
    return sum(signal.weight for signal in signals)


def _shared(name: SignalName, signal: SharedBy, shared: Shared | None) -> list[SpokenSignal]:
    if shared is None or shared.buyers < signal.least_buyers:
        return []
    return [_spoken(name, signal, orders=shared.orders, buyers=shared.buyers)]


def _light(traits: OrderTraits, policy: IntegrityParameters) -> list[SpokenSignal]:
    if traits.parcel_g is None or not traits.goods_g or traits.parcel_g * 100 >= traits.goods_g * policy.light_parcel.percent:
        return []
    return [_spoken(SignalName.LIGHT_PARCEL, policy.light_parcel, parcel_g=traits.parcel_g, goods_g=traits.goods_g)]


def _burst(signal: Burst, rushes: tuple[Rush, ...]) -> list[SpokenSignal]:
    speaking = [one for one in rushes if one.new_buyers >= signal.orders and one.new_buyers >= one.usual * signal.times]
    if not speaking:
        return []
    most = max(speaking, key=lambda one: one.new_buyers)
    which = {"by_sku": 1} if most.by_sku else {}
    return [
        _spoken(SignalName.BURST, signal, new_buyers=most.new_buyers, usual=round(most.usual), minutes=signal.minutes, **which),
    ]


def _spoken(name: SignalName, signal: Signal, **facts: int) -> SpokenSignal:
    return SpokenSignal(name=name, weight=signal.weight, zh=signal.zh, en=signal.en, facts=facts)
