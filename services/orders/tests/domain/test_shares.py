"""Money divided: always to the cent, always adding up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.domain.shares import of_pieces, share

pytestmark = pytest.mark.rule("SYS-4")
amounts = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)
weights = st.lists(st.decimals(min_value=0, max_value=100_000, places=2), min_size=1, max_size=8)


def test_ten_over_three_equal_pieces() -> None:
    expected = [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert share(Decimal(10), [Decimal(1)] * 3) == expected
    assert of_pieces(Decimal(10), quantity=3, counts=[1, 1, 1]) == expected
    assert of_pieces(Decimal(10), quantity=3, counts=[2, 0, 1]) == [Decimal("6.67"), Decimal(0), Decimal("3.33")]


@given(amounts, weights)
def test_shares_add_up_and_are_within_a_cent_of_exact(amount: Decimal, over: list[Decimal]) -> None:
    shares = share(amount, over)
    assert sum(shares) == amount
    total = sum(over) or Decimal(len(over))
    for one, weight in zip(shares, over if sum(over) else [Decimal(1)] * len(over), strict=True):
        assert abs(one - amount * weight / total) < Decimal("0.0101")


@given(amounts, st.lists(st.integers(0, 50), min_size=1, max_size=6).filter(any))
def test_pieces_add_up(amount: Decimal, counts: list[int]) -> None:
    assert sum(of_pieces(amount, quantity=sum(counts), counts=counts)) == amount
