"""Each reason for which an order waits, and the policy version that decides (rules ORD-1, ORD-2, SYS-6)."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from orders.domain.draft import Draft, DraftLine
from orders.domain.knowledge import Knowledge, KnownShop
from orders.domain.policy import DEFAULT_PARAMETERS, Policy, policy_at
from orders.domain.reasons import Stage
from orders.domain.receiver import FIELDS
from orders.domain.review import Verdict, review
from orders.domain.review_rules import Conditions, Does, ReviewRule
from orders.domain.ship_clock import DEFAULT_SHIP_PARAMETERS, ShipClock

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
POLICY = Policy(version=3, effective_from=NOW, parameters=DEFAULT_PARAMETERS, zone=ZONE)
KNOWN = Knowledge(
    version=1,
    shops={"shop": KnownShop(name="店", active=True, platform="mall"), "closed": KnownShop(name="停", active=False, platform="mall")},
    units={"TEE": "件", "RICE": "袋"},
    mappings={("shop", "their-tee"): "TEE"},
    policies=[POLICY],
    ship_clocks=[ShipClock(version=0, effective_from=datetime(2000, 1, 1, tzinfo=UTC), parameters=DEFAULT_SHIP_PARAMETERS, zone=ZONE)],
)
RECEIVER = dict.fromkeys(FIELDS, "") | {"name": "张三", "phone": "13800000000", "province": "浙江", "city": "杭州", "street": "文三路 1 号"}


def line(**changes: Any) -> DraftLine:
    values: dict[str, Any] = {
        "platform_line_no": "1", "merchant_code": "TEE", "platform_sku": "", "title": "T", "quantity": 1, "unit": None,
        "unit_price": "100.00", "paid_amount": None, "refund": "none",
    }  # fmt: skip
    return DraftLine(**(values | changes))


def draft(**changes: Any) -> Draft:
    values: dict[str, Any] = {
        "shop_id": "shop", "platform_order_no": "1", "platform_status": "PAID", "state": "ready", "placed_at": NOW, "paid_at": NOW,
        "modified_at": NOW, "currency": "CNY", "goods_amount": "100.00", "discount_amount": "0.00", "freight_amount": "0.00",
        "paid_amount": "100.00", "buyer_id": "b", "receiver": RECEIVER, "receiver_sealed": None, "buyer_remark": "", "seller_remark": "",
        "refund": "none", "lines": [line()],
    }  # fmt: skip
    return Draft(**(values | changes))


def judge(policy: Policy = POLICY, **changes: Any) -> Verdict:
    return review(draft(**changes), known=KNOWN, policy=policy)


@pytest.mark.rule("ORD-2")
def test_a_clear_order_is_reviewed_and_wants_stock() -> None:
    verdict = judge()
    assert (verdict.status, verdict.holds, verdict.attention, verdict.wants_stock, verdict.policy_version) == ("reviewed", [], [], True, 3)


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"buyer_remark": "请发顺丰"}, "buyer_remark"),
        ({"receiver": RECEIVER | {"street": ""}}, "incomplete_address"),
        ({"receiver": RECEIVER | {"phone": " "}}, "incomplete_address"),
        ({"receiver": RECEIVER | {"country": "US"}}, "incomplete_address"),
        ({"refund": "asked"}, "refund_asked"),
        ({"lines": [line(), line(refund="asked")]}, "refund_asked"),
        ({"paid_amount": "5000.01", "goods_amount": "5000.01"}, "unusual_amount"),
        ({"paid_amount": "19.99"}, "paid_too_little"),
        ({"state": "do_not_ship"}, "platform_do_not_ship"),
        ({"state": "unknown"}, "unknown_state"),
        ({"state": "SOMETHING_NEW"}, "unknown_state"),
        ({"state": "awaiting_payment", "paid_amount": "0.00"}, "awaiting_payment"),
    ],
)
def test_a_hold_has_its_reason(changes: dict[str, Any], reason: str) -> None:
    verdict = judge(**changes)
    assert (verdict.status, verdict.holds) == ("placed", [reason])
    assert verdict.wants_stock == (reason != "awaiting_payment")


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(
    "changes", [{"paid_amount": "5000.00", "goods_amount": "5000.00"}, {"paid_amount": "20.00"}, {"buyer_remark": "  "}]
)
def test_what_is_just_within_the_policy_is_not_held(changes: dict[str, Any]) -> None:
    assert judge(**changes).holds == []


def test_a_currency_without_a_limit_is_judged_by_the_share_paid_only() -> None:
    assert judge(currency="JPY", paid_amount="90000.00", goods_amount="90000.00").holds == []


def test_a_masked_receiver_is_complete() -> None:
    assert judge(receiver=RECEIVER | {"name": "张*", "phone": "138****0000", "street": "文三路**"}).holds == []


@pytest.mark.rule("ORD-1")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"lines": [line(merchant_code="NOPE")]}, "unknown_sku"),
        ({"lines": [line(merchant_code="")]}, "unknown_sku"),
        ({"shop_id": "nobody's", "lines": [line()]}, "unknown_shop"),
        ({"shop_id": "closed", "lines": [line()]}, "inactive_shop"),
        ({"lines": [line(unit="箱")]}, "unknown_unit"),
        ({"lines": [line(quantity=0)]}, "unknown_unit"),
    ],
)
def test_what_we_do_not_understand_needs_attention_and_gets_no_stock(changes: dict[str, Any], reason: str) -> None:
    verdict = judge(**changes)
    assert (verdict.status, verdict.attention, verdict.wants_stock) == ("placed", [reason], False)


@pytest.mark.parametrize("unit", ["件", "pcs", "PCS", "个", ""])
def test_known_words_for_pieces_are_understood(unit: str) -> None:
    assert judge(lines=[line(unit=unit)]).attention == []


def test_the_skus_own_unit_is_understood() -> None:
    assert judge(lines=[line(merchant_code="RICE", unit="袋")]).attention == []


def test_a_mapping_of_the_shop_is_used() -> None:
    assert judge(lines=[line(merchant_code="their-tee")]).skus == ["TEE"]


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"state": "cancelled"}, "cancelled"),
        ({"state": "shipped"}, "shipped"),
        ({"state": "finished"}, "completed"),
        ({"refund": "done"}, "closed"),
        ({"lines": [line(refund="done"), line(refund="done")]}, "closed"),
    ],
)
def test_an_order_that_is_over_gets_no_stock_and_no_hold(changes: dict[str, Any], status: str) -> None:
    verdict = judge(buyer_remark="留言", **changes)
    assert (verdict.status, verdict.holds, verdict.wants_stock) == (status, [], False)


@pytest.mark.rule("SYS-6")
def test_the_policy_in_force_decides() -> None:
    old = Policy(version=1, effective_from=NOW - timedelta(days=9), parameters=DEFAULT_PARAMETERS, zone=ZONE)
    low = ReviewRule(
        code="unusual_amount",
        stage=Stage.FINANCE,
        does=Does.HOLD,
        zh="高额",
        en="Large",
        conditions=Conditions(amount_over={"CNY": Decimal(10)}),
    )
    soon = Policy(version=2, effective_from=NOW, parameters=DEFAULT_PARAMETERS.model_copy(update={"rules": [low]}), zone=ZONE)
    late = replace(old, version=4, effective_from=NOW + timedelta(days=1))
    assert policy_at([old, soon, late], NOW - timedelta(seconds=1)).version == 1
    assert policy_at([old, soon, late], NOW).version == 2
    assert policy_at([old, soon, late], NOW + timedelta(days=2)).version == 4
    assert judge(policy=soon, buyer_remark="hello").holds == ["unusual_amount"]


def test_an_order_that_does_not_tell_what_was_bought_waits_and_is_not_closed() -> None:
    verdict = judge(lines=[], state="unknown")
    assert (verdict.status, verdict.attention, verdict.wants_stock) == ("placed", ["unknown_sku"], False)
    assert judge(lines=[line(quantity=0)]).attention == ["unknown_unit"]
