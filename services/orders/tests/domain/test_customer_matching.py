"""Files of customers come out the same, whichever order came first (rule CARE-4)."""

from itertools import count
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from order_making import RECEIVER

from orders.domain.customers.keys import PHONE, Keys, StrongKey, keys_of, open_id_key
from orders.domain.customers.matching import Matcher

KEYS = [StrongKey(kind=PHONE, platform="", digest=UUID(int=number + 1)) for number in range(8)]
ORDERS = st.lists(st.lists(st.sampled_from(KEYS), max_size=2, unique=True), max_size=14)


def groups(orders: list[tuple[int, list[StrongKey]]]) -> set[frozenset[int]]:
    """Which orders are one customer's."""
    numbers = count(1)
    matcher = Matcher(owners={}, files={}, apart=set())
    bases = {name: matcher.place(keys, base=None, new_id=lambda: UUID(int=next(numbers))) for name, keys in orders}
    found: dict[UUID, set[int]] = {}
    for name, base in bases.items():
        found.setdefault(matcher.files[base], set()).add(name)
    return {frozenset(group) for group in found.values()}


@given(orders=ORDERS, chance=st.randoms(use_true_random=False))
def test_the_order_of_arrival_does_not_matter(orders: list[list[StrongKey]], chance: Random) -> None:
    named = list(enumerate(orders))
    shuffled = list(named)
    chance.shuffle(shuffled)
    assert groups(named) == groups(shuffled)


@given(orders=ORDERS)
def test_only_equal_keys_join(orders: list[list[StrongKey]]) -> None:
    for group in groups(list(enumerate(orders))):
        for one in group:
            others = {key for other in group - {one} for key in orders[other]}
            assert len(group) == 1 or set(orders[one]) & others


def test_what_a_person_keeps_apart_no_key_joins() -> None:
    one, other = UUID(int=1), UUID(int=2)
    first, second = KEYS[0], KEYS[1]
    matcher = Matcher(owners={first.digest: one, second.digest: other}, files={one: one, other: other}, apart={frozenset({one, other})})
    assert matcher.place([first, second], base=None, new_id=lambda: UUID(int=3)) == one
    assert matcher.joined == []


def digest(text: str) -> str:
    return UUID(int=hash(text) % 2**128).hex


@pytest.mark.parametrize(
    ("platforms", "same"),
    [(("taobao", "taobao"), True), (("taobao", "tmall"), True), (("taobao", "jd"), False), (("shopify", "shopify"), False)],
)
def test_an_open_id_counts_within_its_platform(platforms: tuple[str, str], same: bool) -> None:
    one, other = (open_id_key("1001", platform=name, shop_id=f"shop-{place}", digest=digest) for place, name in enumerate(platforms))
    assert (one == other) is same


@pytest.mark.parametrize("buyer", ["", "  ", "t**1", "张＊"])
def test_a_masked_buyer_is_no_key(buyer: str) -> None:
    assert open_id_key(buyer, platform="taobao", shop_id="s", digest=digest) is None


def test_a_masked_phone_only_comes_near() -> None:
    def of(**changes: str) -> Keys:
        return keys_of(RECEIVER | changes, buyer_id="", platform="taobao", shop_id="s", digest=digest)

    full, masked = of(), of(phone="138****5678")
    assert [len(keys.strong) for keys in (full, masked)] == [1, 0]
    assert full.near == masked.near is not None
    for hidden in ({"name": "张**"}, {"street": "文三路***"}, {"phone": "138********"}):
        assert of(**({"phone": "138****5678"} | hidden)).near is None
    assert of(name="李四").strong != full.strong
