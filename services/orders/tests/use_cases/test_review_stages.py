"""Service and finance both say yes before a held order goes on (rule ORD-2)."""

import asyncio
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import SHOP, money, newer, order_body, other_key, rows

from chassis.testing import caller
from orders.domain.policy import DEFAULT_PARAMETERS

BOTH = {"buyer_remark": "请开发票", "goods_amount": money("6000.00"), "paid_amount": money("6000.00")}
SERVICE = ("orders.orders.read", "orders.orders.review")
FINANCE = ("orders.orders.read", "orders.orders.review_finance")


@pytest.fixture
def say(client: httpx.AsyncClient) -> Any:
    async def say(headers: dict[str, str], order_id: str, **body: Any) -> dict[str, Any]:
        answer = await client.post("/v1/orders/release", json={"ids": [order_id], **body}, headers=other_key(headers))
        assert answer.status_code == 200, answer.text
        return answer.json()["results"][0]

    return say


@pytest.mark.rule("ORD-2")
@pytest.mark.parametrize("first", ["service", "finance"])
async def test_one_stage_alone_does_not_let_it_go(app: FastAPI, place: Any, show: Any, say: Any, first: str) -> None:
    people = {"service": caller(*SERVICE), "finance": caller(*FINANCE, account="acc_fin")}
    second = "finance" if first == "service" else "service"
    made = await place(order_body(**BOTH))
    assert made["hold_reasons"] == ["buyer_remark", "unusual_amount"]
    assert [(hold["code"], hold["stage"]) for hold in (await show(made["id"]))["holds"]] == [
        ("buyer_remark", "service"), ("unusual_amount", "finance"),
    ]  # fmt: skip
    assert (await say(people[first], made["id"]))["refusal"] is None
    order = await show(made["id"])
    assert (order["status"], order["waits_for"]) == ("placed", [second])
    again = await say(people[first], made["id"])
    assert (again["refusal"]["code"], again["refusal"]["rule"]) == ("waits_for_another_stage", "ORD-2")
    assert (await say(people[second], made["id"]))["status"] == "reviewed"
    told = await rows(
        app, "SELECT facts->'stages' AS stages, facts->'left' AS left FROM timeline_entry WHERE what = 'released' ORDER BY id"
    )
    assert [(entry["stages"], len(entry["left"])) for entry in told] == [([first], 1), ([second], 0)]


@pytest.mark.rule("ORD-2")
async def test_who_has_both_rights_may_say_yes_for_one_stage_only(
    client: httpx.AsyncClient, clerk: Any, place: Any, show: Any, say: Any
) -> None:
    made = await place(order_body(**BOTH))
    assert (await say(clerk, made["id"], stage="finance"))["status"] == "placed"
    assert (await show(made["id"]))["waits_for"] == ["service"]
    assert (await say(clerk, made["id"]))["status"] == "reviewed"
    refused = await client.post("/v1/orders/release", json={"ids": [made["id"]], "stage": "finance"}, headers=other_key(caller(*SERVICE)))
    assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    reader = await client.post("/v1/orders/release", json={"ids": [made["id"]]}, headers=other_key(caller("orders.orders.read")))
    assert reader.status_code == 403


@pytest.mark.rule("ORD-2")
async def test_two_who_review_at_once_lose_nothing(place: Any, show: Any, say: Any) -> None:
    people = [caller(*SERVICE), caller(*FINANCE, account="acc_fin")]
    orders = [await place(order_body(**BOTH)) for _ in range(4)]
    answers = await asyncio.gather(*(say(person, order["id"]) for order in orders for person in people))
    assert [answer["refusal"] for answer in answers] == [None] * 8
    assert {(await show(order["id"]))["status"] for order in orders} == {"reviewed"}
    twice = await place(order_body(**BOTH))
    same = await asyncio.gather(*(say(people[0], twice["id"]) for _ in range(3)))
    assert sorted((answer["refusal"] or {"code": ""})["code"] for answer in same) == ["", *["waits_for_another_stage"] * 2]


@pytest.mark.rule("ORD-2")
async def test_the_desk_lists_what_waits_for_a_stage(client: httpx.AsyncClient, clerk: Any, place: Any, say: Any) -> None:
    both, remark = await place(order_body(**BOTH)), await place(order_body(buyer_remark="快"))
    await place(order_body(state="do_not_ship", **BOTH))

    async def waiting(stage: str) -> set[str]:
        answer = await client.get(f"/v1/orders?held=true&stage={stage}", headers=clerk)
        return {order["id"] for order in answer.json()["data"]}

    assert (await waiting("service"), await waiting("finance")) == ({both["id"], remark["id"]}, {both["id"]})
    await say(clerk, both["id"], stage="finance")
    assert (await waiting("service"), await waiting("finance")) == ({both["id"], remark["id"]}, set())
    assert (await client.get("/v1/orders?stage=platform", headers=clerk)).status_code == 422


@pytest.mark.rule("ORD-2")
async def test_a_yes_is_asked_again_only_for_what_has_changed(place: Any, show: Any, say: Any, clerk: Any) -> None:
    body = order_body(**BOTH)
    made = await place(body)
    await say(clerk, made["id"])
    await place(newer(body, buyer_remark="改成专票"), status=200)
    assert [hold["code"] for hold in (await show(made["id"]))["holds"]] == ["buyer_remark"]
    await say(clerk, made["id"])
    await place(newer(body, minutes=2, buyer_remark="改成专票", seller_remark="已联系"), status=200)
    assert (await show(made["id"]))["holds"] == []


