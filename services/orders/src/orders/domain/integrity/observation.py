"""What a shop has seen of an order and the order itself does not say (rule ORD-6)."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, kw_only=True)
class Observation:
    """ "" and None: not told. `payer` and `device` are in clear here and nowhere after."""

    shop_id: str
    platform_order_no: str
    payer: str
    device: str
    praised_after_s: int | None
    browsed_s: int | None

    @property
    def key(self) -> tuple[str, str]:
        return self.shop_id, self.platform_order_no


@dataclass(frozen=True, kw_only=True)
class Observed:
    """`order_id` None: there is no such order. Not `noted`: it has come in so lately that it is not marked yet, and is to be told again."""

    observation: Observation
    order_id: UUID | None
    noted: bool
