"""Pre-sales: held until the balance is paid and the date has come, the promise is the deadline, pieces are known beforehand (rule ORD-2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, line_body, money, newer, order_body, other_key, rows, sent, tell

from chassis import jobs
from chassis.testing import caller
from contracts.orders import OrdersAdvanced
from orders.consumers import sales
from orders.jobs.presales import look
from orders.use_cases.judge_presales import judge_presales

NOW = datetime.now(UTC)
RESERVE = "warehouse.reservation.reserve.v1"


@pytest.fixture(autouse=True)
def only_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    async def rest(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(jobs, "run_alone", rest)


def day(number: float) -> str:
    return (NOW + timedelta(days=number)).isoformat()


def terms(**changes: Any) -> dict[str, Any]:
    return {
        "shop_id": SHOP, "sku": "TEE-W", "name": "双十二预售", "starts_at": day(-5), "ends_at": day(1), "deposit_kind": "percent",
        "deposit": "20", "balance_from": day(-1), "balance_until": day(3), "on_overdue": "forfeit", "ships_from": None, "ships_until": day(10),
    } | changes  # fmt: skip


async def create(client: httpx.AsyncClient, headers: dict[str, str], status: int = 201, **changes: Any) -> dict[str, Any]:
    answer = await client.post("/v1/presales", json=terms(**changes), headers=other_key(headers))
    assert answer.status_code == status, answer.text
    return answer.json()


def placed(amount: str = "20.00", **changes: Any) -> dict[str, Any]:
    """Two shirts for 100.00, of which 20.00 are paid."""
    return order_body(placed_at=day(-2), paid_at=day(-2), modified_at=day(-2), paid_amount=money(amount), **changes)


async def of(client: httpx.AsyncClient, headers: dict[str, str], order_id: str) -> dict[str, Any]:
    return (await client.get(f"/v1/orders/{order_id}/presale", headers=headers)).json()["presale"]


def holds(order: dict[str, Any]) -> list[str]:
    return [hold["code"] for hold in order["holds"]]


async def note(client: httpx.AsyncClient, headers: dict[str, str], row: dict[str, Any], amount: str, status: int = 200) -> dict[str, Any]:
    body = {"paid": money(amount), "reference": "支付宝 2026112200001"}
    stamped = other_key(headers) | {"If-Match": f'"{row["version"]}"'}
    answer = await client.post(f"/v1/presale-orders/{row['order_id']}/balance", json=body, headers=stamped)
    assert answer.status_code == status, answer.text
    return answer.json()


async def hear_endings(app: FastAPI) -> None:
    for message in await sent(app, "orders.orders.advanced.v1"):
        await tell(app, sales.on_orders_advanced, OrdersAdvanced.model_validate(message))


@pytest.mark.rule("ORD-2")
async def test_deposit_then_balance_told_by_the_shop_then_it_goes_by_itself(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any, act: Any
) -> None:
    await create(client, clerk)
    body = placed()
    made = await place(body)
    assert made["hold_reasons"] == ["presale"], "a deposit is not too little"
    await look(app.state.context)
    order, row = await show(made["id"]), await of(client, clerk, made["id"])
    assert (holds(order), order["reservation"]) == (["awaiting_balance"], "none")
    assert (row["deposit"], row["balance"], row["state"]) == (money("20.00"), money("80.00"), "balance_due")
    assert datetime.fromisoformat(order["ship_by"]) == datetime.fromisoformat(day(10)), "what buyers were promised is the deadline"
    assert (await act("release", made["id"], note="放"))["refusal"]["code"] == "waits_for_another_stage"
    assert await sent(app, RESERVE) == []
    await place(newer(body, paid_amount=money("100.00")), status=200)
    await look(app.state.context)
    order = await show(made["id"])
    assert (holds(order), order["status"], order["reservation"]) == ([], "reviewed", "requested")
    assert (await of(client, clerk, made["id"]))["state"] == "balance_paid"


@pytest.mark.rule("ORD-2")
async def test_a_platform_that_tells_the_steps_goes_before_the_amounts(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await create(client, clerk)
    body = placed("100.00", presale_stage="deposit_paid")
    made = await place(body)
    await look(app.state.context)
    assert holds(await show(made["id"])) == ["awaiting_balance"]
    # A coupon of the platform pays a part: the buyer paid less, and yet it is all paid.
    await place(newer(body, paid_amount=money("92.00"), presale_stage="balance_paid"), status=200)
    await look(app.state.context)
    assert holds(await show(made["id"])) == []


@pytest.mark.rule("ORD-2")
async def test_paid_in_full_it_waits_for_its_date_and_a_nearer_date_lets_it_go(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    once = {
        "deposit_kind": "none",
        "deposit": "0",
        "balance_from": None,
        "balance_until": None,
        "ships_from": day(2),
        "ships_until": day(4),
    }
    made = await create(client, clerk, **once)
    order = await place(placed("100.00"))
    await look(app.state.context)
    shown = await show(order["id"])
    assert (holds(shown), shown["reservation"]) == (["not_before_date"], "requested"), "it has its place in the line"
    body = {name: value for name, value in terms(**once).items() if name not in ("shop_id", "sku")}
    headers = clerk | {"If-Match": '"1"'}
    changed = await client.put(f"/v1/presales/{made['id']}", json=body | {"ships_from": day(-0.01), "reason": "提前到货"}, headers=headers)
    assert changed.status_code == 200, changed.text
    await look(app.state.context)
    assert (holds(await show(order["id"])), (await show(order["id"]))["status"]) == ([], "reviewed")
    fixed = await client.put(
        f"/v1/presales/{made['id']}", json=body | {"on_overdue": "refund", "reason": "改"}, headers=clerk | {"If-Match": '"2"'}
    )
    assert fixed.json()["code"] == "presale_money_fixed"


@pytest.mark.rule("ORD-2")
async def test_the_date_comes_by_itself(app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any) -> None:
    await create(client, clerk, ships_from=day(2))
    order = await place(placed("100.00"))
    await look(app.state.context)
    assert holds(await show(order["id"])) == ["not_before_date"]
    async with app.state.context.new_system_uow("orders.presales") as uow:
        uow.frame.now = NOW + timedelta(days=2, minutes=1)
        assert await judge_presales(uow, limit=10) == 1
        await uow.commit()
    assert holds(await show(order["id"])) == []


@pytest.mark.rule("ORD-2")
async def test_a_balance_noted_by_hand_is_exactly_what_is_due_and_stays_paid(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await create(client, clerk)
    body = placed()
    made = await place(body)
    await look(app.state.context)
    row = await of(client, clerk, made["id"])
    wrong = await note(client, clerk, row, "79.99", 422)
    assert (wrong["code"], wrong["errors"][0]["pointer"]) == ("balance_differs", "/paid/amount")
    assert (await note(client, clerk, row | {"version": 99}, "80.00", 412))["code"] == "changed_meanwhile"
    foreign = caller("orders.*", shops=[OTHER_SHOP])
    assert (await note(client, foreign, row, "80.00", 404))["code"] == "order_not_found"
    assert (await note(client, clerk, row, "80.00"))["state"] == "balance_paid"
    order = await show(made["id"])
    assert (holds(order), order["paid"], order["lines"][0]["paid"]) == ([], money("100.00"), money("100.00"))
    assert (await note(client, clerk, await of(client, clerk, made["id"]), "80.00", 409))["code"] == "no_balance_to_pay"
    # The shop still tells the deposit only.
    await place(newer(body, seller_remark="已补尾款"), status=200)
    await look(app.state.context)
    order = await show(made["id"])
    assert (holds(order), order["paid"]) == ([], money("100.00"))


@pytest.mark.rule("ORD-2")
async def test_overdue_orders_are_listed_and_cancelled_by_the_rule_of_their_deposit(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await create(client, clerk, balance_from=day(-3), balance_until=day(-1))
    await create(client, clerk, sku="TEE-B", balance_from=day(-3), balance_until=day(-1), on_overdue="refund")
    kept, back = await place(placed()), await place(placed(lines=[line_body(sku="TEE-B")]))
    foreign = await place(placed(shop_id=OTHER_SHOP))
    await look(app.state.context)
    listed = (await client.get("/v1/presale-orders", params={"state": "overdue", "limit": "1"}, headers=clerk)).json()
    assert listed["has_more"]
    rest = (await client.get("/v1/presale-orders", params={"state": "overdue", "cursor": listed["next_cursor"]}, headers=clerk)).json()
    assert {row["order_id"] for row in [*listed["data"], *rest["data"]]} == {kept["id"], back["id"]}
    body = {"ids": [kept["id"], back["id"], foreign["id"]], "reason": "尾款逾期"}
    other = caller("orders.*", shops=[OTHER_SHOP])
    assert (await client.get("/v1/presale-orders", headers=other)).json()["data"] == []
    answer = (await client.post("/v1/presale-orders/forfeit", json=body, headers=other_key(clerk))).json()
    codes = [result["refusal"] and result["refusal"]["code"] for result in answer["results"]]
    assert codes == [None, "deposit_goes_back", "presale_order_not_found"]
    assert ((await show(kept["id"]))["status"], (await of(client, clerk, kept["id"]))["state"]) == ("cancelled", "forfeited")
    await hear_endings(app)
    await look(app.state.context)
    assert (await of(client, clerk, kept["id"]))["state"] == "forfeited"
    [written] = await rows(app, "SELECT after FROM audit_entry WHERE action = 'presale.forfeited'")
    assert written["after"]["deposit_kept"] == "20.00 CNY"


@pytest.mark.rule("ORD-2")
async def test_pieces_that_pre_sales_promise_are_known(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, act: Any
) -> None:
    await create(client, clerk)
    await place(placed())
    paid = await place(placed("100.00"))
    gone = await place(placed())
    await look(app.state.context)
    await act("cancel", gone["id"], reason="不要了")
    await hear_endings(app)
    await look(app.state.context)
    [presale] = (await client.get("/v1/presales", headers=clerk)).json()["data"]
    assert (presale["orders"], presale["pieces"], presale["paid_pieces"], presale["overdue"]) == (2, 4, 2, 0)
    assert paid["id"] in {
        row["order_id"]
        for row in (await client.get("/v1/presale-orders", params={"presale_id": presale["id"]}, headers=clerk)).json()["data"]
    }


@pytest.mark.rule("ORD-2")
async def test_split_off_what_is_not_on_pre_sale_does_not_wait(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any, do: Any
) -> None:
    await create(client, clerk, ships_from=day(2))
    both = [line_body(paid_amount=money("70.00")), line_body(platform_line_no="2", sku="MUG", quantity=1, paid_amount=money("30.00"))]
    made = await place(placed("100.00", lines=both, goods_amount=money("100.00")))
    await look(app.state.context)
    assert holds(await show(made["id"])) == ["not_before_date"]
    await do("/split", {"ids": [made["id"]], "by": "presale", "presale_skus": ["TEE-W"], "reason": "现货先发"})
    await look(app.state.context)
    parts = [await show(part["id"]) for part in (await show(made["id"]))["related"]]
    assert {part["lines"][0]["sku"]: holds(part) for part in parts} == {"MUG": [], "TEE-W": ["not_before_date"]}


@pytest.mark.rule("ORD-2")
async def test_terms_that_contradict_each_other_are_told_all_at_once(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    wrong = await create(client, clerk, 422, ends_at=day(-6), deposit="100", balance_until=day(-2), ships_until=day(-3))
    assert {error["pointer"] for error in wrong["errors"]} == {"/ends_at", "/deposit", "/balance_until", "/ships_until"}
    assert (await create(client, clerk, 422, sku="NO"))["code"] == "sku_unknown"
    assert (await create(client, caller("orders.*", shops=[OTHER_SHOP]), 403))["code"] == "shop_not_yours"
    await create(client, clerk)
    assert (await create(client, clerk, 409))["code"] == "presale_overlaps"
    await create(client, clerk, starts_at=day(1), ends_at=day(2))
