"""The order page, actions in bulk, counts, exports and figures (rules ORD-2, ORD-5, SYS-2, SYS-3)."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from export_making import exported
from fastapi import FastAPI
from order_making import (
    OTHER_SHOP,
    SHOP,
    START,
    bring_to,
    newer,
    order_body,
    other_key,
    reserved,
    rows,
    sent,
    tell_reserved,
)

from chassis.testing import caller

SYS3 = pytest.mark.rule("SYS-3")


async def test_an_order_page_has_all_and_an_etag(desk: Any, client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    answer = await client.get(f"/v1/orders/{desk['remark']['id']}", headers=clerk)
    order = answer.json()
    assert order["receiver"] == {
        "name": "张**",
        "phone": "139****1111",
        "country": "CN",
        "province": "浙江省",
        "city": "杭州市",
        "district": "西湖区",
    }
    assert order["holds"] == [
        {"code": "buyer_remark", "stage": "service", "text_zh": "买家有留言，请先阅读", "text_en": "The buyer left a remark: read it first"}
    ]
    assert order["paid"] == {"amount": "100.00", "currency": "CNY"}
    assert order["actions"] == ["release", "hold", "cancel", "split", "readdress", "change_items", "change_price", "reveal_receiver"]
    assert order["lines"][0]["sku_name_en"] == "TEE-W goods"
    again = await client.get(f"/v1/orders/{desk['remark']['id']}", headers=clerk | {"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_actions_shown_follow_the_permissions(desk: Any, client: httpx.AsyncClient) -> None:
    reader = caller("orders.orders.read")
    assert (await client.get(f"/v1/orders/{desk['remark']['id']}", headers=reader)).json()["actions"] == []


@pytest.mark.rule("ORD-5")
async def test_a_receiver_is_revealed_with_a_reason_that_is_logged(app: FastAPI, desk: Any, client: httpx.AsyncClient, clerk: Any) -> None:
    path = f"/v1/orders/{desk['clear']['id']}/reveal-receiver"
    assert (await client.post(path, json={"reason": "看"}, headers=caller("orders.orders.read"))).status_code == 403
    assert (await client.post(path, json={"reason": "  "}, headers=other_key(clerk))).status_code == 422
    seen = await client.post(path, json={"reason": "买家来电改地址"}, headers=clerk)
    assert seen.json()["phone"] == "13812345678"
    entries = await rows(app, "SELECT reason, noun_id, actor_id, after FROM audit_entry WHERE action = 'order.receiver_revealed'")
    assert entries == [{"reason": "买家来电改地址", "noun_id": desk["clear"]["id"], "actor_id": "acc_test", "after": None}]
    timeline = (await client.get(f"/v1/orders/{desk['clear']['id']}/timeline", headers=clerk)).json()["data"]
    assert timeline[-1]["what"] == "receiver_revealed"


@pytest.mark.rule("ORD-2")
async def test_one_refusal_does_not_spoil_a_bulk_action(desk: Any, client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    ids = [desk[name]["id"] for name in ("remark", "unpaid", "clear", "cancelled")] + ["ord_" + "0" * 32]
    answer = await client.post("/v1/orders/release", json={"ids": ids, "note": "ok"}, headers=clerk)
    body = answer.json()
    assert (body["done"], body["refused"]) == (1, 4)
    assert [result["refusal"] and result["refusal"]["code"] for result in body["results"]] == [
        None, "hold_not_ours", "nothing_to_release", "order_not_open", "order_not_found",
    ]  # fmt: skip
    held = await client.post("/v1/orders/hold", json={"ids": ids, "reason": "盘点"}, headers=other_key(clerk))
    assert held.json()["done"] == 3
    too_many = await client.post("/v1/orders/hold", json={"ids": ids * 101, "reason": "盘点"}, headers=other_key(clerk))
    assert too_many.status_code == 422


@pytest.mark.rule("SYS-2")
async def test_actions_are_audited_with_before_after_and_why(app: FastAPI, desk: Any, act: Any) -> None:
    await act("release", desk["remark"]["id"], note="已电话")
    [entry] = await rows(app, "SELECT before, after, reason FROM audit_entry WHERE action = 'order.released'")
    assert (entry["before"]["hold_reasons"], entry["after"]["hold_reasons"], entry["reason"]) == (["buyer_remark"], [], "已电话")


@SYS3
async def test_counts_of_the_work_queues(desk: Any, client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    counts = {queue["queue"]: queue["count"] for queue in (await client.get("/v1/orders/counts", headers=clerk)).json()["data"]}
    assert counts == {
        "to_review": 2, "attention": 1, "short": 1, "stuck": 0, "overdue": 6, "due_today": 0, "placed": 3, "reviewed": 3, "allocated": 1, "picked": 0, "packed": 0,
        "to_ship": 1, "shipped": 0,
    }  # fmt: skip


@pytest.mark.rule("ORD-5")
async def test_phones_in_remarks_are_shown_on_the_order_page_only(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, act: Any
) -> None:
    remarks = {"buyer_remark": "换号了 13987654321", "seller_remark": "打 139-8765-4321"}
    made = await place(order_body(**remarks))
    shown = (await client.get(f"/v1/orders/{made['id']}", headers=clerk)).json()
    assert {name: shown[name] for name in remarks} == remarks
    [row] = (await client.get("/v1/orders", headers=clerk)).json()["data"]
    assert (row["buyer_remark"], row["seller_remark"]) == ("换号了 139****4321", "打 139****4321")
    columns = {"columns": ["buyer_remark", "seller_remark"], "reason": "核对备注"}
    [cells, _] = (await exported(app, client, clerk, "orders", **columns))[1:]
    assert cells[:2] == ["换号了 139****4321", "打 139****4321"]
    await tell_reserved(app, reserved(made["id"]))
    await act("release", made["id"])
    other = await place(order_body(seller_remark=remarks["seller_remark"]))
    await tell_reserved(app, reserved(other["id"]))
    notes = [envelope["shipments"][0]["note"] for envelope in await sent(app, "warehouse.shipment.request.v1")]
    assert notes == ["打 139****4321"] * 2


async def test_figures_of_today_and_of_days(app: FastAPI, desk: Any, client: httpx.AsyncClient, clerk: dict[str, str], act: Any) -> None:
    app.state.context.clock.now = lambda: START + timedelta(hours=9)
    today = (await client.get("/v1/figures/today", headers=clerk)).json()
    # 04:00 to 11:00 UTC are 12 to 19 o'clock in Shanghai; the cancelled one does not count.
    assert (today["on"], today["orders"], today["sales"], today["waiting"]) == (
        "2026-11-20",
        7,
        [{"amount": "700.00", "currency": "CNY"}],
        7,
    )
    assert {hour["hour"]: hour["orders"] for hour in today["by_hour"] if hour["orders"]} == {
        12: 1,
        13: 1,
        14: 1,
        15: 1,
        16: 1,
        17: 1,
        19: 1,
    }
    assert [(shop["shop_id"], shop["orders"]) for shop in today["by_shop"]] == [(SHOP, 6), (OTHER_SHOP, 1)]
    await act("cancel", desk["clear"]["id"], reason="不要了")
    await bring_to(app, desk["other_shop"]["id"], "shipped")
    days = (await client.get("/v1/figures/daily?days=2", headers=clerk)).json()["data"]
    assert [(day["on"], day["orders"], day["shipped"]) for day in days] == [("2026-11-19", 0, 0), ("2026-11-20", 6, 1)]


async def test_figures_equal_a_recount_before_and_after_they_are_added_up(app: FastAPI, desk: Any, place: Any) -> None:
    from orders.jobs.tally import add_up

    recount = "SELECT 'status:' || status AS fact, count(*) AS orders, sum(paid_amount) AS amount FROM sales_order GROUP BY 1 ORDER BY 1"
    kept = """
        SELECT fact, sum(orders) AS orders, sum(amount) AS amount
        FROM (SELECT fact, orders, amount FROM order_tally UNION ALL SELECT fact, orders, amount FROM order_tally_delta) t
        WHERE fact LIKE 'status:%' GROUP BY 1 HAVING sum(orders) <> 0 ORDER BY 1
    """
    assert await rows(app, kept) == await rows(app, recount)
    await add_up(app.state.context)
    assert await rows(app, "SELECT 1 FROM order_tally_delta") == []
    assert await rows(app, kept) == await rows(app, recount)
    await place(newer(order_body(platform_order_no="clear"), paid_amount={"amount": "88.00", "currency": "CNY"}), status=200)
    await add_up(app.state.context)
    assert await rows(app, kept) == await rows(app, recount)
