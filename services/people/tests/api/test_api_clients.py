import base64
from typing import Any

import httpx
import pytest
from jose import jwt

from services.people.tests.house import House, MovingTime

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def token(house: House, made: dict[str, Any], **form: str) -> httpx.Response:
    credentials = {"client_id": made["client_id"], "client_secret": made["client_secret"]}
    return await house.client.post("/v1/oauth/token", data={"grant_type": "client_credentials", **credentials, **form})


async def works(house: House, answer: httpx.Response) -> bool:
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    return (await house.client.get("/v1/accounts", headers=headers)).status_code == 200


async def test_a_client_gets_a_token_with_what_it_holds(house: House) -> None:
    made = await house.api_client("Shop 1", "people.accounts.read", "orders.*")
    answer = await token(house, made)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert body | {"access_token": ""} == {
        "access_token": "",
        "token_type": "Bearer",
        "expires_in": 600,
        "scope": "orders.* people.accounts.read",
    }
    claims = jwt.get_unverified_claims(body["access_token"])
    assert (claims["sub"], claims["kind"], claims["name"], claims["rate"]) == (made["client_id"], "client", "Shop 1", 6000)
    assert claims["sid"].startswith("fam_")
    assert await works(house, answer)
    assert (await house.boss.ask("GET", f"/v1/api-clients/{made['id']}")).json()["last_used_at"] is not None


async def test_credentials_may_come_as_http_basic(house: House) -> None:
    made = await house.api_client("Shop 1", "orders.*")
    basic = base64.b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()
    headers = {**FORM, "Authorization": f"Basic {basic}"}
    answer = await house.client.post("/v1/oauth/token", content="grant_type=client_credentials", headers=headers)
    assert answer.status_code == 200


