"""Desks show whom they serve first and can be kept to them (rule CARE-4)."""

from typing import Any

import pytest
from case_making import opening
from customer_making import count
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, line_body, money, order_body, other_key, run, uuid_of

from chassis.testing import caller
from orders.domain.customers.levels import DEFAULT_LEVELS

CASES, COMPLAINTS, CALLBACKS, REVIEWS = "/v1/aftersales/cases", "/v1/care/complaints", "/v1/care/callbacks", "/v1/care/reviews"
DESKS = [CASES, COMPLAINTS, CALLBACKS, REVIEWS]
OVER = {CASES: "all", COMPLAINTS: "all", CALLBACKS: "done", REVIEWS: "all"}


def bought(buyer: str, amount: str, phone: str, **changes: Any) -> dict[str, Any]:
    paid = {"goods_amount": money(amount), "discount_amount": money("0.00"), "freight_amount": money("0.00"), "paid_amount": money(amount)}
    lines = [line_body(quantity=1, unit_price=money(amount))]
    return order_body(buyer_id=buyer, receiver={"name": buyer, "phone": phone}, lines=lines, **paid, **changes)


@pytest.fixture
async def waiting(app: FastAPI, client: Any, clerk: Any, place: Any) -> dict[str, str]:
    """A key customer and one like everybody, each with one row on every desk: whose row it is, by the id of its order."""
    await place(bought("b-key", "5200.00", "13900000001"))
    made = [await place(bought("b-key", "100.00", "13900000001")) for _ in range(4)]
    one = await place(bought("b-one", "100.00", "13900000002"))
    owners = {made[0]["id"]: "key", one["id"]: "regular"}

    async def send(path: str, body: dict[str, Any]) -> None:
        answer = await client.post(path, json=body, headers=other_key(clerk))
        assert answer.status_code in {200, 201}, answer.text

    plan = {"name": "签收回访", "trigger": "after_delivery", "days": 0, "sample_percent": 100}
    await send("/v1/care/callback-plans", {"parameters": plan})
    await count(app)
    for order_id in owners:
        number = (await client.get(f"/v1/orders/{order_id}", headers=clerk)).json()["platform_order_no"]
        await send(CASES, opening(order_id, "refund_before_shipping", "not_wanted"))
        await send(COMPLAINTS, {"kind": "service", "text": "慢", "shop_id": SHOP, "platform_order_no": number})
        review = {"shop_id": SHOP, "platform_review_no": f"R-{number}", "platform_order_no": number, "stars": 1, "text": "开线了"}
        await send(REVIEWS, {"reviews": [review | {"written_at": "2026-11-20T08:00:00Z"}]})
        await run(app, CALL, order=uuid_of(order_id))
    return owners


CALL = """
    INSERT INTO care_callback (
        id, plan_id, plan_version, trigger, subject_id, shop_id, order_id, customer_id, state, void_reason, due_at, next_at, attempts, note,
        made_at, done_by, done_by_id, version)
    SELECT gen_random_uuid(), p.id, p.version, 'after_delivery', c.order_id, c.shop_id, c.order_id, c.customer_id, 'open', '', now(), now(), 0, '',
        now(), '', '', 1
    FROM customer_order c, care_callback_plan p WHERE c.order_id = :order
"""


async def shown(client: Any, desk: str, headers: dict[str, str], **query: Any) -> list[dict[str, Any]]:
    answer = await client.get(desk, params=query, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


@pytest.mark.rule("CARE-4")
@pytest.mark.parametrize("desk", DESKS)
async def test_every_desk_says_whom_it_serves_first_and_can_be_kept_to_them(
    desk: str, client: Any, clerk: dict[str, str], waiting: dict[str, str]
) -> None:
    rows = await shown(client, desk, clerk)
    assert {row["order_id"]: row["service"]["level"] for row in rows} == waiting
    services = {row["service"]["level"]: row["service"] for row in rows}
    assert services["key"] == {"level": "key", "name_zh": "重点客户", "name_en": "Key customer", "priority": 1, "is_priority": True}
    assert (services["regular"]["priority"], services["regular"]["is_priority"]) == (5, False)
    for headers in (clerk, caller("orders.*", shops=[SHOP], account="acc_shop")):
        [first] = await shown(client, desk, headers, priority="true")
        assert first["service"]["level"] == "key"
    assert await shown(client, desk, caller("orders.*", shops=[OTHER_SHOP], account="acc_other"), priority="true") == []


@pytest.mark.rule("CARE-4")
@pytest.mark.parametrize("desk", DESKS)
async def test_what_is_over_is_not_filtered_by_priority(desk: str, client: Any, clerk: dict[str, str]) -> None:
    answer = await client.get(desk, params={"priority": "true", "view": OVER[desk]}, headers=clerk)
    body = answer.json()
    assert (answer.status_code, body["code"], body["rule"]) == (422, "priority_of_waiting_only", "CARE-4")
    assert body["errors"][0]["pointer"] == "/priority"


@pytest.mark.rule("CARE-4")
async def test_priority_follows_the_policy_in_force_and_pages_go_on(
    client: Any, clerk: dict[str, str], place: Any, app: FastAPI, waiting: dict[str, str]
) -> None:
    for number in range(2):
        order = await place(bought("b-key", "100.00", "13900000001", platform_order_no=f"K-{number}"))
        await count(app)
        opened = await client.post(CASES, json=opening(order["id"], "refund_before_shipping", "not_wanted"), headers=other_key(clerk))
        assert opened.status_code == 201, opened.text
    seen: list[str] = []
    cursor: dict[str, str] = {}
    for _ in range(3):
        page = (await client.get(CASES, params={"priority": "true", "limit": 1, **cursor}, headers=clerk)).json()
        seen += [row["id"] for row in page["data"]]
        cursor = {"cursor": page["next_cursor"] or ""}
    assert (len(set(seen)), page["has_more"]) == (3, False)
    levels = DEFAULT_LEVELS.model_dump(mode="json")
    for level in levels["levels"]:
        level["plan"]["priority"] = 4
    published = await client.post("/v1/customer-level-policies", json={"parameters": levels}, headers=other_key(clerk))
    assert published.status_code == 201, published.text
    assert await shown(client, CASES, clerk, priority="true") == []
    assert {row["service"]["priority"] for row in await shown(client, CASES, clerk)} == {4}


@pytest.mark.rule("CARE-4")
async def test_a_complaint_without_an_order_is_its_customers_and_nobodys_has_no_service(
    app: FastAPI, client: Any, clerk: dict[str, str], waiting: dict[str, str]
) -> None:
    await run(
        app, "UPDATE care_complaint SET customer_id = (SELECT customer_id FROM customer_order WHERE order_id = care_complaint.order_id)"
    )
    await run(app, "UPDATE care_complaint SET order_id = NULL")
    rows = await shown(client, COMPLAINTS, clerk)
    assert sorted(row["service"]["level"] for row in rows) == ["key", "regular"]
    assert len(await shown(client, COMPLAINTS, clerk, priority="true")) == 1
    await run(app, "UPDATE care_complaint SET customer_id = NULL")
    assert [row["service"] for row in await shown(client, COMPLAINTS, clerk)] == [None, None]
    assert await shown(client, COMPLAINTS, clerk, priority="true") == []
