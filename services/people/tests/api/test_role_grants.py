"""Rule ORG-7: an extra role is granted with a reason and an end date, by others who hold what it gives."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from people.jobs.end_outdated_sessions import run
from services.people.tests.firm import day, refused
from services.people.tests.house import House, Signed

ASKS = ("people.role_grants.request",)


async def request(someone: Signed, role: dict[str, Any], **changes: Any) -> httpx.Response:
    body = {"role_id": role["id"], "reason": "双十一支援审单", "ends_on": day(10), **changes}
    return await someone.ask("POST", "/v1/role-grants", json=body)


async def answer(someone: Signed, decision: str = "approve") -> httpx.Response:
    """The one request in their inbox."""
    (waiting,) = (await someone.ask("GET", "/v1/approvals")).json()["data"]
    body = {"decision": decision, "comment": "同意" if decision == "approve" else "不需要", "content_digest": waiting["content_digest"]}
    return await someone.ask("POST", f"/v1/approvals/{waiting['id']}/decision", version=waiting["version"], json=body)


async def state(house: House, grant: dict[str, Any]) -> str:
    return (await house.boss.ask("GET", f"/v1/role-grants/{grant['id']}")).json()["state"]


async def approved(house: House, someone: Signed, role: dict[str, Any], **changes: Any) -> dict[str, Any]:
    asked = await request(someone, role, **changes)
    assert asked.status_code == 201, asked.text
    done = await answer(house.boss)
    assert done.status_code == 200, done.text
    return (await house.boss.ask("GET", f"/v1/role-grants/{asked.json()['id']}")).json()


@pytest.mark.rule("ORG-7")
async def test_an_extra_role_counts_once_it_is_approved_and_until_its_end(house: House, app: FastAPI) -> None:
    role, wang = await house.role("orders.orders.review"), await house.person("wang", *ASKS)
    asked = await request(wang, role)
    assert (asked.status_code, asked.json()["state"]) == (201, "requested")
    wang = Signed.of(house.client, await wang.refresh())
    assert wang.account["permissions"] == list(ASKS), "asking gives nothing"
    assert (await answer(house.boss)).status_code == 200
    wang = Signed.of(house.client, await wang.refresh())
    assert wang.account["permissions"] == ["orders.orders.review", *ASKS]
    why = (await wang.ask("GET", "/v1/me/rights", params={"permission": "orders.orders.review"})).json()["sources"]
    assert [(one["kind"], one["until"], one["reason"], one["granted_by"]) for one in why] == [
        ("grant", day(10), "双十一支援审单", ["管理员 Administrator"])
    ]
    async with app.state.context.engine.begin() as connection:
        await connection.execute(text("UPDATE role_grant SET begins_on = current_date - 9, ends_on = current_date - 2"))
    await run(app.state.context)
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert await state(house, asked.json()) == "ended"
    entries = (await house.boss.ask("GET", "/v1/audit-entries", params={"noun": "role_grant", "noun_id": asked.json()["id"]})).json()[
        "data"
    ]
    assert [entry["action"] for entry in entries] == ["role_grant.ended", "role_grant.approved", "role_grant.requested"]


@pytest.mark.rule("ORG-7")
async def test_nobody_approves_their_own_request_or_a_grant_to_themselves(house: House) -> None:
    role = await house.role("orders.orders.review")
    asked = await request(house.boss, role)
    assert (asked.status_code, asked.json()["rule"]) == (422, "APR-2"), "the only administrator has nobody to ask"
    clerk = await house.person("clerk", *ASKS, "people.role_grants.manage", "people.role_grants.read")
    for_the_boss = await request(clerk, role, account_id=house.boss.account["id"])
    assert for_the_boss.status_code == 201
    own = await answer(house.boss)
    assert refused(own) == (403, "own_grant", "ORG-7")
    assert await state(house, for_the_boss.json()) == "requested"


@pytest.mark.rule("ORG-7")
async def test_nobody_grants_more_than_they_hold(house: House, app: FastAPI) -> None:
    strong, weak = await house.role("orders.*"), await house.role("orders.orders.read")
    director = next(role for role in (await house.boss.ask("GET", "/v1/roles")).json()["data"] if role["code"] == "director")
    new = {"login": "deputy", "name": "Deputy", "locale": "en-US", "role_ids": [director["id"]], "shop_ids": None}
    made = (await house.boss.ask("POST", "/v1/accounts", json=new)).json()
    deputy = await house.sign_in("deputy", made["initial_password"])
    wang = await house.person("wang", *ASKS)
    async with app.state.context.engine.begin() as connection:
        await connection.execute(
            text(
                """UPDATE approval_route SET steps = jsonb_build_array(jsonb_set(steps->1, '{who,0,role}', '"director"')) WHERE kind = 'role_grant'"""
            )
        )
    asked = await request(wang, strong)
    assert asked.status_code == 201, asked.text
    assert refused(await answer(deputy)) == (403, "grants_more_than_held", "ORG-7")
    assert await state(house, asked.json()) == "requested"
    assert (await answer(deputy, "refuse")).status_code == 200
    assert await state(house, asked.json()) == "refused"
    second = await request(wang, weak)
    assert (await answer(deputy)).status_code == 200
    assert await state(house, second.json()) == "approved"


@pytest.mark.rule("APR-4")
async def test_a_role_that_was_changed_meanwhile_is_not_what_was_asked_for(house: House) -> None:
    role, wang = await house.role("orders.orders.read"), await house.person("wang", *ASKS)
    asked = await request(wang, role)
    await house.boss.ask("PATCH", f"/v1/roles/{role['id']}", version=1, json={"permissions": ["orders.*"]})
    assert refused(await answer(house.boss)) == (409, "content_changed", "APR-4")
    assert await state(house, asked.json()) == "requested"


@pytest.mark.rule("ORG-7")
@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"reason": " "}, 422, "validation"),
        ({"ends_on": None}, 422, "validation"),
        ({"ends_on": day(-1)}, 422, "role_grant_period_wrong"),
        ({"begins_on": day(-1)}, 422, "role_grant_period_wrong"),
        ({"begins_on": day(5), "ends_on": day(4)}, 422, "role_grant_period_wrong"),
        ({"ends_on": day(366)}, 422, "role_grant_period_wrong"),
        ({"role_id": "rol_" + "0" * 32}, 422, "role_unknown"),
        ({"unit_id": "unt_" + "0" * 32}, 404, "unit_not_found"),
        ({"account_id": "acc_" + "0" * 32}, 403, "forbidden"),
    ],
)
async def test_what_is_no_proper_request_is_refused(house: House, changes: dict[str, Any], status: int, code: str) -> None:
    role, wang = await house.role("orders.orders.read"), await house.person("wang", *ASKS)
    answered = await request(wang, role, **changes)
    assert answered.status_code == status, answered.text
    assert code == "validation" or answered.json()["code"] == code


async def test_the_same_role_twice_in_one_time_is_refused_and_a_withdrawn_request_is_over(house: House) -> None:
    role, wang = await house.role("orders.orders.read"), await house.person("wang", *ASKS)
    asked = (await request(wang, role)).json()
    assert refused(await request(wang, role, begins_on=day(10), ends_on=day(20))) == (409, "role_grant_already_held", "ORG-7")
    zhao = await house.person("zhao", *ASKS)
    assert (await zhao.ask("GET", "/v1/role-grants")).json()["data"] == []
    assert (await zhao.ask("POST", f"/v1/role-grants/{asked['id']}/withdraw", version=1, json={"reason": "不是我的"})).status_code == 404
    assert (await wang.ask("POST", f"/v1/role-grants/{asked['id']}/withdraw", version=9, json={"reason": "不需要了"})).status_code == 412
    withdrawn = await wang.ask("POST", f"/v1/role-grants/{asked['id']}/withdraw", version=1, json={"reason": "不需要了"})
    assert (withdrawn.status_code, withdrawn.json()["state"]) == (200, "withdrawn")
    assert (await house.boss.ask("GET", "/v1/approvals")).json()["data"] == []
    assert (await request(wang, role)).status_code == 201


@pytest.mark.rule("ORG-7")
async def test_a_grant_is_revoked_and_its_tokens_end(house: House) -> None:
    role, wang = await house.role("orders.orders.review"), await house.person("wang", *ASKS)
    grant = await approved(house, wang, role)
    wang = Signed.of(house.client, await wang.refresh())
    path = f"/v1/role-grants/{grant['id']}/revoke"
    assert (await wang.ask("POST", path, version=grant["version"], json={"reason": "不再需要"})).status_code == 403
    done = await house.boss.ask("POST", path, version=grant["version"], json={"reason": "不再需要"})
    assert (done.status_code, done.json()["state"], done.json()["close_reason"]) == (200, "revoked", "不再需要")
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    again = await house.boss.ask("POST", path, version=done.json()["version"], json={"reason": "再一次"})
    assert refused(again) == (409, "role_grant_over", "ORG-7")


async def test_a_grant_that_begins_later_gives_nothing_before(house: House) -> None:
    role, wang = await house.role("orders.orders.review"), await house.person("wang", *ASKS)
    await approved(house, wang, role, begins_on=day(2))
    assert Signed.of(house.client, await wang.refresh()).account["permissions"] == list(ASKS)
    later = (await house.boss.ask("GET", f"/v1/accounts/{wang.account['id']}/rights", params={"on": day(2)})).json()
    assert "orders.orders.review" in [one["permission"] for one in later["permissions"]]
