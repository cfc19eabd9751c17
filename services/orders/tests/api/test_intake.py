"""Orders come in: once each, however often and however many at a time they are sent (rule ORD-1)."""

import asyncio
import random
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, line_body, money, newer, order_body, other_key, rows, sent

from chassis.testing import caller

pytestmark = pytest.mark.rule("ORD-1")


async def test_nobody_without_a_token_places_an_order(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/orders", json=order_body(), headers={"Idempotency-Key": "k"})
    assert answer.status_code == 401


async def test_nobody_without_the_permission_places_an_order(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/orders", json=order_body(), headers=caller("orders.orders.read"))
    assert answer.status_code == 403


async def test_an_order_is_made_reviewed_and_its_stock_asked_for(app: FastAPI, place: Any) -> None:
    body = order_body()
    made = await place(body)
    assert (made["outcome"], made["status"], made["hold_reasons"], made["attention_reasons"]) == ("made", "reviewed", [], [])
    assert made["number"].startswith("SO-")
    [placed] = await sent(app, "orders.orders.placed.v1")
    assert placed["orders"][0]["platform_order_no"] == body["platform_order_no"]
    [reserve] = await sent(app, "warehouse.reservation.reserve.v1")
    lines = [{"sku": "TEE-W", "quantity": 2}]
    assert reserve["requests"] == [{"reference": made["id"], "province": "浙江省", "lines": lines, "owner": "shp_main"}]


async def test_the_receiver_is_sealed_before_it_is_written(app: FastAPI, place: Any) -> None:
    await place(order_body())
    [row] = await rows(app, "SELECT receiver_sealed, receiver_name, receiver_phone FROM sales_order")
    assert row["receiver_name"] == "张**"
    assert row["receiver_phone"] == "138****5678"
    assert app.state.context.sealer.open(row["receiver_sealed"])["phone"] == "13812345678"
    everything = str(await rows(app, "SELECT sales_order::text AS all_of_it FROM sales_order")) + str(
        await rows(app, "SELECT payload::text FROM outbox")
    )
    assert "13812345678" not in everything
    assert "张三丰" not in everything
    assert "文三路" not in everything


async def test_the_same_order_again_is_unchanged(app: FastAPI, place: Any) -> None:
    body = order_body()
    first = await place(body)
    again = await place(body, status=200)
    assert again == first | {"outcome": "unchanged"}
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1


async def test_an_older_version_changes_nothing(place: Any, show: Any) -> None:
    body = order_body(buyer_remark="")
    made = await place(newer(body, minutes=5))
    stale = await place(body | {"buyer_remark": "早的留言"}, status=200)
    assert stale["outcome"] == "stale"
    assert (await show(made["id"]))["buyer_remark"] == ""


async def test_a_newer_version_updates(place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    updated = await place(newer(body, buyer_remark="请放门口"), status=200)
    assert (updated["outcome"], updated["id"], updated["hold_reasons"]) == ("updated", made["id"], ["buyer_remark"])
    assert (await show(made["id"]))["buyer_remark"] == "请放门口"


async def test_the_same_time_with_other_content_is_an_update(place: Any) -> None:
    body = order_body()
    await place(body)
    assert (await place(body | {"seller_remark": "VIP"}, status=200))["outcome"] == "updated"


async def test_a_later_time_with_the_same_content_makes_what_came_between_stale(place: Any) -> None:
    body = order_body()
    await place(body)
    assert (await place(newer(body, minutes=10), status=200))["outcome"] == "unchanged"
    assert (await place(newer(body, minutes=5, buyer_remark="迟到"), status=200))["outcome"] == "stale"


async def test_sent_fifty_times_at_once_and_in_batches_it_exists_once(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str]
) -> None:
    body = order_body()
    others = [order_body() for _ in range(5)]

    async def one() -> str:
        answer = await client.post("/v1/orders", json=body, headers=other_key(clerk))
        assert answer.status_code in (200, 201), answer.text
        return answer.json()["outcome"]

    async def many() -> str:
        orders = [body, *others]
        random.shuffle(orders)
        answer = await client.post("/v1/orders/batch", json={"orders": orders}, headers=other_key(clerk))
        assert answer.status_code == 200, answer.text
        return next(result["outcome"] for result in answer.json()["results"] if result["platform_order_no"] == body["platform_order_no"])

    outcomes = await asyncio.gather(*(one() for _ in range(50)), *(many() for _ in range(10)))
    assert sorted(set(outcomes)) == ["made", "unchanged"]
    assert outcomes.count("made") == 1
    assert (await rows(app, "SELECT count(*) FROM sales_order")) == [{"count": 6}]
    assert (await rows(app, "SELECT count(*) FROM order_line")) == [{"count": 6}]
    asked = [request["reference"] for envelope in await sent(app, "warehouse.reservation.reserve.v1") for request in envelope["requests"]]
    assert len(asked) == len(set(asked)) == 6


async def test_an_order_twice_in_one_batch_exists_once(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    body = order_body()
    orders = [body, body, newer(body, buyer_remark="改了")]
    answer = await client.post("/v1/orders/batch", json={"orders": orders}, headers=clerk)
    assert [result["outcome"] for result in answer.json()["results"]] == ["made", "unchanged", "updated"]
    assert len({result["id"] for result in answer.json()["results"]}) == 1


async def test_a_wrong_order_does_not_spoil_its_batch(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    wrong = [
        order_body(lines=[line_body(quantity=0)]),
        {"platform_order_no": "half"},
        "not an order",
        order_body(unheard_of=1),
        order_body(goods_amount=money("1.00", "USD")),
        order_body(buyer_remark="a\x00b"),
        order_body(goods_amount=money("1.005")),
    ]
    good = [order_body(), order_body()]
    answer = await client.post("/v1/orders/batch", json={"orders": [good[0], *wrong, good[1]]}, headers=clerk)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert (body["made"], body["refused"]) == (2, 7)
    results = body["results"]
    assert [result["index"] for result in results] == list(range(9))
    assert results[1]["errors"] == [
        {"pointer": "/lines/0/quantity", "code": "greater_than_equal", "detail": "Input should be greater than or equal to 1"}
    ]
    assert results[2]["platform_order_no"] == "half"
    assert results[4]["errors"][0]["code"] == "extra_forbidden"
    assert results[5]["errors"][0]["pointer"] == "/goods_amount/currency"
    assert results[6]["errors"][0]["code"] == "forbidden_character"
    assert results[7]["errors"][0]["pointer"] == "/goods_amount/amount"


@pytest.mark.parametrize("body", ["{", "[]", '{"orders": []}', '{"orders": 1}', '{"orders": [], "x": 1}', "null", '"\\u0000"'])
async def test_what_is_no_batch_is_refused_as_a_whole(client: httpx.AsyncClient, clerk: dict[str, str], body: str) -> None:
    answer = await client.post("/v1/orders/batch", content=body, headers=clerk | {"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_batch_of_more_than_500_is_refused(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    body = order_body()
    answer = await client.post("/v1/orders/batch", json={"orders": [body] * 501}, headers=clerk)
    assert answer.status_code == 422


async def test_a_batch_of_more_than_two_megabytes_is_taken_and_one_of_six_is_not(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    def heavy(count: int) -> list[dict[str, Any]]:
        lines = [line_body(platform_line_no=str(number), title="长" * 400) for number in range(20)]
        return [order_body(lines=lines) for _ in range(count)]

    taken = await client.post("/v1/orders/batch", json={"orders": heavy(100)}, headers=clerk)
    assert len(taken.request.content) > 2_500_000
    assert (taken.status_code, taken.json()["made"]) == (200, 100)
    refused = await client.post("/v1/orders/batch", json={"orders": heavy(220)}, headers=other_key(clerk))
    assert refused.status_code == 413


async def test_a_client_of_one_shop_cannot_send_orders_of_another(app: FastAPI, client: httpx.AsyncClient) -> None:
    platform = caller("orders.orders.place", shops=[SHOP])
    refused = await client.post("/v1/orders", json=order_body(shop_id=OTHER_SHOP), headers=platform)
    assert (refused.status_code, refused.json()["code"]) == (403, "shop_not_yours")
    batch = await client.post(
        "/v1/orders/batch", json={"orders": [order_body(), order_body(shop_id=OTHER_SHOP)]}, headers=other_key(platform)
    )
    assert [result["outcome"] for result in batch.json()["results"]] == ["made", "refused"]
    assert batch.json()["results"][1]["errors"][0]["code"] == "shop_not_yours"
    assert (await rows(app, "SELECT shop_id FROM sales_order")) == [{"shop_id": SHOP}]


async def test_the_same_request_gets_the_same_answer(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    body = order_body()
    first = await client.post("/v1/orders", json=body, headers=clerk)
    again = await client.post("/v1/orders", json=body, headers=clerk)
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["idempotency-replayed"] == "true"
    batch = {"orders": [order_body(), {"bad": 1}]}
    keyed = other_key(clerk)
    taken = await client.post("/v1/orders/batch", json=batch, headers=keyed)
    replayed = await client.post("/v1/orders/batch", json=batch, headers=keyed)
    assert replayed.content == taken.content
    assert replayed.headers["idempotency-replayed"] == "true"


async def test_the_same_request_twice_at_once_gets_the_same_answer(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    body = order_body()
    answers = await asyncio.gather(*(client.post("/v1/orders", json=body, headers=clerk) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1


async def test_a_key_is_not_used_for_two_orders(app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    await client.post("/v1/orders", json=order_body(), headers=clerk)
    reused = await client.post("/v1/orders", json=order_body(), headers=clerk)
    assert (reused.status_code, reused.json()["code"]) == (422, "idempotency_key_reused")
    assert (await rows(app, "SELECT count(*) FROM sales_order")) == [{"count": 1}]


async def test_a_key_must_be_given(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    headers = {name: value for name, value in clerk.items() if name != "Idempotency-Key"}
    answer = await client.post("/v1/orders", json=order_body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_missing")


async def test_amounts_in_two_currencies_are_refused(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    body = order_body(lines=[line_body(unit_price=money("1.00", "USD"))])
    answer = await client.post("/v1/orders", json=body, headers=clerk)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/lines/0/unit_price/currency"]


async def test_intake_is_audited_for_each_caller(app: FastAPI, client: httpx.AsyncClient) -> None:
    first, second = caller("orders.*", account="acc_1", name="Ann"), caller("orders.*", account="acc_2", name="Ben")
    await asyncio.gather(*(client.post("/v1/orders", json=order_body(), headers=other_key(who)) for who in (first, second)))
    entries = await rows(
        app, "SELECT actor_id, actor_name, action, after FROM audit_entry WHERE action = 'orders.placed' ORDER BY actor_id"
    )
    assert [(entry["actor_id"], entry["actor_name"], len(entry["after"]["made"])) for entry in entries] == [
        ("acc_1", "Ann", 1),
        ("acc_2", "Ben", 1),
    ]


async def test_a_database_that_is_down_means_503_and_nothing_taken(app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    context = app.state.context
    refused = OSError("connection refused")

    class Broken:
        def __getattr__(self, _: str) -> Any:
            raise refused

    working, context.engine = context.engine, Broken()
    try:
        answer = await client.post("/v1/orders", json=order_body(), headers=clerk)
    finally:
        context.engine = working
    assert (answer.status_code, answer.json()["retryable"], answer.headers["retry-after"]) == (503, True, "2")
