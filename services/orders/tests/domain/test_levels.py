"""Levels and tags by rule are told from figures, and time alone may change them (rule CARE-4)."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from orders.domain.customers.levels import DEFAULT_LEVELS, Bought, LevelParameters, LevelPolicyFaulty, TagRule, assess, refuse_faulty

NOW = datetime(2026, 11, 20, tzinfo=UTC)


def bought(paid: str, *, orders: int = 5, refunded: str = "0", currency: str = "CNY", days_ago: int = 10) -> Bought:
    oldest = NOW - timedelta(days=days_ago)
    return Bought(currency=currency, orders=orders, paid=Decimal(paid), refunded=Decimal(refunded), oldest_at=oldest)


def level(*facts: Bought) -> str:
    return assess(DEFAULT_LEVELS, facts, first_at=NOW, last_at=NOW, now=NOW).level


def test_the_highest_level_whose_conditions_all_hold() -> None:
    assert level(bought("5000")) == "key"
    assert level(bought("4999.99")) == "valued"
    assert level(bought("5000", orders=4)) == "valued"
    assert level(bought("5000", refunded="1500.01")) == "valued"
    assert level(bought("5000", refunded="2000.01")) == "regular"
    assert level() == "regular"


def test_other_currencies_count_by_their_rate_or_not_at_all() -> None:
    assert level(bought("704.23", currency="USD")) == "key"
    found = assess(DEFAULT_LEVELS, [bought("90000", currency="JPY")], first_at=NOW, last_at=NOW, now=NOW)
    assert (found.level, found.not_counted, found.paid) == ("regular", ["JPY"], Decimal("0.00"))


def test_when_time_alone_may_change_it() -> None:
    last = NOW - timedelta(days=10)
    found = assess(DEFAULT_LEVELS, [bought("5000", days_ago=300)], first_at=last, last_at=last, now=NOW)
    assert found.look_again_at == NOW + timedelta(days=65)
    found = assess(DEFAULT_LEVELS, [bought("5000")], first_at=last, last_at=last, now=NOW)
    assert found.look_again_at == NOW + timedelta(days=170), "then it becomes dormant"
    found = assess(DEFAULT_LEVELS, [], first_at=last, last_at=NOW - timedelta(days=400), now=NOW)
    assert (found.tags, found.look_again_at) == (["沉睡客户"], None)


@pytest.mark.parametrize(
    ("rule", "bears"),
    [
        ({"paid": "100"}, True),
        ({"paid": "100.01"}, False),
        ({"orders": 2, "refund_percent": 50}, True),
        ({"refund_percent": 51}, False),
        ({"new_days": 31}, True),
        ({"new_days": 30}, False),
        ({"dormant_days": 20}, True),
        ({"dormant_days": 21}, False),
    ],
)
def test_a_tag_is_borne_while_all_of_its_rule_holds(rule: dict[str, Any], bears: bool) -> None:
    parameters = DEFAULT_LEVELS.model_copy(update={"tag_rules": [TagRule.model_validate({"tag": "x", **rule})]})
    facts = [bought("100", orders=2, refunded="50")]
    found = assess(parameters, facts, first_at=NOW - timedelta(days=30), last_at=NOW - timedelta(days=20), now=NOW)
    assert found.tags == (["x"] if bears else [])


def test_a_policy_that_contradicts_itself_is_refused_with_all_its_faults() -> None:
    refuse_faulty(DEFAULT_LEVELS)
    plain = DEFAULT_LEVELS.model_dump()
    levels = [plain["levels"][2], plain["levels"][0], plain["levels"][0]]
    tags = [{"tag": "a"}, {"tag": "a", "orders": 1}]
    with pytest.raises(LevelPolicyFaulty) as refused:
        refuse_faulty(LevelParameters.model_validate(plain | {"levels": levels, "tag_rules": tags, "rates": {"CNY": 2}}))
    assert [(error.pointer, error.code) for error in refused.value.errors] == [
        ("/parameters/levels/0", "last_level"),
        ("/parameters/levels/2", "last_level"),
        ("/parameters/levels/2/code", "twice"),
        ("/parameters/tag_rules/0", "asks_nothing"),
        ("/parameters/tag_rules/1/tag", "twice"),
        ("/parameters/rates/CNY", "own_rate"),
    ]
