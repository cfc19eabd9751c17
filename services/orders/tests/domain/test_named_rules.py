"""Each condition of a named rule, what passes by itself, and what a person is asked again (rules ORD-2, SYS-6)."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from orders.domain.draft import Draft, DraftLine
from orders.domain.knowledge import Knowledge, KnownShop
from orders.domain.policy import DEFAULT_PARAMETERS, Policy
from orders.domain.reasons import Stage
from orders.domain.receiver import FIELDS
from orders.domain.review import Verdict, review
from orders.domain.review_rules import Conditions, Does, HourCondition, RemarkCondition, ReviewRule, RulesMakeNoSense, refuse_senseless
from orders.domain.ship_clock import DEFAULT_SHIP_PARAMETERS, ShipClock

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
RECEIVER = dict.fromkeys(FIELDS, "") | {"name": "张三", "phone": "13800000000", "province": "浙江省", "city": "杭州市", "street": "文三路"}
CLOCK = ShipClock(version=0, effective_from=datetime(2000, 1, 1, tzinfo=UTC), parameters=DEFAULT_SHIP_PARAMETERS, zone=ZONE)


def line(**changes: Any) -> DraftLine:
    values: dict[str, Any] = {
        "platform_line_no": "1", "merchant_code": "TEE-W", "platform_sku": "", "title": "T", "quantity": 1, "unit": None,
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


def rule(code: str = "asked", *, stage: Stage = Stage.SERVICE, does: Does = Does.HOLD, firm: bool = False, **conditions: Any) -> ReviewRule:
    return ReviewRule(code=code, stage=stage, does=does, firm=firm, zh="规则", en="A rule", conditions=Conditions(**conditions))


def judge(*rules: ReviewRule, **changes: Any) -> Verdict:
    policy = Policy(version=1, effective_from=NOW, parameters=DEFAULT_PARAMETERS.model_copy(update={"rules": list(rules)}), zone=ZONE)
    shops = {"shop": KnownShop(name="店", active=True, platform="douyin"), "other": KnownShop(name="二", active=True, platform="jd")}
    units = dict.fromkeys(("TEE-W", "TEE-B", "MUG"), "件")
    known = Knowledge(version=1, shops=shops, units=units, mappings={}, policies=[policy], ship_clocks=[CLOCK])
    return review(draft(**changes), known=known, policy=policy)


TWO = [line(), line(merchant_code="MUG")]
CASES: list[tuple[dict[str, Any], dict[str, Any], dict[str, Any]]] = [
    ({"shops": ["shop"]}, {}, {"shop_id": "other"}),
    ({"platforms": ["douyin"]}, {}, {"shop_id": "other"}),
    ({"buyers": ["b"]}, {}, {"buyer_id": "c"}),
    ({"buyer_unknown": True}, {"buyer_id": " "}, {}),
    ({"first_order": True}, {"first_order": True}, {"first_order": False}),
    ({"first_order": False}, {"first_order": False}, {"first_order": True}),
    # What is not known is neither.
    ({"first_order": True}, {"first_order": True}, {"first_order": None}),
    ({"first_order": False}, {"first_order": False}, {"first_order": None}),
    ({"amount_over": {"CNY": Decimal(99)}}, {}, {"paid_amount": "99.00"}),
    ({"amount_over": {"CNY": Decimal(99)}}, {}, {"currency": "USD"}),
    ({"amount_below": {"CNY": Decimal(101)}}, {}, {"paid_amount": "101.00"}),
    ({"amount_below": {"CNY": Decimal(101)}}, {}, {"state": "awaiting_payment", "paid_amount": "0.00"}),
    ({"paid_percent_below": 50}, {"paid_amount": "49.99"}, {"paid_amount": "50.00"}),
    ({"buyer_remark": RemarkCondition()}, {"buyer_remark": "好"}, {"buyer_remark": " "}),
    ({"buyer_remark": RemarkCondition(contains=["invoice", "发票"])}, {"buyer_remark": "INVOICE please"}, {"buyer_remark": "快点"}),
    ({"seller_remark": RemarkCondition(contains=["赠"])}, {"seller_remark": "赠品"}, {"buyer_remark": "赠品"}),
    ({"countries": ["CN"]}, {}, {"receiver": RECEIVER | {"country": "US"}}),
    ({"regions": ["浙江"]}, {}, {"receiver": RECEIVER | {"province": "江苏省"}}),
    ({"regions": ["杭州"]}, {}, {"receiver": RECEIVER | {"city": "宁波市"}}),
    ({"skus": ["MUG"]}, {"lines": TWO}, {}),
    ({"sku_prefixes": ["TEE-"]}, {"lines": TWO}, {"lines": [line(merchant_code="MUG")]}),
    ({"pieces_over": 2}, {"lines": [line(quantity=2), line()]}, {"lines": [line(quantity=2)]}),
    ({"refund_asked": True}, {"refund": "asked"}, {}),
    ({"refund_asked": True}, {"lines": [line(), line(refund="asked")]}, {"lines": [line(), line(refund="done")]}),
    # 04:00 UTC is noon here.
    ({"hours": HourCondition(start=12, end=13)}, {}, {"placed_at": datetime(2026, 11, 22, 5, 0, tzinfo=UTC)}),
    ({"hours": HourCondition(start=22, end=6)}, {"placed_at": datetime(2026, 11, 22, 15, 0, tzinfo=UTC)}, {}),
    ({"hours": HourCondition(start=22, end=6)}, {"placed_at": datetime(2026, 11, 21, 21, 59, tzinfo=UTC)}, {}),
    # All that are told have to be met.
    ({"shops": ["shop"], "skus": ["TEE-W"]}, {}, {"lines": [line(merchant_code="MUG")]}),
]


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(("conditions", "meets", "misses"), CASES)
def test_a_rule_holds_what_meets_its_condition_and_nothing_else(
    conditions: dict[str, Any], meets: dict[str, Any], misses: dict[str, Any]
) -> None:
    assert "asked" in judge(rule(**conditions), **meets).holds
    assert "asked" not in judge(rule(**conditions), **misses).holds


LARGE = rule("large", stage=Stage.FINANCE, amount_over={"CNY": Decimal(50)})
REMARK = rule("remark", buyer_remark=RemarkCondition())


@pytest.mark.rule("ORD-2")
def test_what_a_list_releases_passes_its_own_stage_only() -> None:
    trusted = rule("trusted", does=Does.RELEASE, buyers=["b"])
    verdict = judge(REMARK, LARGE, trusted, buyer_remark="快")
    assert (verdict.holds, verdict.passed) == (["large"], {"trusted": ["remark"]})
    both = judge(REMARK, LARGE, trusted, rule("small", stage=Stage.FINANCE, does=Does.RELEASE, shops=["shop"]), buyer_remark="快")
    assert (both.status, both.holds, both.passed) == ("reviewed", [], {"trusted": ["remark"], "small": ["large"]})
    assert judge(REMARK, trusted, buyer_remark="快", buyer_id="c").holds == ["remark"]
    assert judge(REMARK, trusted).passed is None


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({"state": "do_not_ship"}, "platform_do_not_ship"),
        ({"state": "awaiting_payment"}, "awaiting_payment"),
        ({"state": "?"}, "unknown_state"),
        ({"receiver": RECEIVER | {"street": ""}}, "incomplete_address"),
        ({"refund": "asked"}, "refund"),
    ],
)
def test_nothing_releases_over_the_platform_the_address_or_what_is_firm(changes: dict[str, Any], kept: str) -> None:
    everything = rule("everything", does=Does.RELEASE, shops=["shop"])
    verdict = judge(REMARK, rule("refund", firm=True, refund_asked=True), everything, buyer_remark="快", **changes)
    assert (verdict.status, verdict.holds) == ("placed", [kept])


@pytest.mark.rule("ORD-2")
def test_goods_in_doubt_wait_although_a_list_releases_them() -> None:
    verdict = judge(REMARK, rule("everything", does=Does.RELEASE, shops=["shop"]), buyer_remark="快", lines=[line(merchant_code="?")])
    assert (verdict.status, verdict.holds, verdict.attention) == ("placed", [], ["unknown_sku"])


@pytest.mark.rule("ORD-2")
def test_a_list_of_skus_releases_orders_all_of_whose_lines_are_on_it() -> None:
    cheap = rule("cheap", does=Does.RELEASE, skus=["TEE-W"])
    assert judge(REMARK, cheap, buyer_remark="快").holds == []
    assert judge(REMARK, cheap, buyer_remark="快", lines=TWO).holds == ["remark"]
    assert judge(REMARK, cheap, buyer_remark="快", lines=[line(), line(merchant_code="?")]).holds == ["remark"]


@pytest.mark.rule("SYS-6")
def test_rules_that_make_no_sense_are_told_all_at_once() -> None:
    rules = [
        rule("large", shops=["a"]),
        rule("large", shops=["b"]),
        rule("manual", shops=["a"]),
        rule("empty"),
        rule("free", does=Does.RELEASE, firm=True, shops=["a"]),
    ]
    with pytest.raises(RulesMakeNoSense) as refused:
        refuse_senseless(rules, stages={"large": "finance"})
    found = [(error.pointer.removeprefix("/parameters/rules"), error.code) for error in refused.value.errors]
    assert found == [
        ("/0/stage", "stage_changed"), ("/1/code", "code_repeated"), ("/1/stage", "stage_changed"), ("/2/code", "code_reserved"),
        ("/3/conditions", "no_condition"), ("/4/firm", "firm_release"),
    ]  # fmt: skip
    with pytest.raises(RulesMakeNoSense):
        refuse_senseless([rule("unusual_amount", shops=["a"])], stages={})


@pytest.mark.parametrize("hours", [{"start": 3, "end": 3}, {"start": 24, "end": 3}, {"start": -1, "end": 3}])
def test_hours_that_say_nothing_are_refused(hours: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        HourCondition(**hours)


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize("stage", [Stage.PLATFORM, Stage.FAKE_ORDERS])
def test_a_rule_holds_for_people_who_review(stage: Stage) -> None:
    with pytest.raises(ValidationError):
        rule(stage=stage, shops=["a"])
