"""What is carried to the outside, and what came of it: no transaction is open meanwhile."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from channels.domain.refunding.notice import RefundNotice
from channels.domain.shipping.dialogue import Outcome, ShipmentNotice, ShopAccess


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One webhook to send: the body exactly as it will be signed."""

    delivery_id: UUID
    endpoint_id: UUID
    url: str
    message_id: str
    body: bytes
    secrets: list[str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Errand:
    """One notice to carry to a shop. `access` None when the shop is not known; `claimed_at` says which claim it was."""

    write_back_id: UUID
    notice: ShipmentNotice | RefundNotice
    access: ShopAccess | None
    unsure: bool
    claimed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """`unsure`: the shop may have heard, so the next try reads back before it tells. `rest`: for how many seconds it is left alone."""

    outcome: Outcome
    unsure: bool
    rest: float = 0.0
