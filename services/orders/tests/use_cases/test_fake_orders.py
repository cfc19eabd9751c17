"""Fake orders from the first sign to the appeal, on a real PostgreSQL (rules ORD-6, CHN-9)."""

import asyncio
from typing import Any

import httpx
import pytest
from fake_order_making import DESK, PLACED, buyer, mark, post, read, ring
from fastapi import FastAPI
from order_making import SHOP, order_body, reserved, rows, run, sent, tell_reserved

from chassis.testing import caller


@pytest.fixture
def reviewer() -> dict[str, str]:
    """May do everything in orders, and entered none of them."""
    return caller("orders.*", account="acc_reviewer", name="审查员")


async def test_different_buyers_with_one_payer_and_device_are_held_as_one_ring(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any, show: Any
) -> None:
    made = await ring(app, place)
    await place(buyer(9))
    await mark(app)
    [found] = (await read(client, "/rings", reviewer))["data"]
    assert (found["orders"], found["score"], found["amounts"]) == (3, 70, [{"amount": "300.00", "currency": "CNY"}])
    assert {signal["signal"]: signal["orders"] for signal in found["signals"]} == {"shared_payer": 3, "shared_device": 3}
    for order in made:
        assert [hold["code"] for hold in (await show(order["id"]))["holds"]] == ["suspected_fake"]
    detail = await read(client, f"/rings/{found['id']}", reviewer)
    assert {(shared["kind"], len(shared["orders"])) for shared in detail["shared"]} == {("payer", 3), ("device", 3)}


