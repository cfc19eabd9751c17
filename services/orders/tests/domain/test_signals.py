"""What makes an order suspicious, what hangs together, and what a case costs."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from orders.domain.integrity.credit import Credit, Party, Standing
from orders.domain.integrity.mark import address_text
from orders.domain.integrity.policy import DEFAULT_INTEGRITY_PARAMETERS
from orders.domain.integrity.rings import connected
from orders.domain.integrity.signals import OrderTraits, Rush, Shared, score_of, spoken_signals

POLICY = DEFAULT_INTEGRITY_PARAMETERS
NOW = datetime(2026, 11, 22, tzinfo=UTC)
ORDERS = [UUID(int=number) for number in range(6)]


def names(traits: OrderTraits) -> list[str]:
    return [str(signal.name) for signal in spoken_signals(traits, POLICY)]


@pytest.mark.parametrize(
    ("traits", "spoken"),
    [
        (OrderTraits(), []),
        (OrderTraits(payer=Shared(orders=9, buyers=2)), []),
        (OrderTraits(payer=Shared(orders=3, buyers=3)), ["shared_payer"]),
        (OrderTraits(device=Shared(orders=3, buyers=3), address=Shared(orders=3, buyers=3)), ["shared_device", "shared_address"]),
        (OrderTraits(parcel_g=240, goods_g=1200), []),
        (OrderTraits(parcel_g=239, goods_g=1200), ["light_parcel"]),
        (OrderTraits(parcel_g=20, goods_g=0), []),
        (OrderTraits(rushes=(Rush(new_buyers=19, usual=0),)), []),
        (OrderTraits(rushes=(Rush(new_buyers=20, usual=4.1),)), []),
        (OrderTraits(rushes=(Rush(new_buyers=40, usual=9), Rush(new_buyers=20, usual=4, by_sku=True))), ["burst"]),
        (OrderTraits(praise=Shared(orders=9, buyers=2)), []),
        (OrderTraits(praise=Shared(orders=3, buyers=3)), ["same_praise"]),
        (OrderTraits(praised_after_s=61, browsed_s=4), []),
        (OrderTraits(praised_after_s=60, browsed_s=3), ["instant_praise", "no_browsing"]),
    ],
)
def test_a_signal_speaks_from_its_number_on(traits: OrderTraits, spoken: list[str]) -> None:
    assert names(traits) == spoken


def test_the_score_is_the_sum_of_what_spoke_and_each_says_its_numbers() -> None:
    signals = spoken_signals(OrderTraits(payer=Shared(orders=8, buyers=7), parcel_g=20, goods_g=1200), POLICY)
    assert score_of(signals) == 80
    assert [signal.facts for signal in signals] == [{"orders": 8, "buyers": 7}, {"parcel_g": 20, "goods_g": 1200}]


def test_a_weight_of_nothing_switches_a_signal_off() -> None:
    deaf = POLICY.model_copy(update={"shared_payer": POLICY.shared_payer.model_copy(update={"weight": 0})})
    assert spoken_signals(OrderTraits(payer=Shared(orders=9, buyers=9)), deaf) == []


def test_orders_hang_together_over_others() -> None:
    a, b, c, d, e, _ = ORDERS
    keys = {a: [("payer", 1)], b: [("payer", 1), ("device", 5)], c: [("device", 5)], d: [("device", 1)], e: []}
    assert connected(keys) == [[a, b, c], [d], [e]]


@pytest.mark.parametrize(
    ("receiver", "text"),
    [
        ({"street": ""}, None),
        ({"city": "杭州市", "street": "文三路***号"}, None),
        ({"city": "杭州市", "street": "文三路 100 号 A"}, "||杭州市|||文三路100号a"),
        ({"street": "文三路***号", "open_id": "OA1"}, "open_id:OA1"),
    ],
)
def test_an_address_is_compared_without_spaces_and_never_masked(receiver: dict[str, str], text: str | None) -> None:
    assert address_text(receiver) == text


def credit() -> Credit:
    return Credit(party=Party.SHOP, shop_id="s", buyer_id="", points=100, standing=Standing.GOOD, cases=0, changed_at=NOW)


def test_cases_lead_from_a_warning_over_a_fine_to_a_restriction_and_back() -> None:
    shop = credit()
    seen: list[tuple[int, str]] = []
    for _ in range(3):
        shop.lose_for_case(POLICY.credit, now=NOW)
        seen.append((shop.points, str(shop.standing)))
    shop.win_back(POLICY.credit, now=NOW)
    assert [*seen, (shop.points, str(shop.standing))] == [(80, "warned"), (60, "fined"), (40, "restricted"), (60, "fined")]


def test_points_never_leave_their_range() -> None:
    shop = credit()
    shop.win_back(POLICY.credit, now=NOW)
    assert shop.points == 100
    for _ in range(7):
        shop.lose_for_case(POLICY.credit, now=NOW)
    assert shop.points == 0
