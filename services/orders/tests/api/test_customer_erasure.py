"""A customer's personal data is erased and the books stay (rule ORD-5)."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from customer_making import Ask, count, listed
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, at, bring_to, newer, order_body, other_key, rows, run, sent, tell

from chassis.testing import caller
from contracts.orders import CustomerErased
from orders.consumers import integrity
from orders.jobs.customers import erase_outdated

pytestmark = pytest.mark.rule("ORD-5")
ERASURES = "/v1/customer-erasures"
ENDED = {"state": "cancelled"}


@pytest.fixture
def do(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def do(path: str, *, status: int = 200, headers: dict[str, str] = clerk, **body: Any) -> dict[str, Any]:
        answer = await client.post(f"{ERASURES}{path}", json=body, headers=other_key(headers))
        assert answer.status_code == status, answer.text
        return answer.json()

    return do


async def asked(ask: Ask, do: Any, **rest: Any) -> dict[str, Any]:
    (row,) = await listed(ask)
    return await do("", customer_id=row["id"], ground="buyer", reason="买家来信要求删除", status=201, **rest)


def other_person(**rest: Any) -> dict[str, str]:
    return caller("orders.*", account="acc_second", name="赵六", **rest)


async def finish(app: FastAPI) -> None:
    await run(app, "UPDATE sales_order SET status = 'completed' WHERE status NOT IN ('cancelled', 'closed')")


async def test_personal_data_goes_and_amounts_stay(app: FastAPI, place: Any, ask: Ask, do: Any, show: Any) -> None:
    body = order_body(placed_at=at(1), buyer_remark="打 13987654321")
    made = await place(body)
    await place(order_body(placed_at=at(2), receiver={"name": "张三丰"}))
    await bring_to(app, made["id"], "shipped")
    await count(app)
    (row,) = await listed(ask)
    await ask("POST", f"/{row['id']}/notes", json={"text": "喜欢顺丰"})
    await ask("POST", f"/{row['id']}/tags", json={"tag": "VIP"})
    erasure = await asked(ask, do)
    await asked_again(do, row["id"])
    await finish(app)
    await do(f"/{erasure['id']}/carry-out", status=403)
    done = await do(f"/{erasure['id']}/carry-out", headers=other_person())
    assert (done["state"], done["orders"], done["settled_by"], done["name"]) == ("done", 2, "赵六", "")
    await do(f"/{erasure['id']}/carry-out", headers=other_person(), status=409)
    for table in ("customer", "customer_key", "customer_order", "customer_shop", "customer_entry", "customer_tag", "customer_standing"):
        assert await rows(app, f"SELECT 1 FROM {table}") == [], table
    kept = await rows(app, "SELECT * FROM sales_order ORDER BY placed_at")
    assert [(str(order["paid_amount"]), order["receiver_province"]) for order in kept] == [("100.00", "浙江省")] * 2
    assert {(order["receiver_name"], order["receiver_phone"], order["buyer_id"], order["buyer_remark"]) for order in kept} == {
        ("", "", "", "")
    }
    assert {(order["phone_digest"], order["phone_tail_digest"]) for order in kept} == {(None, None)}
    sealed = [app.state.context.sealer.open(order["receiver_sealed"]) for order in kept]
    assert sealed == [{"erased": "1"}] * 2
    await ask("GET", f"/{row['id']}", status=404)
    [message] = await sent(app, "orders.customer.erased.v1")
    assert made["id"] in message["orders"]
    [command] = await sent(app, "warehouse.receivers.forget.v1")
    assert (made["id"] in command["references"], made["number"] in command["numbers"]) == (True, True)
    await run(
        app, "INSERT INTO integrity_mark (order_id, shop_id, placed_at, buyer, payer) VALUES (:id, 'x', now(), 1, 2)", id=kept[0]["id"]
    )
    await tell(app, integrity.on_customer_erased, CustomerErased.model_validate(message))
    assert (await rows(app, "SELECT buyer, payer FROM integrity_mark"))[0] == {"buyer": None, "payer": None}
    # A newer version from the shop brings nothing back, and is counted to nobody.
    await place(newer(body, minutes=99, buyer_remark="13987654321", platform_status="FINISHED", state="finished"), status=200)
    await count(app)
    order = await show(made["id"])
    assert (order["receiver"]["phone"], order["buyer_remark"], order["platform_status"]) == ("", "", "FINISHED")
    assert await listed(ask) == []
    # Who buys again begins a new file.
    await place(order_body(placed_at=at(200)))
    await count(app)
    (again,) = await listed(ask)
    assert (again["orders"], again["id"] != row["id"]) == (1, True)


async def asked_again(do: Any, customer_id: str) -> None:
    body = {"customer_id": customer_id, "ground": "buyer", "reason": "再次要求"}
    assert (await do("", **body, status=409))["code"] == "erasure_asked_already"
    await do("", **(body | {"ground": "retention"}), status=422)


async def test_it_waits_while_an_order_or_a_case_is_open(app: FastAPI, place: Any, ask: Ask, do: Any) -> None:
    made = await place(order_body(placed_at=at(1)))
    await count(app)
    erasure = await asked(ask, do)
    refused = await do(f"/{erasure['id']}/carry-out", headers=other_person(), status=409)
    assert (refused["code"], refused["rule"], made["number"] in refused["detail"]) == ("erasure_while_open", "ORD-5", True)
    await finish(app)
    await run(app, CASE, id=made["id"].removeprefix("ord_"))
    refused = await do(f"/{erasure['id']}/carry-out", headers=other_person(), status=409)
    assert "AS-1" in refused["detail"]
    assert (await listed(ask))[0]["orders"] == 1
    await run(app, "UPDATE aftersales_case SET state = 'closed'")
    customer = (await rows(app, "SELECT id FROM customer"))[0]["id"]
    await run(app, COMPLAINT, id=customer)
    refused = await do(f"/{erasure['id']}/carry-out", headers=other_person(), status=409)
    assert "CP-1" in refused["detail"]
    await run(app, "UPDATE care_complaint SET state = 'closed', closed_at = now(), responsible = 'x', improvement = 'x'")
    assert (await do(f"/{erasure['id']}/carry-out", headers=other_person()))["state"] == "done"


COMPLAINT = """
    INSERT INTO care_complaint (id, number, shop_id, source, customer_id, kind, state, text, policy_version, assignee_name, opened_at, opened_by,
        opened_by_id, answer_due_at, solve_due_at, due_at, answered_by, answered_by_id, closed_by, closed_by_id, responsible, improvement,
        reopened, version)
    VALUES (gen_random_uuid(), 'CP-1', 'x', 'hand', :id, 'x', 'opened', '', 0, '', now(), '', '', now(), now(), now(), '', '', '', '', '', '', 0, 1)
