"""What review knows of the world: shops, SKUs, remembered mappings, policies. Kept in memory, so that no order asks the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from orders.domain.gift_rule import GiftRule
from orders.domain.policy import Policy
from orders.domain.presale import KnownPresale
from orders.domain.ship_clock import ShipClock

PIECES = frozenset({"", "件", "个", "只", "pc", "pcs", "piece", "pieces", "ea", "each", "unit", "units"})


@dataclass(frozen=True, kw_only=True)
class KnownShop:
    name: str
    active: bool
    platform: str


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """`version` is that of the database when this was read. `units` gives each SKU's unit; `mappings` a shop's own codes."""

    version: int
    shops: Mapping[str, KnownShop]
    units: Mapping[str, str]
    mappings: Mapping[tuple[str, str], str]
    policies: Sequence[Policy]
    restricted_shops: frozenset[str] = frozenset()
    """Their credit is too low: new orders of theirs are held (rule CHN-9)."""
    distrusted_buyers: frozenset[tuple[str, str]] = frozenset()
    """Shop and buyer: each order of theirs waits for a person (rule CHN-9)."""
    ship_clocks: Sequence[ShipClock]
    rule_stages: Mapping[str, str] = field(default_factory=dict[str, str])
    """The stage of every named rule that was ever published, by its code."""
    gift_rules: Sequence[GiftRule] = ()
    """Every version of every gift rule."""
    presales: Sequence[KnownPresale] = ()

    def sku_of(self, shop_id: str, merchant_code: str) -> str | None:
        """Our SKU for a shop's merchant code. What a person has mapped goes before an equal name."""
        mapped = self.mappings.get((shop_id, merchant_code))
        if mapped is not None:
            return mapped
        return merchant_code if merchant_code in self.units else None

    def unit_fits(self, sku: str, unit: str | None) -> bool:
        if unit is None:
            return True
        told = unit.strip().lower()
        return told in PIECES or told == self.units.get(sku, "").lower()
