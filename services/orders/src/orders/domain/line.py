"""A line of an order: the shop's words for what was bought, and our SKU for it when we know it."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Numeric, SmallInteger, literal_column
from sqlalchemy.orm import Mapped, mapped_column

from orders.domain.model import Model
from orders.domain.status import Refund

MONEY = Numeric(14, 2)
ADDED = "+"
"""How the platform's line number begins of a line that we added and the shop does not know."""


class OrderLine(Model):
    """No foreign key: lines are only ever written in their order's own statement, and the check would cost a lookup a line at intake."""

    __tablename__ = "order_line"
    __table_args__ = (
        Index("ix_order_line_unknown_sku", "merchant_code", postgresql_where=literal_column("sku IS NULL")),
        Index("ix_order_line_origin", "origin_order_id", "origin_line_no", postgresql_where=literal_column("origin_order_id IS NOT NULL")),
        CheckConstraint("(origin_order_id IS NULL) = (origin_line_no IS NULL)", name="origin"),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    platform_line_no: Mapped[str]
    merchant_code: Mapped[str]
    sku: Mapped[str | None]
    platform_sku: Mapped[str]
    title: Mapped[str]
    quantity: Mapped[int]
    unit: Mapped[str | None]
    confirmed_unit: Mapped[str | None]
    """The shop's word for a unit that a person has confirmed to be pieces; `unit` is empty then."""
    unit_price: Mapped[Decimal] = mapped_column(MONEY)
    paid_amount: Mapped[Decimal | None] = mapped_column(MONEY)
    refund: Mapped[str]
    origin_order_id: Mapped[UUID | None]
    """The buyer's order this line was bought in, when that is another one: on parts, merged orders and replacements."""
    origin_line_no: Mapped[int | None] = mapped_column(SmallInteger)
    gift_rule_id: Mapped[UUID | None]
    """Added by us as a gift, by this rule: the shop knows nothing of it."""

    def confirm_unit(self) -> None:
        """A person says that the shop's unit means pieces."""
        if self.unit is not None:
            self.unit, self.confirmed_unit = None, self.unit

    @property
    def added_by_us(self) -> bool:
        """The shop knows no such line."""
        return self.gift_rule_id is not None or self.platform_line_no.startswith(ADDED)

    @property
    def goes_along(self) -> bool:
        """Nobody paid for it: it is sent with what was bought, and given back by nobody."""
        return self.gift_rule_id is not None or (self.added_by_us and not self.paid_amount)

    @property
    def to_send(self) -> bool:
        """What was refunded is not sent."""
        return self.refund != Refund.DONE