async def test_a_scope_narrows_the_token(house: House) -> None:
    made = await house.api_client("Shop 1", "people.*")
    narrow = await token(house, made, scope="people.accounts.read")
    assert narrow.json()["scope"] == "people.accounts.read"
    assert await works(house, narrow)
    assert not await works(house, await token(house, made, scope="people.roles.read"))
    wide = await token(house, made, scope="people.accounts.read orders.*")
    assert (wide.status_code, wide.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize(
    ("content", "status", "error"),
    [
        ("", 400, "invalid_request"),
        ("grant_type=client_credentials", 400, "invalid_request"),
        ("grant_type=client_credentials&client_id={id}", 400, "invalid_request"),
        ("client_id={id}&client_secret={secret}", 400, "invalid_request"),
        ("grant_type=client_credentials&grant_type=x&client_id={id}&client_secret={secret}", 400, "invalid_request"),
        ("grant_type=password&client_id={id}&client_secret={secret}", 400, "unsupported_grant_type"),
        ("grant_type=client_credentials&client_id={id}&client_secret=wrong", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=nobody&client_secret={secret}", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=cli_00000000000000000000000000000000&client_secret=x", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=%00&client_secret=%00", 401, "invalid_client"),
        ("grant_type=client_credentials&client_id=%ff&client_secret=%ff", 400, "invalid_request"),
        ("€", 400, "invalid_request"),
        ("x" * 20_000, 400, "invalid_request"),
    ],
)
async def test_errors_are_those_of_the_rfc(house: House, content: str, status: int, error: str) -> None:
    made = await house.api_client("Shop 1", "orders.*")
    filled = content.format(id=made["client_id"], secret=made["client_secret"])
    answer = await house.client.post("/v1/oauth/token", content=filled.encode(), headers=FORM)
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert ("www-authenticate" in answer.headers) == (status == 401)


async def test_json_and_double_credentials_are_no_form(house: House) -> None:
    made = await house.api_client("Shop 1", "orders.*")
    assert (await house.client.post("/v1/oauth/token", json={"grant_type": "client_credentials"})).status_code == 400
    basic = base64.b64encode(f"{made['client_id']}:{made['client_secret']}".encode()).decode()
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    answer = await house.client.post("/v1/oauth/token", data=form, headers={"Authorization": f"Basic {basic}"})
    assert answer.json()["error"] == "invalid_request"
    for broken in ("Basic", "Basic !!!", "Basic YWJj", "Basic gICA"):
        answer = await house.client.post("/v1/oauth/token", data={"grant_type": "client_credentials"}, headers={"Authorization": broken})
        assert answer.status_code == 400


@pytest.mark.rule("ORG-6")
@pytest.mark.parametrize("loss", [{"disabled": True}, {"permissions": ["orders.*"]}, {"shop_ids": ["sh1"]}])
async def test_a_client_that_loses_something_loses_its_tokens_at_once(house: House, loss: dict[str, Any]) -> None:
    made = await house.api_client("Shop 1", "people.accounts.read", "orders.*")
    answer = await token(house, made)
    assert await works(house, answer)
    path = f"/v1/api-clients/{made['id']}"
    assert (await house.boss.ask("PATCH", path, version=1, json=loss)).status_code == 200
    assert not await works(house, answer)
    assert (await token(house, made)).status_code == (401 if "disabled" in loss else 200)
    given_back = {"disabled": False, "permissions": ["people.accounts.read"], "shop_ids": None}
    assert (await house.boss.ask("PATCH", path, version=2, json=given_back)).status_code == 200
    assert await works(house, await token(house, made))
    assert not await works(house, answer)


async def test_a_rotated_secret_overlaps_for_as_long_as_was_chosen(house: House, real_time: MovingTime) -> None:
    made = await house.api_client("Shop 1", "people.accounts.read")
    path = f"/v1/api-clients/{made['id']}/rotate-secret"
    newer = (await house.boss.ask("POST", path, json={"overlap_seconds": 60})).json()
    assert newer["client_secret"] != made["client_secret"]
    assert [(await token(house, each)).status_code for each in (made, newer)] == [200, 200]
    real_time.move(seconds=61)
    assert [(await token(house, each)).status_code for each in (made, newer)] == [401, 200]


async def test_a_leaked_secret_is_replaced_at_once(house: House) -> None:
    made = await house.api_client("Shop 1", "people.accounts.read")
    thief = await token(house, made)
    path = f"/v1/api-clients/{made['id']}/rotate-secret"
    newer = (await house.boss.ask("POST", path, json={"overlap_seconds": 0})).json()
    assert not await works(house, thief)
    assert [(await token(house, each)).status_code for each in (made, newer)] == [401, 200]
    assert await works(house, await token(house, newer))


@pytest.mark.rule("ORG-7")
async def test_nobody_takes_over_a_client_that_holds_more(house: House) -> None:
    made = await house.api_client("Shop 1", "orders.*")
    clerk = await house.person("clerk", "people.api_clients.manage")
    answer = await clerk.ask("POST", f"/v1/api-clients/{made['id']}/rotate-secret", json={})
    assert (answer.status_code, answer.json()["rule"]) == (403, "ORG-7")
    assert (await token(house, made)).status_code == 200


async def test_clients_are_listed_changed_and_named_once(house: House) -> None:
    made = [await house.api_client(name, "orders.*") for name in ("Alpha", "Beta", "Gamma")]
    first = (await house.boss.ask("GET", "/v1/api-clients", params={"limit": 2})).json()
    rest = (await house.boss.ask("GET", "/v1/api-clients", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [row["name"] for row in first["data"] + rest["data"]] == ["Alpha", "Beta", "Gamma"]
    assert [row["name"] for row in (await house.boss.ask("GET", "/v1/api-clients", params={"q": "ET"})).json()["data"]] == ["Beta"]
    again = {"name": "Beta", "permissions": [], "shop_ids": None}
    assert (await house.boss.ask("POST", "/v1/api-clients", json=again)).json()["code"] == "api_client_name_taken"
    path = f"/v1/api-clients/{made[0]['id']}"
    assert (await house.boss.ask("PATCH", path, version=1, json={"name": "Beta"})).status_code == 409
    changed = await house.boss.ask("PATCH", path, version=1, json={"name": "Delta", "rate_limit_per_minute": 60})
    assert (changed.json()["name"], changed.json()["rate_limit_per_minute"], changed.json()["shop_ids"]) == ("Delta", 60, None)
    assert changed.headers["etag"] == '"2"'
    assert (await house.boss.ask("PATCH", path, version=1, json={})).status_code == 412
    unknown = f"/v1/api-clients/cli_{'0' * 32}"
    assert (await house.boss.ask("GET", unknown)).status_code == 404
    assert (await house.boss.ask("PATCH", unknown, version=1, json={})).status_code == 404
    assert (await house.boss.ask("POST", f"{unknown}/rotate-secret", json={})).status_code == 404
