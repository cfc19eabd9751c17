"""The warehouse's answer about an order's stock, and what the order makes of it (rules ORD-2, ORD-3)."""

from collections.abc import Sequence
from dataclasses import dataclass

from orders.domain.status import BEFORE_ALLOCATION, OrderStatus, Reservation

WAITING = frozenset({Reservation.REQUESTED, Reservation.SHORT})


@dataclass(slots=True, kw_only=True)
class Standing:
    """As much of an order as the decision needs: it is made for thousands a second."""

    status: str
    reservation: str
    attempt: int
    held: bool
    """By a hold, or because it needs attention."""


@dataclass(slots=True, kw_only=True)
class Step:
    """`give_back` says that nobody wants this stock any more. `status` and `reservation` None say that nothing changes."""

    reservation: Reservation | None = None
    status: OrderStatus | None = None
    give_back: bool = False


NOTHING = Step()


def answer_to(order: Standing, *, attempt: int, outcome: str) -> Step:
    """A late answer to an earlier request, or one for an order that is over, gives the stock back: our release may have come too early."""
    if attempt < order.attempt or (order.status not in BEFORE_ALLOCATION and order.reservation == Reservation.RELEASED):
        return Step(give_back=True)
    if attempt > order.attempt or order.reservation not in WAITING:
        return NOTHING if order.reservation != Reservation.RELEASED else Step(give_back=True)
    if outcome == "short":
        return Step(reservation=Reservation.SHORT) if order.reservation != Reservation.SHORT else NOTHING
    if outcome != "reserved":
        return NOTHING
    allocated = order.status == OrderStatus.REVIEWED and not order.held
    return Step(reservation=Reservation.RESERVED, status=OrderStatus.ALLOCATED if allocated else None)


def missing(short_skus: Sequence[str]) -> list[str]:
    return sorted(set(short_skus))
