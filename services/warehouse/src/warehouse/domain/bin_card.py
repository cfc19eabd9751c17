"""Bin cards 货位卡: what lies in each bin, by lot and state (rules WMS-3, WMS-6, WMS-12)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from chassis.refusals import Conflict
from warehouse.domain.model import Model
from warehouse.domain.stock import StockState


class TooFewInBin(Conflict):
    code = "too_few_in_bin"
    rule = "WMS-3"
    zh = "货位 {bin} 中 {sku} 可动用 {free} 件，不足 {wanted} 件。"
    en = "{free} of {sku} can be taken out of {bin}, not {wanted}."


class BinCard(Model):
    """`promised` is what of it pick lists are fetching or have fetched; nobody else takes that. `since` is when its oldest piece came in.

    `lot` is empty where pieces cannot be told apart.
    """

    __tablename__ = "bin_card"
    __table_args__ = (
        CheckConstraint("promised >= 0 AND promised <= quantity", name="promised_lies_there"),
        Index("ix_bin_card_sku", "sku", "warehouse_id"),
    )

    bin_id: Mapped[UUID] = mapped_column(ForeignKey("bin.id"), primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    lot: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(primary_key=True)
    warehouse_id: Mapped[UUID] = mapped_column(ForeignKey("warehouse.id"))
    quantity: Mapped[int] = mapped_column(BigInteger)
    promised: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[datetime]


class Lot(Model):
    """Pieces of a SKU that were made together 批次."""

    __tablename__ = "lot"
    __table_args__ = (CheckConstraint("code <> ''", name="code"), Index("ix_lot_expires_on", "expires_on"))

    sku: Mapped[str] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(primary_key=True)
    produced_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by: Mapped[str]


CardKey = tuple[UUID, str, str, StockState]
"""Bin, SKU, lot, state."""


@dataclass(slots=True)
class Card:
    """A bin card while its transaction holds its stock row. Changes gather here and are written back as one set."""

    bin_id: UUID
    sku: str
    lot: str
    state: StockState
    warehouse_id: UUID
    quantity: int
    promised: int
    since: datetime
    bin: str
    sort_order: int
    expires_on: date | None
    before: tuple[int, int]

    @property
    def key(self) -> CardKey:
        return self.bin_id, self.sku, self.lot, self.state

    @property
    def free(self) -> int:
        return self.quantity - self.promised

    @property
    def turn(self) -> tuple[date, datetime, int, str]:
        """First expired first out; what does not expire by its age; then by the way pickers walk (rule WMS-12)."""
        return self.expires_on or date.max, self.since, self.sort_order, self.bin


@dataclass(frozen=True, slots=True)
class Take:
    card: Card
    quantity: int


def in_turn(cards: Iterable[Card], quantity: int) -> Iterator[Take]:
    """From which cards so many free pieces are taken; fewer when there are not so many."""
    left = quantity
    for card in sorted(cards, key=lambda card: card.turn):
        if left == 0:
            return
        taken = min(left, card.free)
        if taken > 0:
            left -= taken
            yield Take(card, taken)
