"""Who gets the stock: all or nothing, from the nearest warehouse that has it all, first come first served (rule ORD-3).

A request that cannot be served waits in the line. When stock comes in, the line is asked in the order of arrival, and stock goes to the
first that it satisfies. So one that lacks a single piece never keeps others from what lies there, and at rest nobody in the line could
be served: a new request that finds its stock free overtakes nobody who could have had it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Identity, Index
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Text

from warehouse.domain.model import Model
from warehouse.domain.stock import LARGEST_QUANTITY, Key, Level
from warehouse.domain.warehouse import Nearness, Site


class ReservationState(StrEnum):
    """`released_unasked`: the release came before the request, as two messages may; the request is then not served."""

    WAITING = "waiting"
    RESERVED = "reserved"
    RELEASED = "released"
    RELEASED_UNASKED = "released_unasked"
    CONSUMED = "consumed"


class Reservation(Model):
    """`arrival` orders the waiting line. No foreign keys on this path: they would cost more than the rows."""

    __tablename__ = "reservation"
    __table_args__ = (
        CheckConstraint("state <> 'waiting' OR warehouse_id IS NULL", name="waiting_has_no_warehouse"),
        CheckConstraint("state NOT IN ('reserved', 'consumed') OR warehouse_id IS NOT NULL", name="reserved_has_warehouse"),
        Index("ix_reservation_waiting", "arrival", postgresql_where="state = 'waiting'"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(unique=True)
    owner: Mapped[str]
    arrival: Mapped[int] = mapped_column(BigInteger, Identity())
    state: Mapped[str]
    warehouse_id: Mapped[UUID | None]
    province: Mapped[str | None]
    short_skus: Mapped[list[str]] = mapped_column(ARRAY(Text))
    requested_at: Mapped[datetime]
    decided_at: Mapped[datetime]


class ReservationLine(Model):
    __tablename__ = "reservation_line"
    __table_args__ = (CheckConstraint("quantity > 0", name="quantity"),)

    reservation_id: Mapped[UUID] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(primary_key=True)
    quantity: Mapped[int] = mapped_column(BigInteger)


class WaitingLine(Model):
    """The line itself: a row for each SKU that a waiting reservation needs, gone as soon as it no longer waits."""

    __tablename__ = "waiting_line"

    sku: Mapped[str] = mapped_column(primary_key=True)
    arrival: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    reservation_id: Mapped[UUID]
    __table_args__ = (Index("ix_waiting_line_reservation_id", "reservation_id"),)


@dataclass(frozen=True, slots=True)
class Wish:
    """What one reference asks for: quantities by SKU. `owner` decides nothing; it goes into a new row."""

    reference: str
    province: str | None
    needs: Mapping[str, int]
    owner: str = ""
    takes_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """`site` None means short: `lacking` names the SKUs that lack where least lacks."""

    site: Site | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a warehouse could promise of a wish that none has all of."""

    site: Site
    pieces: Mapping[str, int]


class Line(Protocol):
    """A line of a request, as it came."""

    @property
    def sku(self) -> str: ...

    @property
    def quantity(self) -> int: ...


def needs_of(lines: Iterable[Line]) -> dict[str, int]:
    """Lines of the same SKU count together."""
    needs: dict[str, int] = {}
    for line in lines:
        sku = line.sku
        needs[sku] = needs.get(sku, 0) + line.quantity
    return needs


def can_be_meant(needs: Mapping[str, int]) -> bool:
    """An empty request or a quantity that is none cannot be served, ever: it is told to be short."""
    return bool(needs) and min(needs.values()) > 0 and max(needs.values()) <= LARGEST_QUANTITY


class Allocation:
    """Decides wishes one after the other, on levels that the transaction holds."""

    def __init__(self, *, levels: Mapping[Key, Level], nearness: Nearness) -> None:
        self._levels = levels
        self._nearness = nearness

    def decide(self, wish: Wish) -> Decision:
        """Takes the stock when all of it is there."""
        if not can_be_meant(wish.needs):
            return Decision(None, tuple(wish.needs))
        least: list[str] | None = None
        levels, needs = self._levels, wish.needs
        for site in self._nearness.order(wish.province):
            there = [(sku, quantity, levels.get((sku, site.id))) for sku, quantity in needs.items()]
            lacking = [sku for sku, quantity, level in there if level is None or level.on_hand - level.reserved < quantity]
            if not lacking:
                for _, quantity, level in there:
                    assert level is not None, "what does not lie there lacks"
                    level.reserved += quantity
                return Decision(site, ())
            if least is None or len(lacking) < len(least):
                least = lacking
        return Decision(None, tuple(wish.needs if least is None else least))

    def offers(self, wish: Wish) -> list[Offer]:
        """For one that is short, as it is right now: who splits it has to know what lies where."""
        if not can_be_meant(wish.needs):
            return []
        found: list[Offer] = []
        for site in self._nearness.order(wish.province):
            pieces = {sku: min(quantity, self._free(sku, site)) for sku, quantity in wish.needs.items()}
            there = {sku: quantity for sku, quantity in pieces.items() if quantity > 0}
            if there:
                found.append(Offer(site, there))
        return found

    def _free(self, sku: str, site: Site) -> int:
        level = self._levels.get((sku, site.id))
        return 0 if level is None else level.free

    def any_free(self, skus: Sequence[str]) -> bool:
        """Whether asking the line further can serve anybody."""
        return any(self._free(sku, site) > 0 for sku in skus for site in self._nearness.sites)
