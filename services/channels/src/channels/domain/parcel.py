"""What is carried to the outside, and what came of it: no transaction is open meanwhile."""

from dataclasses import dataclass, field
from uuid import UUID

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
    """One notice to carry to a shop. `access` None when the shop is not known or its credentials cannot be opened."""

    write_back_id: UUID
    notice: ShipmentNotice
    access: ShopAccess | None
    unsure: bool


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """`unsure`: the shop may have heard, so the next try reads back before it tells. `reached` False: the shop did not answer at all."""

    outcome: Outcome
    unsure: bool
    reached: bool = True
