"""Every rule can be read with what the software does of it, and what is refused or decided names its rule and policy (rule SYS-6)."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from tests.acceptance.people.organisation import Organisation, today
from tests.acceptance.world import World


@pytest.mark.rule("SYS-6")
def test_every_rule_is_published_with_what_the_software_does_of_it(world: World) -> None:
    served = httpx.get(f"{world.house.address}/api/rules.json", timeout=10)
    assert served.status_code == 200
    assert served.headers["content-type"].startswith("application/json")
    rules = {rule["number"]: rule for rule in served.json()["rules"]}
    assert len(rules) == 110
    assert {rule["carried_out"] for rule in rules.values()} == {"yes", "partly", "no"}
    for rule in rules.values():
        assert all(rule[name] for name in ("title_zh", "title_en", "text_zh", "text_en")), rule["number"]
        assert (rule["carried_out"] == "partly") == bool(rule["gap_zh"] and rule["gap_en"]), rule["number"]
        for policy in rule["policies"]:
            versions = world.call("GET", policy.removeprefix("/api"), token=world.boss())["data"]
            assert versions, f"{rule['number']}: {policy}"
            assert isinstance(versions[0].get("number", versions[0]["version"]), int), f"{rule['number']}: {policy}"


@pytest.mark.rule("SYS-6")
def test_a_refusal_cites_a_published_rule_and_a_result_names_its_policys_version(world: World) -> None:
    rules = {rule["number"] for rule in httpx.get(f"{world.house.address}/api/rules.json", timeout=10).json()["rules"]}
    organisation = Organisation(world)
    wish = {"second_factor_role_ids": [], "longest_grant_days": 30, "reason": "缩短授权期限"}
    before = organisation.call("GET", "/policies/access")["data"][0]["version"]
    past = {**wish, "effective_from": (datetime.now(UTC) - timedelta(days=1)).isoformat()}
    refused = world.ask("POST", "/people/v1/policies/access", json=past, token=world.boss())
    assert (refused.status_code, refused.json()["rule"]) == (422, "SYS-6")
    made = organisation.call("POST", "/policies/access", json=wish)
    try:
        assert made["version"] == before + 1
        person = world.person("people.role_grants.request")
        role = organisation.call("GET", "/roles?limit=100")["data"][-1]["id"]
        longer = {"role_id": role, "reason": "支援", "ends_on": (today() + timedelta(days=30)).isoformat()}
        too_long = person.ask("POST", "/people/v1/role-grants", json=longer)
        assert (too_long.status_code, too_long.json()["rule"]) == (422, "ORG-7")
        assert too_long.json()["rule"] in rules
        fits = person.ask("POST", "/people/v1/role-grants", json={**longer, "ends_on": (today() + timedelta(days=29)).isoformat()})
        assert (fits.status_code, fits.json()["policy_version"]) == (201, made["version"])
    finally:
        organisation.call("POST", "/policies/access", json={**wish, "longest_grant_days": 366})
