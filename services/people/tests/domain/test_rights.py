from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest

from people.domain.grants import covering
from people.domain.rights import Rights, RoleSource, exceeds
from people.domain.role_grant import GrantNotWaiting, GrantOver, GrantPeriodWrong, GrantState, RoleGrant, check_period
from people.domain.second_factor import RECOVERY_CODES, new_recovery_codes, plain_code

NOW = datetime(2026, 11, 22, 4, tzinfo=UTC)


def grant(**changes: Any) -> RoleGrant:
    facts = {
        "state": "requested",
        "begins_on": date(2026, 11, 20),
        "ends_on": date(2026, 11, 30),
        "decided_by": [],
        "version": 1,
        "reason": "x",
    }
    return RoleGrant(**{**facts, **changes})


@pytest.mark.rule("ORG-7")
@pytest.mark.parametrize(
    ("held", "allowed", "answer"),
    [
        ([], [], False),
        (["orders.orders.read"], ["orders.*"], False),
        (["orders.*"], ["orders.orders.read"], True),
        (["*"], ["orders.*", "people.*"], True),
        (["orders.orders.read", "catalog.skus.read"], ["orders.orders.read"], True),
        (["orders.orders.read"], ["*"], False),
    ],
)
def test_when_a_token_holds_too_much(held: list[str], allowed: list[str], answer: bool) -> None:
    assert exceeds(held, allowed) is answer


def test_a_permission_is_covered_by_itself_its_service_and_everything() -> None:
    assert covering("orders.orders.read") == ["*", "orders.*", "orders.orders.read"]
    assert covering("orders.*") == ["*", "orders.*"]
    assert covering("*") == ["*"]


@pytest.mark.rule("ORG-8")
def test_rights_are_withheld_only_where_a_required_second_factor_is_missing() -> None:
    source = RoleSource(
        kind="account", role_id=uuid4(), role_code=None, permissions=["b.c", "a.b"], reach="all", position_id=None, unit_id=None,
        grant_id=None, since=None, until=None,
    )  # fmt: skip
    off = Rights(sources=[source, source], second_factor=False, second_factor_required=False)
    assert (off.permissions, off.state) == (["a.b", "b.c"], "off")
    required = replace(off, second_factor_required=True)
    assert (required.permissions, required.granted, required.state) == ([], ["a.b", "b.c"], "required")
    assert replace(required, second_factor=True).permissions == ["a.b", "b.c"]


@pytest.mark.rule("APR-5")
@pytest.mark.parametrize(
    ("on", "state", "begins_on"),
    [
        (date(2026, 11, 18), "approved", date(2026, 11, 20)),
        (date(2026, 11, 25), "approved", date(2026, 11, 25)),
        (date(2026, 11, 30), "approved", date(2026, 11, 30)),
        (date(2026, 12, 1), "ended", date(2026, 11, 20)),
    ],
)
def test_a_late_approval_never_acts_backwards(on: date, state: str, begins_on: date) -> None:
    asked = grant()
    asked.decide(GrantState.APPROVED, by=["acc_1"], on=on, now=NOW)
    assert (asked.state, asked.begins_on, asked.version) == (state, begins_on, 2)


def test_what_is_decided_is_not_decided_again_and_what_is_over_is_not_closed() -> None:
    asked = grant()
    asked.decide(GrantState.REFUSED, by=["acc_1"], on=date(2026, 11, 22), now=NOW)
    with pytest.raises(GrantNotWaiting):
        asked.decide(GrantState.APPROVED, by=["acc_1"], on=date(2026, 11, 22), now=NOW)
    with pytest.raises(GrantOver):
        asked.close(GrantState.REVOKED, by="acc_1", reason="x", now=NOW)
    assert (asked.state, asked.version) == ("refused", 2)


@pytest.mark.rule("ORG-7")
@pytest.mark.parametrize(
    ("begins_on", "ends_on", "fits"),
    [(22, 22, True), (22, 24, True), (22, 25, False), (21, 22, False), (24, 23, False), (30, 30, True)],
)
def test_a_grant_lasts_no_longer_than_the_policy_says(begins_on: int, ends_on: int, fits: bool) -> None:
    days = {"begins_on": date(2026, 11, begins_on), "ends_on": date(2026, 11, ends_on)}
    if fits:
        check_period(**days, today=date(2026, 11, 22), longest_days=3)
        return
    with pytest.raises(GrantPeriodWrong):
        check_period(**days, today=date(2026, 11, 22), longest_days=3)


@pytest.mark.rule("ORG-8")
def test_recovery_codes_are_many_different_and_easy_to_type() -> None:
    codes = [one for _ in range(50) for one in new_recovery_codes()]
    assert len(set(codes)) == len(codes) == 50 * RECOVERY_CODES
    assert not set("".join(codes)) & set("01ilo")
    assert plain_code(f" {codes[0].upper()} ") == codes[0]
