"""Call-backs over HTTP: planned once, worked through, and an unhappy one opens something at once (rule CARE-5)."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
from case_making import NOW, THREE_OF_100
from customer_making import count
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, order_body, other_key, reserved, rows, run, sent, tell, tell_reserved, tell_shipped

from chassis.ids import read_id, show_id
from chassis.testing import caller
from contracts.orders import CallbackEnded, CaseEnded, ComplaintOpened, OrdersAdvanced, OrderStep
from orders.consumers import care
from orders.domain.care.callback_plan import PlanParameters, Trigger
from orders.jobs.care import make_callbacks

PLAN = {"name": "签收回访", "trigger": "after_delivery", "days": 0, "sample_percent": 100}


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def ask(path: str, body: dict[str, Any] | None = None, *, status: int = 200, headers: dict[str, str] = clerk) -> Any:
        url = f"/v1/care{path}"
        answer = await (client.get(url, headers=headers) if body is None else client.post(url, json=body, headers=other_key(headers)))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    return ask


@pytest.fixture
def delivered(app: FastAPI, place: Any) -> Any:
    """An order that the buyer has, told of by its event."""

    async def delivered(**changes: Any) -> str:
        made = await place(order_body(**{**THREE_OF_100, **changes}))
        await tell_reserved(app, reserved(made["id"]))
        await tell_shipped(app, made["id"], pieces={"TEE-W": 3})
        await run(app, "UPDATE sales_order SET status = 'delivered', delivered_at = now() WHERE number = :n", n=made["number"])
        await tell_delivered(app, made["id"])
        return made["id"]

    return delivered


async def tell_delivered(app: FastAPI, order_id: str) -> None:
    step = OrderStep(order_id=order_id, number="x", shop_id=SHOP, platform_order_no="x", status="delivered")
    await tell(app, care.on_orders_delivered, OrdersAdvanced(steps=[step], happened_at=NOW))


async def due(app: FastAPI) -> None:
    await count(app)
    await make_callbacks(app.state.context)


async def listed(ask: Any, view: str = "open", **rest: Any) -> list[dict[str, Any]]:
    return (await ask(f"/callbacks?view={view}", **rest))["data"]


@pytest.mark.rule("CARE-5")
async def test_told_twice_and_looked_at_twice_an_order_is_called_once(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    order = await delivered()
    await tell_delivered(app, order)
    for _ in range(2):
        await due(app)
    (row,) = await listed(ask)
    assert (row["order_id"], row["plan_name"], row["receiver_phone"]) == (order, "签收回访", "138****5678")
    assert row["customer_id"] is not None
    # Another plan calls again.
    await ask("/callback-plans", {"parameters": PLAN | {"name": "二次回访"}}, status=201)
    await tell_delivered(app, order)
    await due(app)
    assert len(await listed(ask)) == 2


@pytest.mark.rule("CARE-5")
async def test_unhappy_opens_a_complaint_with_the_result_or_a_case_if_asked(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    orders = [await delivered() for _ in range(3)]
    await due(app)
    by_order = {row["order_id"]: f"/callbacks/{row['id']}/result" for row in await listed(ask)}
    happy, sad, angry = (by_order[order] for order in orders)
    assert (await ask(happy, {"outcome": "reached"}, status=422))["code"] == "satisfaction_needed"
    assert (await ask(happy, {"outcome": "not_reached", "satisfaction": 3}, status=422))["code"] == "satisfaction_needed"
    assert (await ask(happy, {"outcome": "reached", "satisfaction": 3, "complaint_kind": "quality"}, status=422))["rule"] == "CARE-5"
    assert (await ask(happy, {"outcome": "reached", "satisfaction": 3}))["complaint_id"] is None
    noted = await ask(sad, {"outcome": "reached", "satisfaction": 2, "note": "线头很多", "complaint_kind": "quality"})
    assert noted["state"] == "reached"
    (complaint,) = await sent(app, ComplaintOpened.subject)
    assert (complaint["complaint_id"], complaint["source"], complaint["order_id"]) == (noted["complaint_id"], "call_back", orders[1])
    # What cannot be opened leaves no result behind.
    wrong = {"outcome": "reached", "satisfaction": 1, "case": {"kind": "refund_only", "reason_code": "no_such_reason"}}
    await ask(angry, wrong, status=422)
    line = {"line_no": 1, "quantity": 1, "amount": {"amount": "10.00", "currency": "CNY"}}
    wrong["case"] = {"kind": "refund_only", "reason_code": "quality", "lines": [line]}
    noted = await ask(angry, wrong)
    assert (noted["opened_case_id"] is not None, noted["complaint_id"]) == (True, None)
    assert (await ask(angry, wrong, status=409))["code"] == "callback_done"
    assert [one["satisfaction"] for one in await sent(app, CallbackEnded.subject)] == [3, 2, 1]
    assert len(await sent(app, ComplaintOpened.subject)) == 1
    only_calls = caller("orders.callbacks.make")
    await ask(happy, wrong, status=403, headers=only_calls)


@pytest.mark.rule("CARE-5")
async def test_an_order_counted_to_another_file_since_can_still_be_complained_about(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    orders = [await delivered(buyer_id=f"b-{n}", receiver={"name": f"买家{n}", "phone": f"1390000111{n}"}) for n in range(2)]
    await due(app)
    first, other = [row["customer_id"] for order in orders for row in await listed(ask) if row["order_id"] == order]
    assert first != other
    await run(
        app,
        "UPDATE care_callback SET customer_id = :other WHERE customer_id = :first",
        other=read_id("cus", other),
        first=read_id("cus", first),
    )
    (call,) = [row["id"] for row in await listed(ask) if row["order_id"] == orders[0]]
    noted = await ask(f"/callbacks/{call}/result", {"outcome": "reached", "satisfaction": 1, "complaint_kind": "quality"})
    assert (await ask(f"/complaints/{noted['complaint_id']}"))["customer_id"] == first


@pytest.mark.rule("CARE-5")
async def test_not_reached_comes_again_as_often_as_the_policy_says(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    await delivered()
    await due(app)
    (row,) = await listed(ask)
    path = f"/callbacks/{row['id']}"
    states = [(await ask(f"{path}/result", {"outcome": "not_reached"}))["state"] for _ in range(3)]
    assert states == ["open", "open", "not_reached"]
    await ask(f"{path}/result", {"outcome": "not_reached"}, status=409)
    (told,) = await sent(app, CallbackEnded.subject)
    assert (told["outcome"], told["satisfaction"], told["in_time"]) == ("not_reached", None, True)
    assert [one["attempts"] for one in await listed(ask, "done")] == [3]


@pytest.mark.rule("CARE-5")
async def test_who_does_not_want_to_be_called_is_not(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    for _ in range(2):
        await delivered()
    await due(app)
    first, second = await listed(ask)
    await ask(f"/callbacks/{first['id']}/result", {"outcome": "do_not_call", "note": "别再打了"})
    assert await listed(ask) == []
    assert {row["void_reason"] for row in await listed(ask, "done")} == {"do_not_call"}
    await delivered()
    await due(app)
    assert await listed(ask) == []
    customer = f"/customers/{second['customer_id']}"
    assert (await ask(customer))["do_not_call"]["reason"] == "别再打了"
    await ask(f"{customer}/allow-calls", {"reason": "客户同意"}, status=204)
    await delivered()
    await due(app)
    assert len(await listed(ask)) == 1
    await ask(f"{customer}/forbid-calls", {"reason": "来电要求"}, status=204)
    assert await listed(ask) == []


@pytest.mark.rule("CARE-5")
async def test_a_customer_known_only_when_called_is_not_called_again(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    await delivered()
    await run(app, "UPDATE care_callback SET due_at = now() - interval '2 days'")
    await make_callbacks(app.state.context)
    (row,) = await listed(ask)
    assert row["customer_id"] is None
    body = {"outcome": "do_not_call", "note": "别打了"}
    assert (await ask(f"/callbacks/{row['id']}/result", body, status=409))["code"] == "no_customer_yet"
    await count(app)
    assert (await ask(f"/callbacks/{row['id']}/result", body))["state"] == "void"


@pytest.mark.rule("CARE-5")
async def test_a_stopped_plan_and_a_fake_order_call_nobody(app: FastAPI, ask: Any, delivered: Any) -> None:
    plan = await ask("/callback-plans", {"parameters": PLAN | {"days": 1}}, status=201)
    order, fake = await delivered(), await delivered()
    await due(app)
    assert await listed(ask) == []
    await run(app, "UPDATE sales_order SET left_out = true WHERE id = CAST(:id AS uuid)", id=fake.removeprefix("ord_"))
    await run(app, "UPDATE care_callback SET next_at = now(), due_at = now()")
    await due(app)
    assert [row["order_id"] for row in await listed(ask)] == [order]
    await run(app, "UPDATE care_callback SET state = 'planned' WHERE state = 'open'")
    changed = await ask(f"/callback-plans/{plan['id']}", {"parameters": PLAN | {"active": False}}, status=201)
    assert changed["version"] == 2
    await due(app)
    assert {row["void_reason"] for row in await listed(ask, "done")} == {"fake_order", "plan_stopped"}
    body = {"parameters": PLAN | {"trigger": "dormant"}}
    assert (await ask(f"/callback-plans/{plan['id']}", body, status=409))["code"] == "trigger_stays"
    await ask(f"/callback-plans/cbp_{'0' * 32}", {"parameters": PLAN}, status=404)
    assert [one["version"] for one in (await ask(f"/callback-plans/{plan['id']}"))["data"]] == [2, 1]


@pytest.mark.rule("CARE-5")
async def test_closed_cases_and_dormant_customers_are_called(app: FastAPI, ask: Any, delivered: Any) -> None:
    order = await delivered()
    await count(app)
    for trigger, days in (("after_case", 0), ("dormant", 30)):
        await ask("/callback-plans", {"parameters": PLAN | {"name": trigger, "trigger": trigger, "days": days}}, status=201)
    ended = CaseEnded(
        case_id=show_id("asc", uuid4()), number="AS-1", shop_id=SHOP, order_id=order, order_number="x", kind="refund_only", reason_code="quality",
        liable="seller", outcome="closed", amount="1.00", currency="CNY", in_time=True, by="x", by_id="x", opened_at=NOW, ended_at=NOW,
    )  # fmt: skip
    for outcome in ("closed", "closed", "refused"):
        await tell(app, care.on_case_ended, ended.model_copy(update={"outcome": outcome}))
    await due(app)
    assert [row["trigger"] for row in await listed(ask)] == ["after_case"]
    await run(app, "UPDATE customer SET last_order_at = now() - interval '31 days' WHERE last_order_at IS NOT NULL")
    for _ in range(2):
        await make_callbacks(app.state.context)
    found = await listed(ask)
    assert sorted(row["trigger"] for row in found) == ["after_case", "dormant"]
    assert {row["order_id"] for row in found} == {order}


async def test_who_has_one_shop_neither_sees_nor_notes_another_s(app: FastAPI, ask: Any, delivered: Any) -> None:
    await ask("/callback-plans", {"parameters": PLAN}, status=201)
    await delivered()
    await due(app)
    (row,) = await listed(ask)
    other = caller("orders.*", shops=[OTHER_SHOP])
    assert await listed(ask, headers=other) == []
    await ask(f"/callbacks/{row['id']}", status=404, headers=other)
    await ask(f"/callbacks/{row['id']}/result", {"outcome": "not_reached"}, status=404, headers=other)
    await ask(f"/customers/{row['customer_id']}", status=404, headers=other)
    await ask(f"/customers/{row['customer_id']}/forbid-calls", {"reason": "x"}, status=404, headers=other)
    await ask("/callback-plans", {"parameters": PLAN}, status=403, headers=caller("orders.callbacks.make"))
    assert (await ask(f"/callbacks/{row['id']}"))["unhappy_up_to"] == 2
    assert len(await rows(app, "SELECT 1 FROM care_do_not_call")) == 0


def test_the_sample_is_always_the_same_and_a_larger_one_holds_it() -> None:
    plan, orders = uuid4(), [uuid4() for _ in range(2000)]

    def sample(percent: int) -> set[Any]:
        figures = PlanParameters(name="x", trigger=Trigger.DORMANT, days=1, sample_percent=percent)
        return {order for order in orders if figures.takes(plan_id=plan, subject_id=order, shop_id=SHOP)}

    assert sample(10) == sample(10) < sample(30) < sample(100) == set(orders)
    assert 120 < len(sample(10)) < 290
    limited = PlanParameters(name="x", trigger=Trigger.DORMANT, days=1, sample_percent=100, shop_ids=[OTHER_SHOP])
    assert not limited.takes(plan_id=plan, subject_id=orders[0], shop_id=SHOP)
