"""A part of an order is refunded before it left: its pieces leave the order at what was paid for them, and the rest is sent (CARE-1, CARE-2)."""

from typing import Any

import pytest
from case_making import decide, paid, platform_refund, tell_platform
from fastapi import FastAPI
from order_making import START, bring_to, line_body, money, newer, order_body, rows, run, sent, tell, tell_shipped, tell_step, uuid_of

from contracts.orders import RefundDecided
from contracts.warehouse import ReserveStock, ShipmentWithdrawn, WithdrawalRefused, WithdrawShipments
from orders.consumers import warehouse
from orders.domain.reference import reference_of
from orders.jobs.aftersales import go_on

TEN_OVER_THREE = {
    "lines": [
        line_body(platform_line_no=str(number), sku=sku, quantity=1, unit_price=money("10.00"))
        for number, sku in enumerate(("TEE-W", "TEE-B", "MUG"), start=1)
    ],
    "goods_amount": money("30.00"), "discount_amount": money("20.00"), "freight_amount": money("8.00"), "paid_amount": money("18.00"),
}  # fmt: skip


@pytest.fixture
def bought(app: FastAPI, place: Any) -> Any:
    """An order of three lines over which 10.00 and a freight of 8.00 were paid, as far as `status`."""

    async def bought(status: str = "reviewed", **changes: Any) -> dict[str, Any]:
        body = order_body(**{**TEN_OVER_THREE, **changes})
        made = await place(body)
        await bring_to(app, made["id"], status)
        return {**made, "body": body}

    return bought


def part(order: dict[str, Any], *line_nos: int, quantity: int = 1, **rest: Any) -> dict[str, Any]:
    lines = [{"line_no": line_no, "quantity": quantity} for line_no in line_nos]
    return {"order_id": order["id"], "kind": "refund_before_shipping", "reason_code": "not_wanted", "lines": lines, "agree": True, **rest}


async def stopped(app: FastAPI, order: dict[str, Any]) -> None:
    await tell(app, warehouse.on_shipment_withdrawn, ShipmentWithdrawn(reference=order["id"], withdrawn_at=START, stock_kept=True))


async def asked_for(app: FastAPI) -> list[tuple[str, int]]:
    """What the warehouse was asked to reserve last."""
    lines = (await sent(app, ReserveStock.subject))[-1]["requests"][-1]["lines"]
    return [(line["sku"], line["quantity"]) for line in lines]


@pytest.mark.rule("CARE-2")
async def test_each_of_three_lines_gives_back_its_share_and_freight_goes_with_the_last(
    app: FastAPI, bought: Any, ask: Any, show: Any
) -> None:
    order = await bought()
    for line_no in (2, 1):
        case = await ask("", part(order, line_no), status=201)
        assert case["state"] == "settling"
        shown = await show(order["id"])
        assert (shown["status"], [line["refund"] for line in shown["lines"]][line_no - 1]) == ("reviewed", "done")
    assert await asked_for(app) == [("MUG", 1)]
    await ask("", part(order, 3), status=201)
    assert (await paid(app), (await show(order["id"]))["status"]) == (["3.33", "3.34", "11.33"], "cancelled")


@pytest.mark.rule("CARE-1", "CARE-2")
async def test_at_the_warehouse_it_is_stopped_first_and_paid_once(app: FastAPI, bought: Any, ask: Any, case_of: Any, show: Any) -> None:
    order = await bought("picked")
    case = await ask("", part(order, 1), status=201)
    [withdrawn] = await sent(app, WithdrawShipments.subject)
    assert (case["state"], withdrawn["keeps_stock"], await paid(app)) == ("stopping", True, [])
    assert (await show(order["id"]))["plan"]["verb"] == "take_out"
    await go_on(app.state.context)
    assert (await case_of(case["id"]))["state"] == "stopping"
    await stopped(app, order)
    for _ in range(2):
        await go_on(app.state.context)
    assert (await paid(app), await asked_for(app)) == (["3.34"], [("TEE-B", 1), ("MUG", 1)])
    assert await rows(app, "SELECT 1 FROM order_plan") == []
    reserve = (await sent(app, ReserveStock.subject))[-1]["requests"][-1]
    assert reserve["takes_over"] == [reference_of(uuid_of(order["id"]), 1)], "nobody in the waiting line comes between"