"""
CASE = """
    INSERT INTO aftersales_case (id, number, shop_id, order_id, order_number, platform_order_no, kind, state, source, reason_code, freight_by,
        liable, note, currency, amount, freight_amount, late, policy_version, opened_at, opened_by, opened_by_id, agreed_by, state_at, due_at, version)
    VALUES (gen_random_uuid(), 'AS-1', 'x', :id, '', '', 'refund_only', 'new', 'hand', 'x', 'buyer', 'x', '', 'CNY', 1, 0, false, 0, now(), '',
        '', '', now(), now(), 1)
"""


async def test_two_at_once_erase_once_and_a_refused_one_stays(
    app: FastAPI, place: Any, ask: Ask, do: Any, client: httpx.AsyncClient
) -> None:
    await place(order_body(placed_at=at(1)))
    await finish(app)
    await count(app)
    first = await asked(ask, do)
    assert (await do(f"/{first['id']}/refuse", reason="还在保修期", headers=other_person()))["state"] == "refused"
    await do(f"/{first['id']}/carry-out", headers=other_person(), status=409)
    second = await asked(ask, do)
    path = f"{ERASURES}/{second['id']}/carry-out"
    both = await asyncio.gather(*(client.post(path, json={}, headers=other_key(other_person())) for _ in range(2)))
    assert sorted(answer.status_code for answer in both) == [200, 409]
    shown = (await client.get(ERASURES, headers=other_person())).json()["data"]
    assert [one["state"] for one in shown] == ["done", "refused"]


async def test_who_does_not_see_all_shops_cannot_erase(app: FastAPI, place: Any, ask: Ask, do: Any) -> None:
    await place(order_body(placed_at=at(1)))
    await place(order_body(placed_at=at(2), shop_id=OTHER_SHOP))
    await finish(app)
    await count(app)
    (row,) = await listed(ask)
    limited = other_person(shops=[SHOP])
    await do("", customer_id=row["id"], ground="buyer", reason="要求删除", headers=limited, status=403)
    erasure = await asked(ask, do)
    await do(f"/{erasure['id']}/carry-out", headers=limited, status=403)
    await do(f"/{erasure['id']}/refuse", reason="不行", headers=limited, status=404)
    await do(f"/{erasure['id']}/carry-out", headers=caller("orders.customers.edit", account="acc_third"), status=403)


async def test_a_file_that_was_merged_meanwhile_is_asked_for_again(app: FastAPI, place: Any, ask: Ask, do: Any) -> None:
    for number in (1, 2):
        await place(order_body(placed_at=at(number), buyer_id=f"b-{number}", receiver={"phone": f"1390000000{number}"}))
    await finish(app)
    await count(app)
    one, other = [row["id"] for row in await listed(ask)]
    erasure = await do("", customer_id=one, ground="buyer", reason="要求删除", status=201)
    await ask("POST", "/merges", json={"one_id": one, "other_id": other, "reason": "同一人"})
    refused = await do(f"/{erasure['id']}/carry-out", headers=other_person(), status=409)
    assert refused["code"] == "erasure_file_changed"
    assert (await listed(ask))[0]["orders"] == 2


async def test_retention_erases_who_bought_nothing_for_so_long(
    app: FastAPI, place: Any, ask: Ask, client: Any, clerk: Any, monkeypatch: Any
) -> None:
    for number in (1, 2, 3):
        await place(order_body(placed_at=at(number), buyer_id=f"b-{number}", receiver={"phone": f"1390000000{number}"}))
    await run(app, "UPDATE sales_order SET status = 'completed' WHERE buyer_id <> 'b-3'")
    await run(app, "UPDATE sales_order SET placed_at = placed_at + interval '100 days' WHERE buyer_id = 'b-2'")
    await count(app)
    clock = app.state.context.clock
    late = clock.now() + timedelta(days=190)
    await erase_outdated(app.state.context)
    assert len(await listed(ask)) == 3
    short = {"parameters": {"months": 5, "answer_days": 15}}
    assert (await client.post("/v1/retention-policies", json=short, headers=other_key(clerk))).status_code == 422
    policy = {"parameters": {"months": 6, "answer_days": 15}}
    assert (await client.post("/v1/retention-policies", json=policy, headers=other_key(clerk))).json()["version"] == 1
    monkeypatch.setattr(clock, "now", lambda: late)
    for _ in range(2):
        await erase_outdated(app.state.context)
    assert len(await rows(app, "SELECT 1 FROM customer")) == 2
    [erasure] = await rows(app, "SELECT state, ground, orders FROM customer_erasure")
    assert erasure == {"state": "done", "ground": "retention", "orders": 1}
