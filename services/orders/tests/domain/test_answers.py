"""What an order makes of the warehouse's answers, early, late and doubled (rules ORD-2, ORD-3)."""

from typing import Any

import pytest

from orders.domain.answers import NOTHING, Standing, Step, answer_to
from orders.domain.status import OrderStatus, Reservation

pytestmark = pytest.mark.rule("ORD-3")


def standing(**changes: Any) -> Standing:
    values: dict[str, Any] = {"status": "reviewed", "reservation": "requested", "attempt": 1, "held": False}
    return Standing(**(values | changes))


ALLOCATED = Step(reservation=Reservation.RESERVED, status=OrderStatus.ALLOCATED)
RESERVED = Step(reservation=Reservation.RESERVED)
GIVE_BACK = Step(give_back=True)


@pytest.mark.parametrize(
    ("order", "attempt", "outcome", "step"),
    [
        (standing(), 1, "reserved", ALLOCATED),
        (standing(held=True), 1, "reserved", RESERVED),
        (standing(status="placed"), 1, "reserved", RESERVED),
        (standing(), 1, "short", Step(reservation=Reservation.SHORT)),
        (standing(reservation="short"), 1, "short", NOTHING),
        (standing(reservation="short"), 1, "reserved", ALLOCATED),
        (standing(reservation="reserved"), 1, "reserved", NOTHING),
        (standing(status="allocated", reservation="reserved"), 1, "reserved", NOTHING),
        (standing(status="cancelled", reservation="released"), 1, "reserved", GIVE_BACK),
        (standing(status="cancelled", reservation="released"), 1, "short", GIVE_BACK),
        (standing(attempt=2), 1, "reserved", GIVE_BACK),
        (standing(attempt=2), 2, "reserved", ALLOCATED),
        (standing(reservation="released"), 1, "reserved", GIVE_BACK),
        (standing(), 1, "something new", NOTHING),
    ],
)
def test_an_answer(order: Standing, attempt: int, outcome: str, step: Step) -> None:
    assert answer_to(order, attempt=attempt, outcome=outcome) == step
