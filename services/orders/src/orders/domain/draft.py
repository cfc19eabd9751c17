"""An order as a shop tells it, before we know what to make of it. The one form that every way in is turned into."""

from dataclasses import dataclass
from datetime import datetime

from orders.domain.receiver import Receiver


# Not frozen: freezing triples the cost of making one, and intake makes thousands a second.
@dataclass(slots=True, kw_only=True)
class DraftLine:
    """Amounts are exact decimal text in the order's currency; `unit` None means pieces."""

    platform_line_no: str
    merchant_code: str
    platform_sku: str
    title: str
    quantity: int
    unit: str | None
    unit_price: str
    paid_amount: str | None
    refund: str


@dataclass(slots=True, kw_only=True)
class Draft:
    """Amounts are exact decimal text. `receiver_sealed` is there when the draft came sealed, so that it need not be sealed again."""

    shop_id: str
    platform_order_no: str
    platform_status: str
    state: str
    placed_at: datetime
    paid_at: datetime | None
    modified_at: datetime
    currency: str
    goods_amount: str
    discount_amount: str
    freight_amount: str
    paid_amount: str
    buyer_id: str
    receiver: Receiver
    receiver_sealed: str | None
    buyer_remark: str
    seller_remark: str
    refund: str
    lines: list[DraftLine]
    payer: str = ""
    device: str = ""
    """As a request told them: only digested are they ever written."""
    payer_digest: str | None = None
    device_digest: str | None = None
    """As a message told them: keyed digests already."""
    ship_by: datetime | None = None
    """None: the shop tells no latest moment of sending, the policy gives it."""
    presale_stage: str | None = None
    """deposit_paid or balance_paid, of a pre-sale in two steps; None: the shop does not tell, the amounts do."""

    first_order: bool | None = None
    """Whether it is its buyer's first: what our customer files know, not what the shop tells. None: not known, or no rule asks."""

    @property
    def key(self) -> tuple[str, str]:
        """What an order exists once of (rule ORD-1)."""
        return self.shop_id, self.platform_order_no
