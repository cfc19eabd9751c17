"""Rule ORG-6: who leaves has no session, no API client and no extra role any more."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from chassis.clock import real_time
from chassis.ids import read_id
from contracts.people import AccountDisabled
from people.domain.account import LastAdministrator
from people.use_cases.end_all_access import AccessEnded, end_all_access
from services.people.tests.api.test_role_grants import ASKS, approved, request, state
from services.people.tests.firm import day
from services.people.tests.house import House, Signed, sign_in


async def leave(app: FastAPI, account_id: str) -> AccessEnded:
    context = app.state.context
    async with context.new_system_uow("test") as uow:
        ended = await end_all_access(uow, account_id=read_id("acc", account_id), reason="left", now=real_time())
        await uow.commit()
    context.tokens.end([*ended.sessions, *ended.clients])
    return ended


async def told_disabled(app: FastAPI) -> list[str]:
    """The accounts that `people.account.disabled.v1` named on the broker, as soon as there is one, and what comes within a moment more."""
    stream = await app.state.context.broker.jetstream()
    for _ in range(100):
        sequence = (await stream.stream_info("PEOPLE")).state.last_seq
        messages = [await stream.get_msg("PEOPLE", seq=number) for number in range(1, sequence + 1)]
        told = [AccountDisabled.model_validate_json(one.data or b"") for one in messages if one.subject == AccountDisabled.subject]
        if told:
            await asyncio.sleep(0.3)
            if (await stream.stream_info("PEOPLE")).state.last_seq == sequence:
                return [one.account_id for one in told]
        await asyncio.sleep(0.02)
    return []


async def token_of(client: httpx.AsyncClient, made: dict[str, str]) -> httpx.Response:
    form = {"grant_type": "client_credentials", "client_id": made["client_id"], "client_secret": made["client_secret"]}
    return await client.post("/v1/oauth/token", data=form)


@pytest.mark.rule("ORG-6")
async def test_whoever_leaves_loses_sessions_clients_and_grants(house: House, app: FastAPI) -> None:
    made = await house.account("wang", *ASKS, "people.api_clients.manage", "people.api_clients.read", "people.accounts.read")
    wang = await house.sign_in("wang", made["initial_password"])
    program = (
        await wang.ask("POST", "/v1/api-clients", json={"name": "Wang's", "permissions": ["people.accounts.read"], "shop_ids": None})
    ).json()
    of_the_boss = await house.api_client("Boss's", "people.accounts.read")
    token = (await token_of(house.client, program)).json()["access_token"]
    as_program = Signed(house.client, token, "", {}, 0)
    assert (await as_program.ask("GET", "/v1/accounts")).status_code == 200
    held = await approved(house, wang, await house.role("orders.orders.review"))
    asked = (await request(wang, await house.role("orders.orders.hold"), begins_on=day(3))).json()
    ended = await leave(app, wang.account["id"])
    assert (len(ended.sessions), len(ended.clients)) == (1, 1)
    assert (await wang.ask("GET", "/v1/me")).status_code == 401
    assert (await as_program.ask("GET", "/v1/accounts")).status_code == 401
    assert (await token_of(house.client, program)).status_code == 401
    assert (await token_of(house.client, of_the_boss)).status_code == 200
    assert (await sign_in(house.client, "wang", made["initial_password"])).status_code == 401
    assert [await state(house, held), await state(house, asked)] == ["revoked", "withdrawn"]
    assert await leave(app, wang.account["id"]) == AccessEnded(sessions=[], clients=[]), "once more changes nothing"
    assert await told_disabled(app) == [wang.account["id"]]


async def test_an_account_that_is_closed_is_told_once_and_one_that_is_opened_is_not(house: House, app: FastAPI) -> None:
    account = (await house.account("wang"))["account"]
    for version, disabled in enumerate((True, True, False), start=1):
        answer = await house.boss.ask("PATCH", f"/v1/accounts/{account['id']}", version=version, json={"disabled": disabled})
        assert answer.status_code == 200, answer.text
    assert await told_disabled(app) == [account["id"]]


@pytest.mark.rule("ORG-7")
async def test_the_last_administrator_cannot_be_let_go(house: House, app: FastAPI) -> None:
    with pytest.raises(LastAdministrator):
        await leave(app, house.boss.account["id"])
    assert (await house.boss.ask("GET", "/v1/me")).status_code == 200


async def test_an_api_client_belongs_to_somebody_who_can_still_sign_in(house: House, app: FastAPI) -> None:
    wang, zhao = await house.person("wang"), await house.person("zhao")
    made = (await house.api_client("Shop"))["id"]
    assert (await house.boss.ask("GET", f"/v1/api-clients/{made}")).json()["owner_id"] == house.boss.account["id"]
    moved = await house.boss.ask("PATCH", f"/v1/api-clients/{made}", version=1, json={"owner_id": wang.account["id"]})
    assert moved.json()["owner_id"] == wang.account["id"]
    await leave(app, zhao.account["id"])
    refused = await house.boss.ask("PATCH", f"/v1/api-clients/{made}", version=2, json={"owner_id": zhao.account["id"]})
    assert (refused.status_code, refused.json()["code"]) == (422, "owner_unusable")
