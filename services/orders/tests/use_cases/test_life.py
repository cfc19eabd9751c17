"""The life of an order, told by the warehouse's messages (rules ORD-2, ORD-3, ORD-4)."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from order_making import (
    START,
    bring_to,
    line_body,
    order_body,
    reserved,
    rows,
    sent,
    short,
    tell,
    tell_parcel,
    tell_reserved,
    tell_shipped,
    tell_step,
    tell_withdrawn,
)

from contracts.warehouse import StockReleased, WithdrawalRefused
from orders.consumers import warehouse
from orders.jobs.completion import complete_delivered

ORD2 = pytest.mark.rule("ORD-2")


@ORD2
async def test_reviewed_and_reserved_is_allocated_and_its_shipment_asked_for(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body(seller_remark="小心轻放"))
    await tell_reserved(app, reserved(made["id"]))
    order = await show(made["id"])
    assert (order["status"], order["reservation"], order["warehouse_code"]) == ("allocated", "reserved", "HZ")
    [envelope] = await sent(app, "warehouse.shipment.request.v1")
    [shipment] = envelope["shipments"]
    assert shipment["reference"] == made["id"]
    assert (shipment["number"], shipment["shop_name"], shipment["note"]) == (made["number"], "店 shp_main", "小心轻放")
    assert shipment["receiver_region"] == "浙江省 杭州市 西湖区"
    assert shipment["lines"] == [{"sku": "TEE-W", "quantity": 2}]
    assert shipment["owner"] == "shp_main"
    [advanced] = await sent(app, "orders.orders.advanced.v1")
    assert advanced["steps"][0]["status"] == "allocated"


@ORD2
async def test_the_same_answer_twice_changes_nothing(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body())
    await tell_reserved(app, reserved(made["id"]))
    before = await show(made["id"])
    await tell_reserved(app, reserved(made["id"]), short(made["id"]))
    assert await show(made["id"]) == before
    assert len(await sent(app, "warehouse.shipment.request.v1")) == 1


@pytest.mark.rule("ORD-3")
async def test_a_short_order_waits_and_takes_the_next_stock(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body())
    await tell_reserved(app, short(made["id"]))
    order = await show(made["id"])
    assert (order["status"], order["reservation"], order["short_skus"]) == ("reviewed", "short", ["TEE-W"])
    await tell_reserved(app, reserved(made["id"]))
    order = await show(made["id"])
    assert (order["status"], order["short_skus"]) == ("allocated", [])


@ORD2
async def test_a_held_order_keeps_its_stock_and_goes_on_when_it_is_released(app: FastAPI, place: Any, show: Any, act: Any) -> None:
    made = await place(order_body(buyer_remark="晚点发"))
    await tell_reserved(app, reserved(made["id"]))
    assert ((await show(made["id"]))["status"], (await show(made["id"]))["reservation"]) == ("placed", "reserved")
    assert (await act("release", made["id"], note="已联系"))["status"] == "allocated"
    assert len(await sent(app, "warehouse.shipment.request.v1")) == 1


@ORD2
async def test_a_released_order_that_is_short_stays_short(app: FastAPI, place: Any, act: Any, show: Any) -> None:
    made = await place(order_body(buyer_remark="晚点发"))
    await tell_reserved(app, short(made["id"]))
    assert (await act("release", made["id"]))["status"] == "reviewed"
    assert (await show(made["id"]))["reservation"] == "short"


@ORD2
async def test_the_whole_life_and_its_timeline(app: FastAPI, client: Any, clerk: Any, place: Any, show: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "delivered")
    assert (await show(made["id"]))["status"] == "delivered"
    context = app.state.context
    context.clock.now = lambda: START + timedelta(days=6, hours=23)
    await complete_delivered(context)
    assert (await show(made["id"]))["status"] == "delivered"
    context.clock.now = lambda: START + timedelta(days=7, seconds=1)
    await complete_delivered(context)
    assert (await show(made["id"]))["status"] == "completed"
    timeline = (await client.get(f"/v1/orders/{made['id']}/timeline?limit=100", headers=clerk)).json()["data"]
    assert [entry["what"] for entry in timeline] == ["placed", "allocated", "picked", "packed", "shipped", "delivered", "completed"]
    assert timeline[2]["facts"] == {"by": "王拣货"}


@pytest.mark.rule("ORD-4")
async def test_a_shipped_order_tells_its_shop_once(app: FastAPI, place: Any) -> None:
    body = order_body(lines=[line_body(), line_body(platform_line_no="2", sku="MUG", quantity=1)])
    made = await place(body)
    await bring_to(app, made["id"], "packed")
    for _ in range(2):
        await tell_shipped(app, made["id"], pieces={"TEE-W": 2, "MUG": 1})
    [shipped] = await sent(app, "orders.order.shipped.v1")
    assert (shipped["platform_order_no"], shipped["carrier_code"], shipped["tracking_number"]) == (body["platform_order_no"], "SF", "SF123")
    assert [line["platform_line_no"] for line in shipped["lines"]] == ["1", "2"]


async def test_a_late_step_changes_nothing(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "packed")
    await tell_step(app, made["id"], "picked")
    assert (await show(made["id"]))["status"] == "packed"


@ORD2
@pytest.mark.parametrize("status", ["placed", "reviewed"])
async def test_cancelled_before_allocation_at_once_and_the_stock_given_back(
    app: FastAPI, place: Any, act: Any, show: Any, status: str
) -> None:
    made = await place(order_body(buyer_remark="?" if status == "placed" else ""))
    result = await act("cancel", made["id"], reason="买家不要了")
    assert (result["status"], result["pending"]) == ("cancelled", None)
    assert [message["references"] for message in await sent(app, "warehouse.reservation.release.v1")] == [[made["id"]]]
    assert (await show(made["id"]))["cancel_reason"] == "买家不要了"


@ORD2
async def test_stock_that_comes_after_the_cancellation_is_given_back(app: FastAPI, place: Any, act: Any, show: Any) -> None:
    made = await place(order_body())
    await act("cancel", made["id"], reason="买家不要了")
    await tell_reserved(app, reserved(made["id"]))
    assert len(await sent(app, "warehouse.reservation.release.v1")) == 2
    assert (await show(made["id"]))["status"] == "cancelled"


@ORD2
@pytest.mark.parametrize("status", ["allocated", "picked", "packed"])
async def test_cancelled_at_the_warehouse_once_the_shipment_is_stopped(app: FastAPI, place: Any, act: Any, show: Any, status: str) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], status)
    result = await act("cancel", made["id"], reason="买家不要了")
    assert (result["status"], result["pending"]) == (status, "cancelling")
    assert [message["references"] for message in await sent(app, "warehouse.shipment.withdraw.v1")] == [[made["id"]]]
    assert (await act("cancel", made["id"], reason="again"))["refusal"]["code"] == "order_being_stopped"
    await tell_withdrawn(app, made["id"])
    await tell_withdrawn(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["pending"], order["reservation"]) == ("cancelled", None, "released")
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1


@ORD2
async def test_a_cancellation_that_comes_too_late(app: FastAPI, place: Any, act: Any, show: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "packed")
    await act("cancel", made["id"], reason="买家不要了")
    await tell(app, warehouse.on_withdrawal_refused, WithdrawalRefused(reference=made["id"], state="shipped", refused_at=START))
    await tell_shipped(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["pending"], order["cancel_reason"]) == ("shipped", None, None)


@ORD2
@pytest.mark.parametrize("status", ["shipped", "delivered"])
async def test_what_has_left_cannot_be_cancelled_or_held(app: FastAPI, place: Any, act: Any, status: str) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], status)
    refused = await act("cancel", made["id"], reason="买家不要了")
    assert (refused["status"], refused["refusal"]["code"], refused["refusal"]["rule"]) == (status, "order_not_cancellable", "ORD-2")
    assert (await act("hold", made["id"], reason="?"))["refusal"]["code"] == "order_not_open"
    assert (await act("release", made["id"]))["refusal"]["code"] == "order_not_open"


@ORD2
async def test_held_at_the_warehouse_it_comes_back_and_is_reserved_anew(app: FastAPI, place: Any, act: Any, show: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "picked")
    assert (await act("hold", made["id"], reason="电话核实"))["pending"] == "holding"
    await tell_withdrawn(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["pending"], order["reservation"]) == ("reviewed", None, "requested")
    assert [reason["code"] for reason in order["holds"]] == ["manual"]
    assert order["hold_note"] == "电话核实"
    again = (await sent(app, "warehouse.reservation.reserve.v1"))[1]["requests"][0]["reference"]
    assert again == f"{made['id']}.2"
    # An answer to the first request, late, is not taken for one to the second.
    await tell_reserved(app, reserved(made["id"]))
    assert (await show(made["id"]))["reservation"] == "requested"
    await tell_reserved(app, reserved(made["id"], attempt=2))
    assert (await act("release", made["id"]))["status"] == "allocated"
    assert (await sent(app, "warehouse.shipment.request.v1"))[1]["shipments"][0]["reference"] == again


@pytest.mark.rule("ORD-3")
async def test_stock_freed_by_the_warehouse_is_asked_for_anew(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body(buyer_remark="等"))
    await tell_reserved(app, reserved(made["id"]))
    await tell(app, warehouse.on_stock_released, StockReleased(references=[made["id"]], released_at=START))
    assert (await show(made["id"]))["reservation"] == "requested"
    assert (await sent(app, "warehouse.reservation.reserve.v1"))[1]["requests"][0]["reference"] == f"{made['id']}.2"


async def test_references_of_others_are_ignored(app: FastAPI) -> None:
    for reference in ("someone-else", "ord_00000000000000000000000000000000", ""):
        await tell_step(app, reference, "picked")
        await tell_shipped(app, reference)
        await tell_withdrawn(app, reference)
        await tell_parcel(app, reference, "delivered")
    assert await rows(app, "SELECT 1 FROM sales_order") == []