async def test_what_came_first_is_suspected_once_the_ring_shows_and_the_same_news_twice_changes_nothing(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    await ring(app, place, count=2)
    assert (await read(client, "/rings", reviewer))["data"] == []
    await ring(app, place, first=3, count=1)
    before = await rows(app, "SELECT * FROM integrity_suspicion ORDER BY order_id")
    minutes = await rows(app, "SELECT * FROM integrity_minute ORDER BY minute")
    assert len(before) == 3
    await mark(app)
    assert await rows(app, "SELECT * FROM integrity_suspicion ORDER BY order_id") == before
    assert await rows(app, "SELECT * FROM integrity_minute ORDER BY minute") == minutes


async def test_one_good_buyer_is_nobody_elses_ring(app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any) -> None:
    for _ in range(5):
        await place(order_body(buyer_id="regular", payer="P-1", device="D-1"))
    await mark(app)
    assert (await read(client, "/rings", reviewer))["data"] == []


async def test_nothing_of_payer_and_device_is_kept_in_clear(app: FastAPI, place: Any) -> None:
    await ring(app, place, count=1)
    messages = await sent(app, PLACED)
    assert messages
    assert "P-1" not in str(messages)
    assert "P-1" not in str(await rows(app, "SELECT * FROM integrity_mark"))
    [kept] = await rows(app, "SELECT payer, device, address FROM integrity_mark")
    assert all(isinstance(value, int) for value in kept.values())


async def test_suspected_orders_are_released_at_their_own_desk_only(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any, act: Any, show: Any
) -> None:
    made = await ring(app, place)
    refused = await act("release", made[0]["id"], note="")
    assert (refused["refusal"]["code"], refused["refusal"]["rule"]) == ("held_as_suspected", "ORD-6")
    await tell_reserved(app, reserved(made[0]["id"]))
    assert (await show(made[0]["id"]))["status"] == "reviewed"
    done = await post(client, "/suspicions/clear", reviewer, ids=[made[0]["id"]], reason="同一公司团购")
    assert (done["done"], done["refused"]) == (1, 0)
    assert (await show(made[0]["id"]))["status"] == "allocated"
    again = await post(client, "/suspicions/clear", reviewer, ids=[made[0]["id"]], reason="再来")
    assert again["results"][0]["refusal"]["code"] == "suspicion_decided"
    # What a person has decided stands when the ring grows.
    await ring(app, place, first=7, count=1)
    assert (await show(made[0]["id"]))["status"] == "allocated"


async def test_confirmed_ones_leave_the_figures_and_an_upheld_appeal_brings_them_back(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    made = await ring(app, place)
    done = await post(client, "/suspicions/confirm", reviewer, ids=[order["id"] for order in made], reason="空包刷单", cancel=False)
    assert done["done"] == 3
    assert {row["left_out"] for row in await rows(app, "SELECT left_out FROM sales_order")} == {True}
    tally = "SELECT fact, sum(orders)::int AS orders, sum(amount)::text AS amount FROM order_tally_delta WHERE fact IN ('placed', 'left_out') GROUP BY 1"
    assert {row["fact"]: (row["orders"], row["amount"]) for row in await rows(app, tally)} == {
        "placed": (0, "0.00"),
        "left_out": (3, "300.00"),
    }
    [event] = await sent(app, "orders.fake_orders.confirmed.v1")
    assert (event["amount"], len(event["orders"]), event["shop_id"]) == ("300.00", 3, SHOP)
    [case] = (await read(client, "/cases", reviewer))["data"]
    [credit] = (await read(client, "/credits", reviewer))["data"]
    assert (credit["points"], credit["standing"], credit["cases"]) == (80, "warned", 1)

    seller, judge = caller("orders.*", shops=[SHOP], account="seller", name="卖家"), caller("orders.*", account="judge", name="裁决人")
    path = f"/cases/{case['id']}"
    await post(client, f"{path}/appeal", seller, 204, text="真实客户", evidence=["合同 2026-11"])
    await post(client, f"{path}/appeal", seller, 409, text="真实客户", evidence=["合同 2026-11"])
    version = {"If-Match": f'"{(await read(client, path, reviewer))["case"]["version"]}"'}
    for own in (reviewer, seller):
        answer = await post(client, f"{path}/appeal/decide", own | version, 403, uphold=True, comment="同意")
        assert answer["code"] == "own_decision"
    await post(client, f"{path}/appeal/decide", judge | version, 204, uphold=True, comment="证据属实")
    assert {row["fact"]: row["amount"] for row in await rows(app, tally)} == {"placed": "300.00", "left_out": "0.00"}
    [credit] = (await read(client, "/credits", reviewer))["data"]
    assert (credit["points"], credit["standing"]) == (100, "good")
    entries = (await read(client, f"/credit-entries?party=shop&shop_id={SHOP}", reviewer))["data"]
    assert [entry["what"] for entry in entries] == ["appeal_upheld", "case"]
    assert len(await sent(app, "orders.fake_orders.restored.v1")) == 1
    assert {row["state"] for row in await rows(app, "SELECT state FROM integrity_suspicion")} == {"restored"}


async def test_more_of_the_same_ring_is_no_second_case(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    made = await ring(app, place)
    for order in made:
        await post(client, "/suspicions/confirm", reviewer, ids=[order["id"]], reason="空包刷单")
    [case] = (await read(client, "/cases", reviewer))["data"]
    assert (case["orders"], case["amount"]["amount"]) == (3, "300.00")
    [credit] = (await read(client, "/credits", reviewer))["data"]
    assert credit["points"] == 80


async def test_three_cases_restrict_the_shop_and_its_new_orders_are_held(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any, show: Any
) -> None:
    for number in range(3):
        made = [await place(buyer(number * 10 + one, payer=f"P{number}", device=f"D{number}")) for one in range(1, 4)]
        await mark(app)
        await post(client, "/suspicions/confirm", reviewer, ids=[order["id"] for order in made], reason="刷单", cancel=True)
        assert (await show(made[0]["id"]))["status"] == "cancelled"
    [credit] = (await read(client, "/credits", reviewer))["data"]
    assert (credit["points"], credit["standing"]) == (40, "restricted")
    assert [event["standing"] for event in await sent(app, "orders.shop_credit.changed.v1")] == ["warned", "fined", "restricted"]
    held = await place(buyer(99))
    assert held["hold_reasons"] == ["shop_restricted"]


async def test_a_buyer_with_three_malicious_refunds_waits_for_a_person(
    client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    for number in range(3):
        order = await place(buyer(5))
        assert order["hold_reasons"] == []
        credit = await post(client, "/malicious-refunds", reviewer, 201, order_id=order["id"], reason="签收后谎称空包")
        assert credit["cases"] == number + 1
        await post(client, "/malicious-refunds", reviewer, 409, order_id=order["id"], reason="again")
    assert (await place(buyer(5)))["hold_reasons"] == ["buyer_distrusted"]
    assert (await place(buyer(6)))["hold_reasons"] == []


async def test_nobody_decides_about_an_order_they_typed_in(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    person = caller("orders.*", account="acc_typist", name="王录单")
    made = [await place(buyer(number, payer="P", device="D"), headers=person) for number in range(1, 4)]
    await mark(app)
    refused = await post(client, "/suspicions/confirm", person, ids=[made[0]["id"]], reason="x")
    assert refused["results"][0]["refusal"]["code"] == "own_order"
    assert (await post(client, "/suspicions/confirm", reviewer, ids=[made[0]["id"]], reason="x"))["done"] == 1


@pytest.mark.parametrize("verdict", ["confirm", "clear"])
async def test_who_entered_an_order_is_told_by_the_account_and_not_by_the_name(
    app: FastAPI, client: httpx.AsyncClient, place: Any, verdict: str
) -> None:
    typist = caller("orders.*", account="acc_typist", name="王芳")
    namesake = caller("orders.*", account="acc_namesake", name="王芳")
    renamed = caller("orders.*", account="acc_typist", name="王芳（客服一组）")
    made = [await place(buyer(number, payer="P", device="D"), headers=typist) for number in range(1, 4)]
    await mark(app)
    refused = await post(client, f"/suspicions/{verdict}", renamed, ids=[made[0]["id"]], reason="x")
    assert refused["results"][0]["refusal"]["code"] == "own_order"
    assert (await post(client, f"/suspicions/{verdict}", namesake, ids=[made[0]["id"]], reason="x"))["done"] == 1


async def test_who_entered_an_order_before_accounts_were_kept_is_told_by_the_name(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    typist = caller("orders.*", account="acc_typist", name="王芳")
    made = [await place(buyer(number, payer="P", device="D"), headers=typist) for number in range(1, 4)]
    await mark(app)
    await run(app, "UPDATE timeline_entry SET by_id = NULL")
    refused = await post(client, "/suspicions/clear", typist, ids=[made[0]["id"]], reason="x")
    assert refused["results"][0]["refusal"]["code"] == "own_order"
    assert (await post(client, "/suspicions/clear", reviewer, ids=[made[0]["id"]], reason="x"))["done"] == 1


async def test_whoever_sees_one_shop_sees_and_decides_only_its_part(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    ours = await ring(app, place, count=2)
    theirs = await ring(app, place, first=5, count=2, shop_id="shp_other")
    limited = caller("orders.*", shops=[SHOP], account="limited", name="店铺审查员")
    [found] = (await read(client, "/rings", limited))["data"]
    assert (found["orders"], found["shop_ids"]) == (2, [SHOP])
    assert {order["id"] for order in (await read(client, f"/rings/{found['id']}", limited))["orders"]} == {order["id"] for order in ours}
    refused = await post(client, "/suspicions/confirm", limited, ids=[theirs[0]["id"]], reason="x")
    assert refused["results"][0]["refusal"]["code"] == "order_not_found"
    assert len((await read(client, "/rings", reviewer))["data"]) == 1


@pytest.mark.parametrize("path", ["/rings", "/suspicions", "/cases", "/credits"])
async def test_each_list_needs_its_permission(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(f"{DESK}{path}", headers=caller("orders.orders.read"))
    assert answer.status_code == 403


async def test_rings_that_turn_out_to_be_one_are_one_case(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    first = await ring(app, place)
    second = [await place(buyer(number, payer="P-2", device="D-2")) for number in range(4, 7)]
    await mark(app)
    await post(client, "/suspicions/confirm", reviewer, ids=[order["id"] for order in second], reason="空包刷单")
    # The one who paid for the first ring on the device of the second.
    await place(buyer(7, payer="P-1", device="D-2"))
    await mark(app)
    await post(client, "/suspicions/confirm", reviewer, ids=[order["id"] for order in first], reason="空包刷单")
    [case] = (await read(client, "/cases", reviewer))["data"]
    assert (case["orders"], case["amount"]["amount"]) == (6, "600.00")
    assert len((await read(client, f"/rings/{case['ring_id']}", reviewer))["orders"]) == 7
    [credit] = (await read(client, "/credits", reviewer))["data"]
    assert credit["points"] == 80


async def test_two_who_confirm_orders_of_one_ring_at_once_make_one_case(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    made = await ring(app, place, count=4)
    halves = [[order["id"] for order in made[:2]], [order["id"] for order in made[2:]]]
    await asyncio.gather(*(post(client, "/suspicions/confirm", reviewer, ids=ids, reason="空包刷单") for ids in halves))
    [case] = (await read(client, "/cases", reviewer))["data"]
    assert (case["orders"], case["amount"]["amount"]) == (4, "400.00")
    [credit] = (await read(client, "/credits", reviewer))["data"]
    assert (credit["points"], credit["cases"]) == (80, 1)
