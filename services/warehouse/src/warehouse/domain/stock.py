"""Stock: how many pieces of a SKU a warehouse has.

`on_hand` is what lies there and may be sold, `reserved` what of it is promised. Constraints of the database hold 0 <= reserved <= on_hand,
so nothing can be sold twice, whatever the code does (rule ORD-3). `defective` and `inspection` lie apart and are never sold. Every change
of one of the three is a line in the ledger (domain/ledger.py), and each piece lies in a bin (domain/bin_card.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict, Invalid
from warehouse.domain.model import Model

LARGEST_QUANTITY = 1_000_000_000


class StockState(StrEnum):
    """`inspection`: nobody has said yet whether it is good."""

    GOOD = "good"
    DEFECTIVE = "defective"
    INSPECTION = "inspection"


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
        CheckConstraint("inspection >= 0", name="inspection_not_negative"),
        Index("ix_stock_warehouse_id_sku", "warehouse_id", "sku"),
    )

    sku: Mapped[str] = mapped_column(primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"), primary_key=True)
    bin_id: Mapped[UUID | None] = mapped_column(ForeignKey("bin.id"))
    on_hand: Mapped[int] = mapped_column(BigInteger)
    reserved: Mapped[int] = mapped_column(BigInteger)
    defective: Mapped[int] = mapped_column(BigInteger, server_default="0")
    inspection: Mapped[int] = mapped_column(BigInteger, server_default="0")
    version: Mapped[int] = mapped_column(BigInteger)
    updated_at: Mapped[datetime]


@dataclass(slots=True)
class Level:
    """A stock row while its transaction holds it. Changes gather here and are written back as one set."""

    sku: str
    warehouse_id: UUID
    bin_id: UUID | None
    on_hand: int
    reserved: int
    defective: int
    inspection: int
    version: int
    before: tuple[int, int, int, int]

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved

    def lying(self, state: StockState) -> int:
        match state:
            case StockState.GOOD:
                return self.on_hand
            case StockState.DEFECTIVE:
                return self.defective
            case StockState.INSPECTION:
                return self.inspection

    def change(self, state: StockState, quantity: int) -> None:
        match state:
            case StockState.GOOD:
                self.on_hand += quantity
            case StockState.DEFECTIVE:
                self.defective += quantity
            case StockState.INSPECTION:
                self.inspection += quantity

    @property
    def now(self) -> tuple[int, int, int, int]:
        return self.on_hand, self.reserved, self.defective, self.inspection


Key = tuple[str, UUID]
Levels = Mapping[Key, Level]
