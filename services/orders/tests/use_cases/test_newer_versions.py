"""What a newer version of an order changes, wherever the order stands (rules ORD-1, ORD-2, ORD-5)."""

from typing import Any

import pytest
from fastapi import FastAPI
from order_making import (
    START,
    bring_to,
    line_body,
    money,
    newer,
    order_body,
    reserved,
    sent,
    tell_reserved,
    tell_shipped,
    tell_withdrawn,
)

ORD2 = pytest.mark.rule("ORD-2")


@ORD2
async def test_the_platform_cancels(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    updated = await place(newer(body, state="cancelled", platform_status="TRADE_CLOSED"), status=200)
    assert updated["status"] == "cancelled"
    assert len(await sent(app, "warehouse.reservation.release.v1")) == 1
    assert (await show(made["id"]))["reservation"] == "released"


@ORD2
async def test_the_platform_cancels_what_is_at_the_warehouse(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "allocated")
    await place(newer(body, state="cancelled"), status=200)
    assert (await show(made["id"]))["pending"] == "cancelling"
    await tell_withdrawn(app, made["id"])
    assert (await show(made["id"]))["status"] == "cancelled"


@ORD2
async def test_all_money_given_back_closes_the_order(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await place(newer(body, refund="asked"), status=200)
    assert [reason["code"] for reason in (await show(made["id"]))["holds"]] == ["refund_asked"]
    assert (await place(newer(body, minutes=2, refund="done"), status=200))["status"] == "closed"
    assert len(await sent(app, "warehouse.reservation.release.v1")) == 1


@ORD2
async def test_a_refund_asked_stops_the_parcel(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "packed")
    await place(newer(body, refund="asked"), status=200)
    assert (await show(made["id"]))["pending"] == "holding"


@ORD2
async def test_payment_lets_the_order_go_on(app: FastAPI, place: Any) -> None:
    body = order_body(state="awaiting_payment", paid_at=None)
    made = await place(body)
    assert (made["status"], made["hold_reasons"]) == ("placed", ["awaiting_payment"])
    assert await sent(app, "warehouse.reservation.reserve.v1") == []
    paid = await place(newer(body, state="ready", paid_at=START.isoformat()), status=200)
    assert (paid["status"], paid["hold_reasons"]) == ("reviewed", [])
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1


@ORD2
async def test_only_the_platform_lifts_its_own_hold(place: Any, act: Any) -> None:
    made = await place(order_body(state="do_not_ship", buyer_remark="x"))
    refused = await act("release", made["id"])
    assert (refused["refusal"]["code"], refused["status"]) == ("hold_not_ours", "placed")


@ORD2
async def test_other_goods_are_reserved_anew(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await place(newer(body, lines=[line_body(quantity=3)]), status=200)
    assert [message["references"] for message in await sent(app, "warehouse.reservation.release.v1")] == [[made["id"]]]
    asked = (await sent(app, "warehouse.reservation.reserve.v1"))[1]["requests"][0]
    assert (asked["reference"], asked["lines"]) == (f"{made['id']}.2", [{"sku": "TEE-W", "quantity": 3}])
    assert [line["quantity"] for line in (await show(made["id"]))["lines"]] == [3]


@ORD2
async def test_another_address_stops_what_is_allocated(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "allocated")
    await place(newer(body, receiver=body["receiver"] | {"street": "新地址 9 号"}), status=200)
    assert (await show(made["id"]))["pending"] == "changing"
    await tell_withdrawn(app, made["id"])
    await tell_reserved(app, reserved(made["id"], attempt=2))
    sealed = (await sent(app, "warehouse.shipment.request.v1"))[1]["shipments"][0]["receiver_sealed"]
    assert app.state.context.sealer.open(sealed)["street"] == "新地址 9 号"


@ORD2
async def test_changed_after_picking_waits_for_a_person(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "picked")
    await place(newer(body, lines=[line_body(quantity=1)]), status=200)
    order = await show(made["id"])
    assert (order["pending"], [reason["code"] for reason in order["holds"]]) == ("holding", ["changed_after_picking"])


@ORD2
async def test_handled_outside_before_we_did_anything(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    assert (await place(newer(body, state="shipped"), status=200))["status"] == "shipped"
    assert len(await sent(app, "warehouse.reservation.release.v1")) == 1
    assert await sent(app, "orders.order.shipped.v1") == []
    assert (await place(newer(body, minutes=2, state="finished"), status=200))["status"] == "completed"
    assert (await place(order_body(state="shipped")))["status"] == "shipped"
    assert (await show(made["id"]))["ended_at"] is not None


@ORD2
async def test_a_hold_that_a_person_lifted_is_not_raised_again_for_the_same_reason(place: Any, act: Any) -> None:
    body = order_body(buyer_remark="晚点发", state="unknown")
    made = await place(body)
    await act("release", made["id"], note="已确认")
    assert (await place(newer(body, state="ready"), status=200))["hold_reasons"] == []
    assert (await place(newer(body, minutes=2, state="ready", buyer_remark="还是早点发"), status=200))["hold_reasons"] == ["buyer_remark"]


@ORD2
@pytest.mark.parametrize("status", ["allocated", "picked"])
async def test_a_newer_version_does_not_bring_back_what_is_being_cancelled(
    app: FastAPI, place: Any, act: Any, show: Any, status: str
) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], status)
    await act("cancel", made["id"], reason="买家不要了")
    await place(newer(body, receiver=body["receiver"] | {"street": "新地址 9 号"}), status=200)
    assert (await show(made["id"]))["pending"] == "cancelling"
    await tell_withdrawn(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["cancel_reason"]) == ("cancelled", "买家不要了")
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1


@pytest.mark.rule("ORD-4")
async def test_the_shop_is_told_only_of_what_the_parcel_holds(app: FastAPI, place: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "packed")
    more = [line_body(quantity=5), line_body(platform_line_no="2", sku="MUG", quantity=3)]
    await place(newer(body, lines=more), status=200)
    await tell_shipped(app, made["id"], pieces={"TEE-W": 2})
    [shipped] = await sent(app, "orders.order.shipped.v1")
    assert shipped["lines"] == [{"platform_line_no": "1", "sku": "TEE-W", "quantity": 2}]


@pytest.mark.rule("ORD-4")
async def test_the_shop_is_told_nothing_when_quite_other_goods_left(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "packed")
    await place(newer(body, lines=[line_body(sku="MUG")]), status=200)
    await tell_shipped(app, made["id"], pieces={"TEE-W": 2})
    assert (await show(made["id"]))["status"] == "shipped"
    assert await sent(app, "orders.order.shipped.v1") == []


@pytest.mark.rule("ORD-1")
async def test_another_amount_paid_for_a_line_is_a_change(place: Any, show: Any) -> None:
    body = order_body(lines=[line_body(paid_amount=money("100.00"))])
    made = await place(body)
    changed = newer(body, lines=[line_body(paid_amount=money("80.00"))])
    assert (await place(changed, status=200))["outcome"] == "updated"
    assert (await show(made["id"]))["lines"][0]["paid"] == money("80.00")


@ORD2
async def test_sent_by_the_shop_while_it_is_at_our_warehouse(app: FastAPI, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "allocated")
    for minutes in (1, 2, 3):
        await place(newer(body, minutes=minutes, state="shipped", platform_status=f"SENT {minutes}"), status=200)
    order = await show(made["id"])
    assert (order["pending"], [reason["code"] for reason in order["holds"]]) == ("holding", ["platform_do_not_ship"])
    await tell_withdrawn(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["reservation"]) == ("reviewed", "released")
    assert len(await sent(app, "warehouse.reservation.reserve.v1")) == 1


@ORD2
@pytest.mark.parametrize("state", ["cancelled", "finished"])
async def test_an_order_that_is_over_when_it_comes_has_ended(place: Any, show: Any, state: str) -> None:
    assert (await show((await place(order_body(state=state)))["id"]))["ended_at"] is not None
    assert (await show((await place(order_body()))["id"]))["ended_at"] is None


@pytest.mark.rule("ORD-5")
async def test_a_masked_receiver_never_overwrites_the_full_one(app: FastAPI, place: Any, client: Any, clerk: Any) -> None:
    body = order_body()
    made = await place(body)
    await place(
        newer(body, receiver=body["receiver"] | {"name": "张**", "phone": "138****5678", "street": ""}, seller_remark="x"), status=200
    )
    full = await client.post(f"/v1/orders/{made['id']}/reveal-receiver", json={"reason": "核对"}, headers=clerk)
    assert (full.json()["name"], full.json()["phone"], full.json()["street"]) == ("张三丰", "13812345678", "文三路 100 号")
