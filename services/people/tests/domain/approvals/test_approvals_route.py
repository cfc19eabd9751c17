"""Routes: bands of amount, and what is no route (rules APR-1, APR-2)."""

from decimal import Decimal

import pytest

from contracts.money import Money
from people.domain.approvals.default_routes import DEFAULT_ROUTES
from people.domain.approvals.route import Mode, RouteStep, RouteUnsound, RouteWho, WhoKind, check_steps


def who(kind: WhoKind = WhoKind.SUPERIOR, *, role: str | None = None) -> RouteWho:
    return RouteWho(kind=kind, levels=1, of="requester", role=role, position_id=None)


def step(*named: RouteWho, mode: Mode = Mode.ONE, above: str | None = None, remind: int = 8, within: int = 24) -> RouteStep:
    limit = None if above is None else Decimal(above)
    return RouteStep(mode=mode, who=list(named) or [who()], above=limit, remind_after_hours=remind, within_hours=within)


@pytest.mark.parametrize(
    ("amount", "currency", "takes"),
    [("49.99", "CNY", False), ("50.00", "CNY", False), ("50.01", "CNY", True), ("-50.01", "CNY", True), ("0.01", "USD", True)],
)
def test_a_band_begins_above_its_amount(amount: str, currency: str, takes: bool) -> None:
    assert step(above="50.00").takes(Money(amount=Decimal(amount), currency=currency)) is takes


def test_a_request_without_an_amount_takes_every_step() -> None:
    assert step(above="50.00").takes(None)


@pytest.mark.rule("APR-1")
def test_there_is_a_route_for_everything_that_needs_approval() -> None:
    assert {route.kind for route in DEFAULT_ROUTES} >= {
        "price_change", "promotion_plan", "leave", "headcount", "refund", "compensation", "stocktake_adjustment", "damage_liability",
        "distributor_policy", "penalty", "rebate_settlement", "role_grant", "export", "personal_data_export",
    }  # fmt: skip
    for route in DEFAULT_ROUTES:
        check_steps(route.steps)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ([], "at least one step"),
        ([step(who(), who())], "one decider means one source"),
        ([step(who(), mode=Mode.JOINT)], "at least two sources"),
        ([step(who(), who(), mode=Mode.JOINT)], "must differ"),
        ([step(remind=25)], "after the deadline"),
        ([step(above="-1.00")], "cannot be negative"),
        ([step(who(WhoKind.ROLE))], "choose the role"),
        ([step(), step(who(WhoKind.POSITION))], "2. choose the position"),
    ],
)
def test_what_is_no_route_is_told(wrong: list[RouteStep], told: str) -> None:
    with pytest.raises(RouteUnsound) as refused:
        check_steps(wrong)
    assert told in refused.value.sentence("en")
    assert refused.value.sentence("zh") != refused.value.sentence("en")
