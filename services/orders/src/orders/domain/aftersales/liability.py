"""Who answers for damage: proposed from what is known of the parcel, never decided by it (workflow 6, rule APR-1)."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.domain.aftersales.policy import AftersalesParameters, Liable


@dataclass(frozen=True, kw_only=True)
class ParcelFacts:
    """Of the parcel as it left, and of what came back. Weights in grams, None where the scale or the catalog said nothing.

    `carrier_code` is None where the order went in several parcels.
    """

    packed: bool
    parcel_g: int | None
    goods_g: int | None
    lost: bool
    carrier_code: str | None
    damaged: int
    wrong: int
    missing: int


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One thing that speaks for the proposal, in words."""

    code: str
    zh: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Proposal:
    party: Liable
    signs: Sequence[Sign]


CHECKED = Sign(code="checked", zh="打包复核无误", en="Found sound at the pack check")
NOT_CHECKED = Sign(code="not_checked", zh="没有打包复核记录", en="No pack check is on record")
NOT_WEIGHED = Sign(code="not_weighed", zh="没有称重记录可比", en="No weight is on record to compare")
LOST = Sign(code="lost", zh="承运商报告丢失", en="The carrier reports it lost")


def propose(reason: Liable, facts: ParcelFacts, policy: AftersalesParameters) -> Proposal:
    """`reason` is what the case's reason lays it on. What left whole and weighed right was harmed on the way."""
    signs = [*_found(facts), LOST] if facts.lost else [*_found(facts)]
    signs.append(CHECKED if facts.packed else NOT_CHECKED)
    right = _weighed_right(facts, policy)
    signs.append(NOT_WEIGHED if right is None else _weighed(facts, right=right))
    return Proposal(party=_party(reason, facts, right=right), signs=signs)


def _party(reason: Liable, facts: ParcelFacts, *, right: bool | None) -> Liable:
    if facts.lost:
        return Liable.CARRIER
    if facts.wrong:
        return Liable.WAREHOUSE
    if reason != Liable.CARRIER:
        return reason
    # The reason says it happened on the way; who packed without a check, or sent the wrong weight, cannot say that.
    return Liable.WAREHOUSE if not facts.packed or right is False else Liable.CARRIER


def _weighed_right(facts: ParcelFacts, policy: AftersalesParameters) -> bool | None:
    if facts.parcel_g is None or facts.goods_g is None:
        return None
    least, most = facts.goods_g * (100 - policy.weight_percent), facts.goods_g * (100 + policy.weight_percent) + policy.packaging_g * 100
    return least <= facts.parcel_g * 100 <= most


def _weighed(facts: ParcelFacts, *, right: bool) -> Sign:
    grams = f"{facts.parcel_g} g / {facts.goods_g} g"
    if right:
        return Sign(code="weight_right", zh=f"出库重量与商品相符（{grams}）", en=f"It left with the right weight ({grams})")
    return Sign(code="weight_wrong", zh=f"出库重量与商品不符（{grams}）", en=f"It left with the wrong weight ({grams})")


def _found(facts: ParcelFacts) -> list[Sign]:
    found = [
        ("damaged", facts.damaged, f"退回检验：残损 {facts.damaged} 件", f"Inspection: {facts.damaged} damaged"),
        ("wrong", facts.wrong, f"退回检验：错发 {facts.wrong} 件", f"Inspection: {facts.wrong} wrong"),
        ("missing", facts.missing, f"退回检验：缺少 {facts.missing} 件", f"Inspection: {facts.missing} missing"),
    ]
    return [Sign(code=code, zh=zh, en=en) for code, count, zh, en in found if count]
