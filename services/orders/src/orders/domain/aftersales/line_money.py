"""What was truly paid for a line that a case touches, and what of it is given back or promised (rule CARE-2).

The database's own CHECKs hold "nothing twice, never more than was paid", whatever the code does; the row is locked for every change.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import CheckConstraint, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict
from orders.domain.line import MONEY
from orders.domain.model import Model
from orders.domain.order import Order
from orders.domain.regrouping import paid_of_lines
from orders.domain.shares import of_pieces

NOTHING = Decimal(0)
FREIGHT = 0
"""The line number under which the order's freight stands: no line of an order has it."""


class PiecesInCases(Conflict):
    code = "pieces_in_cases"
    rule = "CARE-2"
    zh = "第 {line_no} 行只剩 {left} 件可以售后，其余已在其他售后单中。"
    en = "Line {line_no} has only {left} pieces left for a case; the others are in cases already."


class MoreThanPaid(Conflict):
    code = "more_than_paid"
    rule = "CARE-2"
    zh = "第 {line_no} 行最多还能退 {left}，不能超过买家实付。"
    en = "At most {left} can still be given back for line {line_no}: never more than was paid."


class MoneyIsSettled(Conflict):
    code = "money_is_settled"
    rule = "CARE-2"
    zh = "订单 {number} 已有售后单占用或退回了金额，实付不能再改；请在售后单上退款，或先结束售后单。"
    en = "Cases hold or gave back money of order {number}: what was paid is settled. Refund by a case, or end the case first."


class LineMoney(Model):
    """One row for each order line that a case has touched. Amounts in the order's currency.

    `held` is promised by open cases, `refunded` is decided. `lowered` is the part of `refunded` that left the pieces with the buyer at a
    lower price (price protection). `pieces` are those of open cases and of cases that gave them back for good.
    """

    __tablename__ = "line_money"
    __table_args__ = (
        CheckConstraint("held >= 0 AND refunded >= 0 AND lowered >= 0 AND lowered <= refunded", name="not_negative"),
        CheckConstraint("held + refunded <= paid", name="never_more_than_paid"),
        CheckConstraint("pieces >= 0 AND pieces <= quantity", name="no_piece_twice"),
    )

    order_id: Mapped[UUID] = mapped_column(primary_key=True)
    line_no: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    quantity: Mapped[int]
    paid: Mapped[Decimal] = mapped_column(MONEY)
    held: Mapped[Decimal] = mapped_column(MONEY)
    refunded: Mapped[Decimal] = mapped_column(MONEY)
    lowered: Mapped[Decimal] = mapped_column(MONEY)
    pieces: Mapped[int]
    taken_at: Mapped[datetime]

    @property
    def left(self) -> Decimal:
        return self.paid - self.held - self.refunded

    @property
    def untouched(self) -> bool:
        """No case has held anything of it, or all let it go: it follows what its order says."""
        return not (self.held or self.refunded or self.pieces)

    @property
    def pieces_left(self) -> int:
        return self.quantity - self.pieces

    def worth_of(self, pieces: int) -> Decimal:
        """What the next pieces cost the buyer: 10 over 3 is 3.34, 3.33, 3.33; never more than what is left."""
        if self.quantity == 0:
            return self.left
        shares: Sequence[Decimal] = of_pieces(self.paid - self.lowered, quantity=self.quantity, counts=[self.pieces, pieces])
        return min(shares[1], self.left)

    def hold(self, amount: Decimal, *, pieces: int) -> None:
        """Raises PiecesInCases, MoreThanPaid."""
        if pieces > self.pieces_left:
            raise PiecesInCases(line_no=self.line_no, left=self.pieces_left)
        if amount > self.left:
            raise MoreThanPaid(line_no=self.line_no, left=f"{self.left:.2f}")
        self.held += amount
        self.pieces += pieces

    def let_go(self, amount: Decimal, *, pieces: int) -> None:
        """What was held is not paid after all, and these pieces may be in another case."""
        self.held -= amount
        self.pieces -= pieces

    def refund(self, amount: Decimal, *, held: Decimal, lowers: bool) -> None:
        """Of `held` this is paid, the rest is let go. Raises MoreThanPaid."""
        if amount > held:
            raise MoreThanPaid(line_no=self.line_no, left=f"{held:.2f}")
        self.held -= held
        self.refunded += amount
        if lowers:
            self.lowered += amount


def as_it_stands(order: Order, known: Mapping[int, LineMoney]) -> dict[int, LineMoney]:
    """The order's lines as the next case finds them; what its shop has given back by itself has no pieces left. Not to be kept."""
    rows = {
        line.line_no: _row(
            order, line.line_no, quantity=max(line.quantity, 0) if line.to_send else 0, paid=paid if line.to_send else NOTHING
        )
        for line, paid in zip(order.lines, paid_of_lines(order), strict=True)
    }
    rows[FREIGHT] = _row(order, FREIGHT, quantity=0, paid=min(order.freight_amount, order.paid_amount))
    return rows | {line_no: row for line_no, row in known.items() if not row.untouched}


def _row(order: Order, line_no: int, *, quantity: int, paid: Decimal) -> LineMoney:
    return LineMoney(
        order_id=order.id, line_no=line_no, quantity=quantity, paid=max(paid, NOTHING), held=NOTHING, refunded=NOTHING, lowered=NOTHING,
        pieces=0,
    )  # fmt: skip
