"""What happens to customers' personal data (rule ORD-5)."""

from datetime import datetime
from typing import Annotated, ClassVar

from pydantic import Field

from contracts.message import Message, Part


class ErasedPlatformOrder(Part):
    """An order by its shop's number of it."""

    shop_id: str
    platform_order_no: str


class CustomerErased(Message):
    """The personal data of a customer is gone for good; the orders stay in the books without it. Whoever holds some of it erases it too.

    `orders` are ids of all their orders, with parts, merged ones and replacements; `platform_orders` are those that they bought, by the
    shops' numbers. `ground` is buyer, law, other or retention.
    """

    subject: ClassVar[str] = "orders.customer.erased.v1"
    erasure_id: str
    customer_id: str
    ground: str
    orders: list[str]
    shops: list[str]
    platform_orders: Annotated[list[ErasedPlatformOrder], Field(default_factory=list)]
    by: str
    by_id: str
    erased_at: datetime
