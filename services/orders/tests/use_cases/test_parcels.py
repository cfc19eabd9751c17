"""What carriers tell of an order's parcel, in whatever order it is heard (rule ORD-4)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import (
    OTHER_SHOP,
    START,
    bring_to,
    line_body,
    new_uow,
    newer,
    order_body,
    other_key,
    rows,
    run,
    sent,
    tell_parcel,
    tell_shipped,
    tell_step,
    tell_stuck,
    tell_withdrawn,
)

from chassis.ids import read_id
from chassis.testing import caller
from contracts.orders import OrderShipped
from orders.use_cases.recheck_attention import recheck_attention

pytestmark = pytest.mark.rule("ORD-4")


async def test_a_stuck_parcel_is_an_alert_until_it_moves(app: FastAPI, client: Any, clerk: Any, place: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "shipped")
    await tell_stuck(app, made["id"])
    listed = (await client.get("/v1/orders?stuck=true", headers=clerk)).json()["data"]
    assert [order["id"] for order in listed] == [made["id"]]
    await tell_parcel(app, made["id"], "in_transit")
    assert (await client.get("/v1/orders?stuck=true", headers=clerk)).json()["data"] == []


async def test_an_alert_heard_before_the_parcel_left_stays(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "packed")
    await tell_stuck(app, made["id"])
    await tell_shipped(app, made["id"])
    assert (await show(made["id"]))["stuck_since"] is not None


@pytest.mark.parametrize("state", ["delivered", "returned"])
async def test_an_alert_about_a_parcel_that_arrived_is_none(app: FastAPI, place: Any, show: Any, state: str) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "shipped")
    await tell_parcel(app, made["id"], state)
    await tell_stuck(app, made["id"])
    assert (await show(made["id"]))["stuck_since"] is None


async def test_an_alert_ends_when_the_buyer_confirms_at_the_shop(app: FastAPI, client: Any, clerk: Any, place: Any, show: Any) -> None:
    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "shipped")
    await tell_stuck(app, made["id"])
    await place(newer(body, state="finished"), status=200)
    order = await show(made["id"])
    assert (order["status"], order["stuck_since"]) == ("completed", None)
    counts = {queue["queue"]: queue["count"] for queue in (await client.get("/v1/orders/counts", headers=clerk)).json()["data"]}
    assert counts["stuck"] == 0


async def test_delivered_heard_before_shipped_is_not_forgotten(app: FastAPI, place: Any, show: Any, client: Any, clerk: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "packed")
    arrived = START + timedelta(days=1)
    await tell_parcel(app, made["id"], "delivered", at=arrived)
    assert (await show(made["id"]))["status"] == "packed"
    await tell_shipped(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["delivered_at"]) == ("delivered", arrived.isoformat().replace("+00:00", "Z"))
    timeline = (await client.get(f"/v1/orders/{made['id']}/timeline?limit=100", headers=clerk)).json()["data"]
    assert [entry["what"] for entry in timeline][-3:] == ["parcel_moved", "shipped", "delivered"]


async def test_delivered_is_not_left_for_a_late_event(app: FastAPI, place: Any, show: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "delivered")
    await tell_parcel(app, made["id"], "in_transit")
    order = await show(made["id"])
    assert (order["status"], order["tracking_state"]) == ("delivered", "delivered")


async def test_a_shipment_is_named_as_long_as_it_is_there(app: FastAPI, place: Any, show: Any, act: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "allocated")
    before = await show(made["id"])
    await tell_step(app, made["id"], "waiting")
    named = await show(made["id"])
    assert (before["shipment_number"], named["shipment_number"]) == (None, "SH-1")
    assert named["version"] == before["version"] + 1
    await tell_step(app, made["id"], "waiting")
    assert (await show(made["id"]))["version"] == named["version"]
    await act("cancel", made["id"], reason="不要了")
    await tell_withdrawn(app, made["id"])
    await tell_step(app, made["id"], "waiting")
    order = await show(made["id"])
    assert (order["status"], order["shipment_number"]) == ("cancelled", None)


async def test_what_a_stopped_parcel_had_told_is_over(app: FastAPI, place: Any, show: Any, act: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "packed")
    await tell_parcel(app, made["id"], "collected")
    await tell_stuck(app, made["id"])
    await act("hold", made["id"], reason="地址有误")
    await tell_withdrawn(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], order["tracking_state"], order["stuck_since"]) == ("reviewed", None, None)


async def test_a_parcel_of_other_goods_waits_until_somebody_has_seen_to_it(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    async def waiting() -> tuple[list[str], int]:
        listed = (await client.get("/v1/orders?attention=true&attention_reason=other_goods_left", headers=clerk)).json()["data"]
        counts = (await client.get("/v1/orders/counts", headers=clerk)).json()["data"]
        return [order["id"] for order in listed], {queue["queue"]: queue["count"] for queue in counts}["attention"]

    async def settle(headers: dict[str, str], *, note: str = "已通知店铺 13812345678，补发") -> httpx.Response:
        return await client.post(f"/v1/orders/{made['id']}/settle-other-goods", json={"note": note}, headers=other_key(headers))

    body = order_body()
    made = await place(body)
    await bring_to(app, made["id"], "packed")
    await place(newer(body, lines=[line_body(platform_line_no="9", sku="MUG")]), status=200)
    assert (await settle(clerk)).json()["code"] == "no_other_goods_left"
    for _ in range(2):
        await tell_shipped(app, made["id"])
    order = await show(made["id"])
    assert (order["status"], [one["code"] for one in order["attention"]]) == ("shipped", ["other_goods_left"])
    assert "settle_other_goods" in order["actions"]
    assert "explain" not in order["actions"]
    assert await sent(app, OrderShipped.subject) == []
    assert await waiting() == ([made["id"]], 1)
    # Neither the job that looks at doubts again nor what comes later makes it go away.
    async with new_uow(app) as uow:
        await recheck_attention(uow, after=None, limit=10)
        await uow.commit()
    await tell_parcel(app, made["id"], "delivered")
    await place(newer(body, minutes=5, state="finished"), status=200)
    assert ((await show(made["id"]))["status"], await waiting()) == ("completed", ([made["id"]], 1))
    assert (await settle(caller("orders.orders.read"))).status_code == 403
    assert (await settle(caller("orders.*", shops=[OTHER_SHOP]))).status_code == 404
    assert (await settle(clerk, note=" ")).status_code == 422
    assert (await settle(clerk)).json()["attention_reasons"] == []
    assert await waiting() == ([], 0)
    again = await settle(clerk)
    assert (again.status_code, again.json()["rule"]) == (409, "ORD-4")
    timeline = (await client.get(f"/v1/orders/{made['id']}/timeline?limit=100", headers=clerk)).json()["data"]
    told = [entry for entry in timeline if entry["what"] in ("needs_attention", "explained")]
    assert [entry["what"] for entry in told] == ["needs_attention", "explained"]
    assert (told[0]["facts"]["skus"], told[1]["facts"]["note"]) == (["TEE-W"], "已通知店铺 138****5678，补发")


async def test_a_parcel_of_goods_that_we_added_is_no_doubt(app: FastAPI, place: Any, show: Any) -> None:
    """All that the buyer bought was refunded, a gift leaves."""
    made, empty = await place(order_body()), await place(order_body())
    for one in (made, empty):
        await bring_to(app, one["id"], "packed")
    await run(app, "UPDATE order_line SET platform_line_no = '+1' WHERE order_id = :id", id=read_id("ord", made["id"]))
    await run(app, "UPDATE order_line SET refund = 'done' WHERE order_id = :id", id=read_id("ord", empty["id"]))
    await tell_shipped(app, made["id"])
    await tell_shipped(app, empty["id"])
    assert [(line["added_by_us"], line["gift"]) for line in (await show(made["id"]))["lines"]] == [(True, False)]
    assert (await show(made["id"]))["attention"] == []
    assert [one["code"] for one in (await show(empty["id"]))["attention"]] == ["other_goods_left"]


@pytest.mark.rule("ORD-5")
async def test_phones_in_a_carriers_words_are_not_kept(app: FastAPI, place: Any) -> None:
    made = await place(order_body())
    await bring_to(app, made["id"], "shipped")
    await tell_parcel(app, made["id"], "in_transit", text="派件中，电话 138-1234-5678")
    [entry] = await rows(app, "SELECT facts FROM timeline_entry WHERE what = 'parcel_moved'")
    assert entry["facts"]["text"] == "派件中，电话 138****5678"
