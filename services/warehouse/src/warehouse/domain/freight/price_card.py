"""Price cards 价卡: what a carrier takes for a parcel, by weight, province and remoteness (rule LOG-1).

A version is never changed, only followed by the next; a parcel's freight names the version it was worked out by.
"""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy import ForeignKey
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Invalid
from warehouse.domain.model import Model
from warehouse.domain.place import SEATS, province_of

GRAMS_A_KILOGRAM = 1000
CUBIC_MM_A_CUBIC_CM = 1000
Price = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
Grams = Annotated[int, Field(ge=1, le=1_000_000)]
Place = Annotated[str, Field(min_length=2, max_length=60)]


class ProvinceUnknown(Invalid):
    code = "province_unknown"
    rule = "LOG-1"
    zh = "没有省份 {province}。"
    en = "There is no province {province}."


class Zone(BaseModel):
    """`provinces` by their short names (浙江, 新疆); empty: everywhere that no other zone names. `days`: until when it arrives, as promised."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    provinces: Annotated[list[Annotated[str, Field(min_length=2, max_length=20)]], Field(max_length=40)]
    first_g: Grams
    first_price: Price
    step_g: Grams
    step_price: Price
    days: Annotated[int, Field(ge=1, le=60)] | None = None


class PriceCardParameters(BaseModel):
    """Yuan. `volumetric_divisor`: cubic centimetres that count as a kilogram; None: only the scale counts.

    `remote_places` are beginnings of an address (西藏, 浙江省 舟山市) that cost `remote_surcharge` more. `cut_off`: what is handed over later
    travels the next day. A province in no zone is not served.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    zones: Annotated[list[Zone], Field(min_length=1, max_length=40)]
    minimum: Price = Decimal(0)
    volumetric_divisor: Annotated[int, Field(ge=1000, le=20_000)] | None = None
    remote_places: Annotated[list[Place], Field(max_length=2000)] = []
    remote_surcharge: Price = Decimal(0)
    cut_off: time | None = None

    @model_validator(mode="after")
    def each_province_once(self) -> Self:
        named = [province for zone in self.zones for province in zone.provinces]
        if len(named) != len(set(named)) or sum(not zone.provinces for zone in self.zones) > 1:
            raise ValueError("a province, and everywhere else, stands in one zone only")
        return self

    def check_provinces(self) -> None:
        """Raises ProvinceUnknown."""
        for province in (province for zone in self.zones for province in zone.provinces):
            if province not in SEATS:
                raise ProvinceUnknown(province=province)


class PriceCard(Model):
    """`service` tells a carrier's services apart (standard, express, cold)."""

    __tablename__ = "price_card"

    carrier_code: Mapped[str] = mapped_column(ForeignKey("carrier.code"), primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_from: Mapped[datetime]
    parameters: Mapped[dict[str, Any]] = mapped_column(JSONB)
    note: Mapped[str]
    published_at: Mapped[datetime]
    published_by: Mapped[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Freight:
    """`amount` in yuan with `surcharge` in it; `billed_g` is the weight that counts."""

    amount: Decimal
    surcharge: Decimal
    billed_g: int
    province: str
    days: int | None


def freight_of(card: PriceCardParameters, *, weight_g: int, volume_mm3: int | None, region: str) -> Freight | None:
    """None where the carrier does not go. Each further started step counts whole."""
    province = province_of(region)
    zone = _zone(card, province)
    if province is None or zone is None:
        return None
    billed_g = max(weight_g, _volumetric_g(card, volume_mm3))
    steps = -(-max(0, billed_g - zone.first_g) // zone.step_g)
    surcharge = card.remote_surcharge if _is_remote(card, region) else Decimal(0)
    amount = max(card.minimum, zone.first_price + steps * zone.step_price) + surcharge
    return Freight(amount=amount, surcharge=surcharge, billed_g=billed_g, province=province, days=zone.days)


def _zone(card: PriceCardParameters, province: str | None) -> Zone | None:
    named = next((zone for zone in card.zones if province in zone.provinces), None)
    return named or next((zone for zone in card.zones if not zone.provinces), None)


def _volumetric_g(card: PriceCardParameters, volume_mm3: int | None) -> int:
    if card.volumetric_divisor is None or volume_mm3 is None:
        return 0
    return -(-volume_mm3 * GRAMS_A_KILOGRAM // (CUBIC_MM_A_CUBIC_CM * card.volumetric_divisor))


def _is_remote(card: PriceCardParameters, region: str) -> bool:
    plain, province = "".join(region.split()), province_of(region)
    return any(plain.startswith("".join(place.split())) or place == province for place in card.remote_places)
