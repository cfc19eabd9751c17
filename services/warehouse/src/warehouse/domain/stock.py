"""Stock, and the ledger of its movements.

`on_hand` is what lies in the warehouse, `reserved` what of it is promised. Constraints of the database hold 0 <= reserved <= on_hand, so
nothing can be sold twice, whatever the code does (rule ORD-3). `defective` lies apart and is never sold: what came back damaged (CARE-2).
Every change of `on_hand` or `defective` is a line in the ledger (rule WMS-3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Identity, Index, desc
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from warehouse.domain.model import Model

LARGEST_QUANTITY = 1_000_000_000


class Pool(StrEnum):
    """Which of the two quantities a line of the ledger changes: `on_hand` or `defective`."""

    GOOD = "good"
    DEFECTIVE = "defective"


class MovementKind(StrEnum):
    """`count` sets the level that was counted; all others add or take. `defect` and `scrap` move the defective stock."""

    RECEIVE = "receive"
    RETURN = "return"
    ADJUST = "adjust"
    DAMAGE = "damage"
    COUNT = "count"
    SHIP = "ship"
    DEFECT = "defect"
    SCRAP = "scrap"

    @property
    def pool(self) -> Pool:
        return Pool.DEFECTIVE if self in (MovementKind.DEFECT, MovementKind.SCRAP) else Pool.GOOD

    def may_be(self, quantity: int) -> bool:
        """Adjust is signed; a count may find nothing; all else moves at least one piece."""
        if self is MovementKind.ADJUST:
            return quantity != 0
        return quantity >= 0 if self is MovementKind.COUNT else quantity > 0

    def change(self, quantity: int, *, on_hand: int) -> int:
        """What happens to its quantity. Damage and scrap are told as a positive quantity and take it away."""
        if self is MovementKind.COUNT:
            return quantity - on_hand
        return -quantity if self in (MovementKind.DAMAGE, MovementKind.SHIP, MovementKind.SCRAP) else quantity


class MovementsRefused(Invalid):
    """The lines that cannot be posted, all at once; nothing was posted."""

    code = "movements_refused"
    rule = "WMS-3"
    zh = "有 {count} 行不能入账，全部未入账，见 errors。"
    en = "{count} lines cannot be posted; nothing was posted. See errors."


class StockVersionStale(Conflict):
    status = 412
    code = "stock_changed_meanwhile"
    zh = "SKU {sku} 在仓库 {warehouse} 的库存已变动（当前版本 {version}），请刷新后再试。"
    en = "The stock of {sku} in {warehouse} has changed meanwhile (it is at version {version}); please reload and try again."


class Stock(Model):
    """A SKU in a warehouse. `bin_id` is its fixed place (rule WMS-6). `version` grows with each change of a level."""

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("reserved >= 0", name="reserved_not_negative"),
        CheckConstraint("reserved <= on_hand", name="never_oversold"),
        CheckConstraint("defective >= 0", name="defective_not_negative"),
        Index("ix_stock_warehouse_id_sku", "warehouse_id", "sku"),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"), primary_key=True)
    bin_id: Mapped[UUID | None] = mapped_column(ForeignKey("bin.id"))
    on_hand: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    defective: Mapped[int] = mapped_column(BigInteger, server_default="0")
    version: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[datetime]


class StockMovement(Model):
    """One line of the ledger. It is never changed and never taken away: a trigger refuses both."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        CheckConstraint("quantity <> 0", name="moves_something"),
        CheckConstraint("balance_after >= 0", name="balance_not_negative"),
        Index("ix_stock_movement_sku", "sku", desc("id")),
        Index("ix_stock_movement_warehouse_id_sku", "warehouse_id", "sku", desc("id")),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    sku: Mapped[str]
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    kind: Mapped[str]
    pool: Mapped[str] = mapped_column(server_default=Pool.GOOD)
    quantity: Mapped[int] = mapped_column(BigInteger)
    balance_after: Mapped[int] = mapped_column(BigInteger)
    reason: Mapped[str]
    document: Mapped[str]
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]


@dataclass(slots=True)
class Level:
    """A stock row while its transaction holds it. Changes gather here and are written back as one set."""

    sku: str
    warehouse_id: UUID
    on_hand: int
    reserved: int
    defective: int
    version: int
    on_hand_before: int
    reserved_before: int
    defective_before: int

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved

    def move(self, pool: Pool, change: int) -> int:
        """Gives what lies there then."""
        if pool is Pool.DEFECTIVE:
            self.defective += change
            return self.defective
        self.on_hand += change
        return self.on_hand

    @property
    def changed(self) -> bool:
        before = (self.on_hand_before, self.reserved_before, self.defective_before)
        return (self.on_hand, self.reserved, self.defective) != before


Key = tuple[str, UUID]
Levels = Mapping[Key, Level]
