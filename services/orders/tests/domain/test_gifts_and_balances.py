"""Limits of gifts are never passed, and deposit and balance always add up to what is due (rule ORD-2)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from orders.domain.gift_rule import Bought, GiftParameters, GiftRule, Purchase, fit_of, rules_at
from orders.domain.gifts import Left, choose
from orders.domain.invoice import wrong_details
from orders.domain.presale import Presale

START = datetime(2026, 11, 1, tzinfo=UTC)


def rule(code: str = "R", *, version: int = 1, stopped: bool = False, effective_from: datetime = START, **changes: Any) -> GiftRule:
    parameters = GiftParameters.model_validate(
        {
            "name": "赠", "shops": [], "buy_skus": ["TEE"], "least_quantity": 2, "least_paid": None, "currency": "CNY", "gift_sku": "MUG",
            "pieces": 1, "per": "step", "most_times": 100, "limit_total": None, "limit_per_buyer": None, "while_stocks_last": False,
            "exclusive": False, "priority": 0, "ends_at": None,
        }
        | changes
    )  # fmt: skip
    return GiftRule(
        id=UUID(int=version), code=code, version=version, effective_from=effective_from, stopped=stopped, parameters=parameters,
        shops=frozenset(parameters.shops), buy_skus=frozenset(parameters.buy_skus),
    )  # fmt: skip


def purchase(quantity: int, *, paid: str = "10.00", buyer: str = "b") -> Purchase:
    line = Bought(sku="TEE", quantity=quantity, paid=Decimal(paid))
    return Purchase(shop_id="s", moment=START, currency="CNY", buyer_key=buyer, lines=[line])


@pytest.mark.rule("ORD-2")
@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 30), st.sampled_from("abc")), max_size=30),
    st.integers(1, 3),
    st.integers(1, 20),
    st.integers(1, 8),
)
def test_neither_limit_is_ever_passed_and_gifts_are_whole(orders: list[tuple[int, str]], pieces: int, total: int, buyer: int) -> None:
    left = Left(given={"R": 0})
    one = rule(pieces=pieces, limit_total=total, limit_per_buyer=buyer)
    for quantity, name in orders:
        for gift in choose([one], purchase(quantity, buyer=name), declined=(), left=left):
            assert gift.quantity % pieces == 0
            assert gift.quantity <= gift.fit.times * pieces
            assert bool(gift.quantity) != bool(gift.reason)
    assert left.given["R"] <= total
    assert all(count <= buyer for count in left.by_buyer.values())


@pytest.mark.rule("ORD-2")
def test_the_version_in_force_then_decides_and_a_stopped_one_gives_nothing() -> None:
    later = datetime(2026, 11, 5, tzinfo=UTC)
    versions = [rule(), rule(version=2, effective_from=later, stopped=True)]
    assert [one.version for one in rules_at(versions, shop_id="s", moment=START)] == [1]
    assert rules_at(versions, shop_id="s", moment=later) == []
    assert fit_of(rule(), purchase(1)) is None
    money = rule(least_quantity=None, least_paid="9.99", per="order")
    fit = fit_of(money, purchase(1))
    assert fit is not None
    assert (fit.kind, fit.times) == ("paid", 1)


@pytest.mark.rule("ORD-2")
@settings(deadline=None)
@given(st.decimals(Decimal("0.01"), Decimal(9999), places=2), st.integers(1, 500), st.integers(1, 99))
def test_a_deposit_is_exact_to_the_cent_and_never_more_than_the_goods(price: Decimal, quantity: int, percent: int) -> None:
    presale = Presale(deposit_kind="percent", deposit=Decimal(percent))
    deposit = presale.deposit_of(price=price, quantity=quantity)
    whole = price * quantity
    assert deposit == deposit.quantize(Decimal("0.01"))
    assert abs(deposit * 100 - whole * percent) <= Decimal("0.5")
    assert 0 <= deposit <= whole
    fixed = Presale(deposit_kind="amount", deposit=Decimal("50.00"))
    assert fixed.deposit_of(price=price, quantity=quantity) == min(Decimal("50.00") * quantity, whole)


@pytest.mark.rule("ORD-2")
@settings(deadline=None)
@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_of_a_credit_code_is_found(place: int, wrong: str) -> None:
    right = "91110000600037341L"
    details = dict.fromkeys(("title", "tax_number", "email", "address", "bank", "account", "phone", "buyer_address"), "")
    told = details | {"title": "甲公司", "tax_number": right[:place] + wrong + right[place + 1 :], "email": "a@b.cn"}
    assert bool(wrong_details("ordinary", "company", told)) == (right[place] != wrong)
