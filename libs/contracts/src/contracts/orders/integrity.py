"""What is confirmed to be fake, and what follows for credit (rules ORD-6, CHN-9)."""

from datetime import datetime
from typing import ClassVar

from contracts.message import Message
from contracts.money import Amount, Currency


class FakeOrdersConfirmed(Message):
    """A person found these orders of one shop to be fake: no statistic and no appraisal counts them from now on.

    `amount` is theirs together; `orders` are ids, `placed_on` their first and last day in UTC. `ring_id` ties together what hangs together.
    """

    subject: ClassVar[str] = "orders.fake_orders.confirmed.v1"
    case_id: str
    ring_id: str
    shop_id: str
    orders: list[str]
    amount: Amount
    currency: Currency
    first_placed_at: datetime
    last_placed_at: datetime
    reason: str
    by: str
    by_id: str
    confirmed_at: datetime


class FakeOrdersRestored(Message):
    """An appeal was upheld: these orders count again. `by` decided the appeal."""

    subject: ClassVar[str] = "orders.fake_orders.restored.v1"
    case_id: str
    ring_id: str
    shop_id: str
    orders: list[str]
    amount: Amount
    currency: Currency
    first_placed_at: datetime
    last_placed_at: datetime
    reason: str
    by: str
    by_id: str
    restored_at: datetime


class ShopCreditChanged(Message):
    """The credit of a shop moved. `standing` is good, warned, fined or restricted (its new orders are held); `fine` is due when fined."""

    subject: ClassVar[str] = "orders.shop_credit.changed.v1"
    shop_id: str
    case_id: str
    points_before: int
    points_after: int
    standing: str
    fine: Amount | None
    currency: Currency
    reason: str
    by: str
    by_id: str
    changed_at: datetime