NAMED = {
    "code": "far_away", "stage": "finance", "does": "hold", "firm": False, "zh": "偏远地区大件", "en": "Large goods to a remote region",
    "conditions": {"regions": ["新疆"], "pieces_over": 1},
}  # fmt: skip
TRUSTED = {
    "code": "trusted_shop", "stage": "service", "does": "release", "firm": False, "zh": "免审店铺", "en": "Trusted shop",
    "conditions": {"shops": [SHOP]},
}  # fmt: skip


async def publish(client: httpx.AsyncClient, clerk: dict[str, str], rules: list[dict[str, Any]], *, status: int = 201) -> Any:
    parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": rules}
    answer = await client.post("/v1/review-policies", json={"parameters": parameters}, headers=other_key(clerk))
    assert answer.status_code == status, answer.text
    return answer.json()


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_named_rules_hold_and_release_and_their_codes_stay(
    app: FastAPI, client: httpx.AsyncClient, clerk: Any, place: Any, show: Any, say: Any
) -> None:
    remark = DEFAULT_PARAMETERS.model_dump(mode="json")["rules"][0]
    await publish(client, clerk, [remark, NAMED, TRUSTED])
    made = await place(order_body(buyer_remark="快", receiver={"province": "新疆维吾尔自治区"}))
    assert made["hold_reasons"] == ["far_away"]
    [hold] = (await show(made["id"]))["holds"]
    assert (hold["stage"], hold["text_zh"]) == ("finance", "偏远地区大件")
    [entry] = await rows(app, "SELECT facts FROM timeline_entry WHERE what = 'placed'")
    assert entry["facts"]["passed"] == {"trusted_shop": ["buyer_remark"]}
    # The rule is gone, the order is still held under it.
    await publish(client, clerk, [remark])
    assert (await show(made["id"]))["waits_for"] == ["finance"]
    assert (await say(caller(*SERVICE), made["id"]))["refusal"]["code"] == "waits_for_another_stage"
    moved = await publish(client, clerk, [NAMED | {"stage": "service"}], status=422)
    assert (moved["rule"], moved["errors"][0]["pointer"]) == ("SYS-6", "/parameters/rules/0/stage")
    reasons = (await client.get("/v1/hold-reasons", headers=clerk)).json()["data"]
    assert {"code": "far_away", "stage": "finance", "text_zh": "偏远地区大件", "text_en": "Large goods to a remote region"} in reasons
    assert (await say(caller(*FINANCE), made["id"]))["status"] == "reviewed"
    assert (await client.get("/v1/orders?held=true&hold_reason=far_away", headers=clerk)).json()["data"] == []


@pytest.mark.rule("ORD-2")
async def test_a_rule_on_goods_holds_an_order_whose_goods_are_explained_later(
    client: httpx.AsyncClient, clerk: Any, place: Any, show: Any
) -> None:
    goods = NAMED | {"code": "dangerous", "conditions": {"skus": ["MUG"]}}
    await publish(client, clerk, [goods])
    body = order_body()
    body["lines"][0]["sku"] = "their-own-code"
    made = await place(body)
    assert made["attention_reasons"] == ["unknown_sku"]
    told = {"lines": [{"line_no": 1, "sku": "MUG"}], "remember": False}
    answer = await client.post(f"/v1/orders/{made['id']}/explain", json=told, headers=other_key(clerk))
    assert answer.status_code == 200, answer.text
    order = await show(made["id"])
    assert (order["status"], [hold["code"] for hold in order["holds"]]) == ("placed", ["dangerous"])


@pytest.mark.rule("ORD-2")
async def test_finance_holds_by_hand_and_only_finance_lets_it_go(client: httpx.AsyncClient, place: Any, show: Any, say: Any) -> None:
    service, finance = caller(*SERVICE), caller(*FINANCE, account="acc_fin")

    async def hold(headers: dict[str, str], reason: str, status: int = 200, **body: Any) -> dict[str, Any]:
        answer = await client.post("/v1/orders/hold", json={"ids": [made["id"]], "reason": reason, **body}, headers=other_key(headers))
        assert answer.status_code == status, answer.text
        return answer.json()

    made = await place(order_body())
    assert (await hold(finance, "查付款来源"))["done"] == 1
    order = await show(made["id"])
    assert [(one["code"], one["stage"], one["text_zh"]) for one in order["holds"]] == [("manual_finance", "finance", "财务人工挂起")]
    assert order["hold_note"] == "查付款来源"
    assert (await say(service, made["id"]))["refusal"]["code"] == "waits_for_another_stage"
    # Service holds it too: each stage has its own hold, and the note of neither is lost.
    await hold(service, "买家要求晚发")
    assert (await show(made["id"]))["hold_note"] == "查付款来源；买家要求晚发"
    assert (await say(finance, made["id"]))["refusal"] is None
    order = await show(made["id"])
    assert ([one["code"] for one in order["holds"]], order["status"]) == (["manual"], "reviewed")
    assert (await say(service, made["id"]))["refusal"] is None
    assert ((await show(made["id"]))["holds"], (await show(made["id"]))["hold_note"]) == ([], None)
    # Nobody holds for a stage that is not theirs.
    assert (await hold(service, "x", 403, stage="finance"))["code"] == "forbidden"
    assert (await hold(caller("orders.orders.read"), "x", 403))["code"] == "forbidden"


@pytest.mark.rule("ORD-2")
async def test_a_hold_by_finance_stays_whatever_the_shop_tells(client: httpx.AsyncClient, clerk: Any, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    held = {"ids": [made["id"]], "reason": "查付款来源", "stage": "finance"}
    assert (await client.post("/v1/orders/hold", json=held, headers=other_key(clerk))).status_code == 200
    await place(newer(body, buyer_remark="改地址了吗"), status=200)
    assert [one["code"] for one in (await show(made["id"]))["holds"]] == ["manual_finance", "buyer_remark"]
