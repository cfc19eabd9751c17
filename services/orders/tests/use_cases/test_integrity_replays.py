"""A draft of the integrity policy over past orders (rules ORD-6, SYS-6)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, START, at, new_uow, order_body, other_key, rows, sent, tell

from chassis.testing import caller
from chassis.uow import UnitOfWork
from contracts.orders import OrdersPlaced
from orders.consumers import integrity
from orders.domain.integrity.policy import DEFAULT_INTEGRITY_PARAMETERS
from orders.use_cases.integrity.carry_on_replay import carry_on_replay

REPLAYS = "/v1/integrity/replays"
DEFAULTS = DEFAULT_INTEGRITY_PARAMETERS.model_dump(mode="json")


@pytest.fixture(autouse=True)
def no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests go on with a replay themselves."""

    async def rest(_: UnitOfWork, *, limit: int) -> bool:
        return limit < 0

    monkeypatch.setattr("orders.jobs.integrity.carry_on_replay", rest)


@pytest.fixture
def owner() -> dict[str, str]:
    return caller("orders.*", account="acc_owner", name="店主")


async def come_in(app: FastAPI, place: Any, **body: Any) -> dict[str, Any]:
    """Placed and scored at once, as in a quiet hour."""
    made = await place(order_body(**body))
    payload = (await sent(app, "orders.orders.placed.v1"))[-1]
    await tell(app, integrity.on_orders_placed, OrdersPlaced.model_validate(payload))
    return made


async def history(app: FastAPI, place: Any) -> list[dict[str, Any]]:
    """Four of one payer and device over hours, two of one address only, and three that have nothing to do with anybody."""
    made: list[dict[str, Any]] = []
    for number in range(9):
        shared: dict[str, Any] = {"payer": "P-1", "device": "D-1"} if number in (0, 2, 5, 8) else {}
        street = "荣军路 27 号" if number in (1, 2, 5, 6) else f"文三路 {number} 号"
        shop = OTHER_SHOP if number == 8 else SHOP
        receiver = {"name": f"买家{number}", "street": street}
        made.append(await come_in(app, place, shop_id=shop, buyer_id=f"b{number}", receiver=receiver, placed_at=at(number * 47), **shared))
    return made


async def post(client: httpx.AsyncClient, path: str, headers: dict[str, str], status: int, **body: Any) -> Any:
    answer = await client.post(f"{REPLAYS}{path}", json=body, headers=other_key(headers))
    assert answer.status_code == status, answer.text
    return answer.json()


async def ask(client: httpx.AsyncClient, headers: dict[str, str], **changes: Any) -> dict[str, Any]:
    span = {"first": at(-10), "until": at(24 * 60)}
    return await post(client, "", headers, 202, parameters={**DEFAULTS, **changes}, **span)


async def carry_on(app: FastAPI, *, limit: int = 500) -> None:
    """What jobs/integrity.py does."""
    more = True
    while more:
        async with new_uow(app) as uow:
            more = await carry_on_replay(uow, limit=limit)
            await uow.commit()


async def found(client: httpx.AsyncClient, replay_id: str, headers: dict[str, str], change: str) -> list[dict[str, Any]]:
    orders: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = await client.get(
            f"{REPLAYS}/{replay_id}/orders?change={change}&limit=2&cursor={cursor}".removesuffix("&cursor="), headers=headers
        )
        assert answer.status_code == 200, answer.text
        page = answer.json()
        orders += page["data"]
        cursor = page["next_cursor"]
    return orders


