"""The transition table, state by state (rule ORD-2)."""

import pytest

from orders.domain.status import TRANSITIONS, OrderStatus, may_become

pytestmark = pytest.mark.rule("ORD-2")

ALLOWED = {
    "placed": "reviewed shipped completed cancelled closed split merged",
    "reviewed": "placed allocated shipped completed cancelled closed split merged",
    "allocated": "placed reviewed picked packed shipped completed cancelled closed",
    "picked": "placed reviewed packed shipped completed cancelled closed",
    "packed": "placed reviewed shipped completed cancelled closed",
    "shipped": "delivered completed",
    "delivered": "completed",
    "completed": "",
    "cancelled": "",
    "closed": "",
    "split": "placed shipped completed",
    "merged": "placed shipped completed",
}


@pytest.mark.parametrize("status", list(OrderStatus))
@pytest.mark.parametrize("to", list(OrderStatus))
def test_an_order_goes_only_where_the_table_says(status: OrderStatus, to: OrderStatus) -> None:
    assert may_become(status, to) == (to in ALLOWED[status].split())


def test_every_status_is_in_the_table() -> None:
    assert set(TRANSITIONS) == set(OrderStatus)