@pytest.mark.rule("CARE-2")
async def test_some_pieces_of_a_line_leave_it_and_the_line_is_worth_the_rest(
    app: FastAPI, bought: Any, ask: Any, case_of: Any, show: Any
) -> None:
    order = await bought(lines=[line_body(quantity=3, unit_price=money("10.00"))])
    await ask("", part(order, 1), status=201)
    [line] = (await show(order["id"]))["lines"]
    assert (line["quantity"], line["refund"], await asked_for(app)) == (2, "none", [("TEE-W", 2)])
    [row] = await rows(app, "SELECT quantity, pieces, refunded FROM line_money WHERE line_no = 1")
    assert (row["quantity"], row["pieces"], f"{row['refunded']:.2f}") == (3, 1, "3.34")
    [kept] = await rows(app, "SELECT paid_amount FROM order_line WHERE order_id = :id", id=uuid_of(order["id"]))
    assert f"{kept['paid_amount']:.2f}" == "6.66"
    last = await ask("", part(order, 1, quantity=2), status=201)
    assert ((await case_of(last["id"]))["amount"]["amount"], (await show(order["id"]))["status"]) == ("14.66", "cancelled")


@pytest.mark.rule("CARE-1")
async def test_packed_it_says_so_and_stays_decidable(app: FastAPI, bought: Any, ask: Any, case_of: Any) -> None:
    order = await bought("packed")
    case = await ask("", part(order, 1, agree=False), status=201)
    [result] = (await ask("/agree", {"ids": [case["id"]]}))["results"]
    assert (result["state"], result["refusal"]["code"], result["refusal"]["rule"]) == ("opened", "order_is_packed", "ORD-2")
    await tell_shipped(app, order["id"], pieces={"TEE-W": 1, "TEE-B": 1, "MUG": 1})
    await ask("/agree", {"ids": [case["id"]]})
    shown = await case_of(case["id"])
    assert (shown["state"], shown["kind"], shown["attention"]) == ("opened", "return_and_refund", "left_meanwhile")
    await ask("/agree", {"ids": [case["id"]]})
    assert ((await case_of(case["id"]))["state"], await paid(app)) == ("awaiting_goods", [])


@pytest.mark.rule("CARE-1")
async def test_packed_and_gone_while_it_was_stopped_it_has_to_come_back(app: FastAPI, bought: Any, ask: Any, case_of: Any) -> None:
    order = await bought("picked")
    case = await ask("", part(order, 1), status=201)
    await tell_step(app, order["id"], "packed")
    await tell(app, warehouse.on_withdrawal_refused, WithdrawalRefused(reference=order["id"], state="shipped", refused_at=START))
    await go_on(app.state.context)
    assert (await case_of(case["id"]))["state"] == "stopping", "the news that it left is on its way"
    await tell_shipped(app, order["id"], pieces={"TEE-W": 1, "TEE-B": 1, "MUG": 1})
    await go_on(app.state.context)
    shown = await case_of(case["id"])
    assert (shown["state"], shown["kind"], await paid(app)) == ("opened", "return_and_refund", [])
    assert await rows(app, "SELECT 1 FROM order_plan") == []


@pytest.mark.rule("CARE-1")
async def test_what_is_cancelled_meanwhile_is_refunded_and_the_plan_gone(
    app: FastAPI, bought: Any, ask: Any, client: Any, clerk: Any
) -> None:
    order = await bought("picked")
    await ask("", part(order, 1), status=201)
    cancelled = await client.post(
        "/v1/orders/cancel", json={"ids": [order["id"]], "reason": "缺货"}, headers={**clerk, "Idempotency-Key": "c-part-0001"}
    )
    assert cancelled.status_code == 200
    await stopped(app, order)
    await go_on(app.state.context)
    assert (await paid(app), await rows(app, "SELECT 1 FROM order_plan")) == (["3.34"], [])