async def read(client: httpx.AsyncClient, replay_id: str, headers: dict[str, str]) -> dict[str, Any]:
    answer = await client.get(f"{REPLAYS}/{replay_id}", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("limit", [1, 2, 500])
async def test_by_the_same_policy_it_finds_what_was_found_with_the_same_scores(
    app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any, limit: int
) -> None:
    await history(app, place)
    suspected = {row["order_id"]: (row["score"], row["signals"]) for row in await rows(app, "SELECT * FROM integrity_suspicion")}
    assert sorted(score for score, _ in suspected.values()) == [70, 70, 100, 100]
    asked = await ask(client, owner)
    assert (asked["total"], asked["done"], asked["ended_at"]) == (9, 0, None)
    await carry_on(app, limit=limit)
    again = await rows(app, "SELECT * FROM integrity_replay_order")
    assert {row["order_id"]: (row["score"], row["signals"]) for row in again} == suspected
    ended = await read(client, asked["id"], owner)
    assert (ended["done"], [(one["change"], one["orders"]) for one in ended["sums"]]) == (9, [("kept", 4)])
    assert ended["sums"][0]["amounts"] == [{"amount": "400.00", "currency": "CNY"}]
    assert [(one["signal"], one["orders"], one["added"]) for one in ended["signals"]] == [
        ("shared_device", 4, 0),
        ("shared_payer", 4, 0),
        ("shared_address", 2, 0),
    ]


async def test_another_draft_tells_what_would_come_and_what_would_go(
    app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any
) -> None:
    made = await history(app, place)
    held = await rows(app, "SELECT id, hold_reasons FROM sales_order ORDER BY id")
    payer = DEFAULTS["shared_payer"] | {"weight": 0}
    device = DEFAULTS["shared_device"] | {"weight": 0}
    address = DEFAULTS["shared_address"] | {"weight": 60}
    asked = await ask(client, owner, shared_payer=payer, shared_device=device, shared_address=address)
    await carry_on(app)
    added = await found(client, asked["id"], owner, "added")
    removed = await found(client, asked["id"], owner, "removed")
    kept = await found(client, asked["id"], owner, "kept")
    assert [order["number"] for order in added] == [made[6]["number"], made[1]["number"]]
    assert [order["number"] for order in removed] == [made[8]["number"], made[0]["number"]]
    assert [order["number"] for order in kept] == [made[5]["number"], made[2]["number"]]
    assert (removed[0]["score"], removed[0]["score_now"], removed[0]["state"]) == (0, 70, "open")
    assert [signal["signal"] for signal in removed[0]["signals_now"]] == ["shared_payer", "shared_device"]
    assert (added[0]["score"], added[0]["score_now"], added[0]["signals_now"]) == (60, None, [])
    # Nothing is held or let go by it.
    assert await rows(app, "SELECT id, hold_reasons FROM sales_order ORDER BY id") == held


async def test_only_orders_of_the_span_are_told_and_those_before_it_still_tie(
    app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any
) -> None:
    made = await history(app, place)
    asked = await post(client, "", owner, 202, parameters=DEFAULTS, first=at(300), until=at(377))
    await carry_on(app)
    assert asked["total"] == 2
    assert [order["number"] for order in await found(client, asked["id"], owner, "kept")] == [made[8]["number"]]
    assert (await read(client, asked["id"], owner))["sums"][0]["orders"] == 1


async def test_what_fails_midway_is_done_once(app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any) -> None:
    await history(app, place)
    asked = await ask(client, owner)
    async with new_uow(app) as uow:
        await carry_on_replay(uow, limit=5)
        # The process dies before its commit.
    assert (await read(client, asked["id"], owner))["done"] == 0
    await carry_on(app, limit=5)
    assert (await read(client, asked["id"], owner))["done"] == 9
    assert len(await rows(app, "SELECT order_id FROM integrity_replay_order")) == 4


async def test_one_that_is_stopped_keeps_what_it_found(app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any) -> None:
    await history(app, place)
    asked = await ask(client, owner)
    async with new_uow(app) as uow:
        await carry_on_replay(uow, limit=7)
        await uow.commit()
    stopped = await post(client, f"/{asked['id']}/stop", owner, 200)
    assert (stopped["stopped"], stopped["done"], stopped["sums"][0]["orders"]) == (True, 7, 3)
    assert (await post(client, f"/{asked['id']}/stop", owner, 409))["code"] == "integrity_replay_ended"
    await carry_on(app)
    assert (await read(client, asked["id"], owner))["done"] == 7


async def test_who_sees_one_shop_is_told_of_that_shop_only(
    app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any
) -> None:
    await history(app, place)
    limited = caller("orders.*", shops=[OTHER_SHOP], account="acc_limited", name="分店")
    asked, whole = await ask(client, limited), await ask(client, owner)
    await carry_on(app)
    # Their order is suspected for what it shares with orders of the other shop.
    assert [(order["shop_id"], order["score"]) for order in await found(client, asked["id"], limited, "kept")] == [(OTHER_SHOP, 70)]
    assert (await client.get(f"{REPLAYS}/{whole['id']}", headers=limited)).status_code == 404
    assert (await client.get(f"{REPLAYS}/{whole['id']}/orders", headers=limited)).status_code == 404
    assert [one["id"] for one in (await client.get(REPLAYS, headers=limited)).json()["data"]] == [asked["id"]]


async def test_what_cannot_be_replayed_is_refused(client: httpx.AsyncClient, owner: dict[str, str], place: Any) -> None:
    await place(order_body())
    empty = await post(client, "", owner, 422, parameters=DEFAULTS, first=at(60), until=at(0))
    assert (empty["code"], empty["rule"]) == ("nothing_to_replay", "ORD-6")
    ladder = DEFAULTS | {"credit": DEFAULTS["credit"] | {"fine_below": 101}}
    for path in (REPLAYS, "/v1/integrity/policies"):
        body = {"parameters": ladder} | ({"first": at(-1), "until": at(1)} if path == REPLAYS else {})
        answer = await client.post(path, json=body, headers=other_key(owner))
        assert (answer.status_code, answer.json()["code"]) == (422, "credit_ladder_out_of_order")
        assert answer.json()["errors"][0]["pointer"] == "/parameters/credit/fine_below"
    reader = caller("orders.suspicions.read")
    answer = await client.post(REPLAYS, json={"parameters": DEFAULTS, "first": at(-1), "until": at(1)}, headers=other_key(reader))
    assert answer.status_code == 403
    assert (await client.get(REPLAYS, headers=caller("orders.policies.publish"))).status_code == 403


async def test_the_window_is_that_of_the_time_of_each_order(
    app: FastAPI, client: httpx.AsyncClient, owner: dict[str, str], place: Any
) -> None:
    """Three that share a payer and device, each 20 days after the one before: never three within 30 days."""
    for number in range(3):
        when = (START - timedelta(days=40 - 20 * number)).isoformat()
        await come_in(app, place, buyer_id=f"b{number}", receiver={"street": f"文三路 {number} 号"}, placed_at=when, payer="P", device="D")
    asked = await post(client, "", owner, 202, parameters=DEFAULTS, first=at(-60 * 24 * 60), until=at(1))
    await carry_on(app)
    assert await found(client, asked["id"], owner, "added") == []
    wide = await post(client, "", owner, 202, parameters={**DEFAULTS, "window_days": 41}, first=at(-60 * 24 * 60), until=at(1))
    await carry_on(app)
    assert len(await found(client, wide["id"], owner, "added")) == 3
