"""The stock ledger: one line for each change of what lies in a bin (rule WMS-3), never changed and never taken away.

A line has three times. `at` is when it was written. `happened_at` is when it happened, which may be earlier. `booked_on` is the day of the
books it counts in: the day it happened, or, when that day's month was sealed before, the day it was written; it is then `after_seal`
(rule WMS-13), and the sealed figure stays.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, desc
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from warehouse.domain.model import Model
from warehouse.domain.stock import StockState


class MovementKind(StrEnum):
    """`count` sets what was counted; `grade` changes the state; `move`, `put_away` and `pick` change the bin; all others add or take."""

    RECEIVE = "receive"
    RETURN = "return"
    ADJUST = "adjust"
    DAMAGE = "damage"
    COUNT = "count"
    SHIP = "ship"
    DEFECT = "defect"
    SCRAP = "scrap"
    GRADE = "grade"
    MOVE = "move"
    PUT_AWAY = "put_away"
    PICK = "pick"

    @property
    def stays(self) -> bool:
        """Within the warehouse: its lines come in pairs that change no level and stand in no book."""
        return self in (MovementKind.MOVE, MovementKind.PUT_AWAY, MovementKind.PICK)

    @property
    def state(self) -> StockState:
        """What it moves unless it says otherwise."""
        return StockState.DEFECTIVE if self in (MovementKind.DEFECT, MovementKind.SCRAP) else StockState.GOOD

    def may_be(self, quantity: int) -> bool:
        """Adjust is signed; a count may find nothing; all else moves at least one piece."""
        if self is MovementKind.ADJUST:
            return quantity != 0
        return quantity >= 0 if self is MovementKind.COUNT else quantity > 0

    def change(self, quantity: int, *, lying: int) -> int:
        """What happens to what lies there. Damage and scrap are told as a positive quantity and take it away."""
        if self is MovementKind.COUNT:
            return quantity - lying
        return -quantity if self in (MovementKind.DAMAGE, MovementKind.SHIP, MovementKind.SCRAP) else quantity


class MonthSealed(Conflict):
    code = "month_sealed"
    rule = "WMS-3"
    zh = "仓库 {warehouse} 的 {month} 已结账，不能再记入当月；确为迟到的事实，请注明为封账后补记。"
    en = "{month} of {warehouse} is closed and takes no more lines; a fact that came late is entered as after seal."


class NotYet(Invalid):
    code = "not_yet"
    rule = "WMS-3"
    zh = "发生时间不能晚于现在。"
    en = "It cannot have happened later than now."


class StockMovement(Model):
    """`balance_after` is what the warehouse has of the SKU in this state when the line was written, `bin_balance_after` what lies in the bin.

    Lines of before there were bin cards have no bin, and stand in the cards' opening lines.
    """

    __tablename__ = "stock_movement"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="moves_something"),
        CheckConstraint("balance_after >= 0", name="balance_not_negative"),
        CheckConstraint("bin_balance_after >= 0", name="bin_balance_not_negative"),
        Index("ix_stock_movement_sku", "sku", desc("id")),
        Index("ix_stock_movement_warehouse_id_sku", "warehouse_id", "sku", "happened_at"),
        Index("ix_stock_movement_after_seal", "warehouse_id", "happened_at", postgresql_where="after_seal"),
        # Days come one after the other: a few pages tell where each lies.
        Index(
            "ix_stock_movement_booked_on",
            "booked_on",
            postgresql_using="brin",
            postgresql_with={"pages_per_range": 32, "autosummarize": True},
        ),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    sku: Mapped[str]
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    bin_id: Mapped[UUID | None]
    lot: Mapped[str] = mapped_column(server_default="")
    state: Mapped[str] = mapped_column(server_default=StockState.GOOD)
    kind: Mapped[str]
    quantity: Mapped[int] = mapped_column(BigInteger)
    balance_after: Mapped[int] = mapped_column(BigInteger)
    bin_balance_after: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str]
    document: Mapped[str]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    happened_at: Mapped[datetime]
    booked_on: Mapped[date]
    after_seal: Mapped[bool] = mapped_column(server_default="false")
    at: Mapped[datetime]


class StockBook(Model):
    """What came into a warehouse and went out of it in one day, of one SKU in one state. The sum of a SKU's rows is what lies there.

    Kept in the transaction of the ledger's lines: how much lay there at a past moment is a sum of days, whatever was entered later.
    """

    __tablename__ = "stock_book"
    __table_args__ = (
        CheckConstraint("came_in >= 0 AND went_out >= 0", name="both_ways"),
        Index("ix_stock_book_day", "warehouse_id", "day"),
    )

    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    came_in: Mapped[int] = mapped_column(BigInteger)
    went_out: Mapped[int] = mapped_column(BigInteger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line to be written. `quantity` is signed. `happened_at` None: now. `late`: it may fall into a sealed month (rule WMS-13).

    `since` is when the pieces came in, where they lay in another bin before.
    """

    sku: str
    warehouse_id: UUID
    bin_id: UUID
    kind: MovementKind
    quantity: int
    reason: str
    document: str
    lot: str = ""
    state: StockState = StockState.GOOD
    happened_at: datetime | None = None
    late: bool = False
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """A line with what lay there after it: in the warehouse in its state, and in its bin."""

    entry: Entry
    bin: str
    balance_after: int
    bin_balance_after: int