@pytest.mark.rule("CARE-1")
async def test_the_shop_changes_it_meanwhile_and_it_is_asked_once_more(
    app: FastAPI, bought: Any, ask: Any, place: Any, case_of: Any
) -> None:
    order = await bought("picked")
    case = await ask("", part(order, 1), status=201)
    more = [*order["body"]["lines"], line_body(platform_line_no="4", sku="TEE-W", quantity=1, unit_price=money("0.00"))]
    await place(newer(order["body"], lines=more), status=200)
    await tell(app, warehouse.on_shipment_withdrawn, ShipmentWithdrawn(reference=order["id"], withdrawn_at=START))
    await go_on(app.state.context)
    assert ((await case_of(case["id"]))["state"], await paid(app)) == ("settling", ["3.34"])


@pytest.mark.rule("CARE-1")
async def test_what_is_no_longer_there_is_said_and_the_order_goes_on(app: FastAPI, bought: Any, ask: Any, case_of: Any, show: Any) -> None:
    order = await bought("picked")
    case = await ask("", part(order, 1), status=201)
    await run(app, "UPDATE order_line SET refund = 'done' WHERE line_no = 1")
    await stopped(app, order)
    await go_on(app.state.context)
    shown = await case_of(case["id"])
    assert (shown["state"], shown["attention"], await paid(app)) == ("opened", "not_approved", [])
    order_now = await show(order["id"])
    assert (order_now["pending"], order_now["status"]) == (None, "allocated")


@pytest.mark.rule("CARE-1", "CARE-2")
async def test_a_platform_refund_of_some_lines_takes_those_out(app: FastAPI, bought: Any, ask: Any, show: Any, place: Any) -> None:
    order = await bought()
    told = platform_refund(
        order["body"]["platform_order_no"], kind="refund_only", amount="3.33", lines=[{"platform_line_no": "2", "quantity": 1}]
    )
    for _ in range(2):
        await tell_platform(app, told)
    [case] = await rows(app, "SELECT id, kind FROM aftersales_case")
    assert case["kind"] == "refund_before_shipping"
    await ask("/agree", {"ids": [f"asc_{case['id'].hex}"]})
    assert (await paid(app), await asked_for(app)) == (["3.33"], [("TEE-W", 1), ("MUG", 1)])
    [message] = await sent(app, RefundDecided.subject)
    assert (message["platform_refund_no"], [line["platform_line_no"] for line in message["lines"]]) == ("R1", ["2"])
    # The shop tells of the refund that we decided: nobody has to look.
    lines = [{**line, "refund": "done"} if line["platform_line_no"] == "2" else line for line in order["body"]["lines"]]
    await place(newer(order["body"], lines=lines), status=200)
    shown = await show(order["id"])
    assert (shown["holds"], [line["refund"] for line in shown["lines"]]) == ([], ["none", "done", "none"])


@pytest.mark.rule("CARE-2")
async def test_what_was_paid_is_settled_once_a_case_holds_of_it(
    app: FastAPI, bought: Any, ask: Any, show: Any, client: Any, clerk: Any
) -> None:
    order = await bought()
    await ask("", part(order, 1), status=201)
    for verb, body in (
        ("items", {"items": [{"line_no": 2, "sku": "TEE-B", "quantity": 1}], "reason": "只要一件"}),
        ("price", {"paid": money("17.00"), "reason": "议价"}),
    ):
        version = (await show(order["id"]))["version"]
        headers = {**clerk, "Idempotency-Key": f"settled-{verb}-1", "If-Match": f'"{version}"'}
        answer = await client.put(f"/v1/orders/{order['id']}/{verb}", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (409, "money_is_settled", "CARE-2"), answer.text


@pytest.mark.rule("CARE-1", "APR-1")
async def test_above_the_limit_the_pieces_leave_after_a_superior_said_yes(app: FastAPI, bought: Any, ask: Any, show: Any) -> None:
    order = await bought(paid_amount=money("308.00"), goods_amount=money("300.00"), discount_amount=money("0.00"))
    case = await ask("", part(order, 1), status=201)
    assert (case["state"], [line["refund"] for line in (await show(order["id"]))["lines"]]) == ("in_approval", ["none"] * 3)
    await decide(app, "approved")
    assert (await paid(app), await asked_for(app)) == (["100.00"], [("TEE-B", 1), ("MUG", 1)])
