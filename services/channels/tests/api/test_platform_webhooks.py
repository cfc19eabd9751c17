import asyncio
import json
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from channels.consumers.orders import on_customer_erased
from channels.domain.draft import ShopTerms
from channels.domain.platforms.reading import Reading
from channels.domain.platforms.registry import ADAPTERS
from channels.domain.signatures import webhook_base64
from chassis.testing import caller
from contracts.orders import CustomerErased, ErasedPlatformOrder
from services.channels.tests.domain.test_western_platforms import shop_order, woo_order
from services.channels.tests.fakes import EVERYTHING, WEBHOOK_SECRET, Desk, eventually


async def push(
    desk: Desk,
    shop_id: str,
    body: bytes,
    *,
    delivery: str = "d-1",
    secret: str = WEBHOOK_SECRET,
    topic: str = "orders/create",
    **headers: str,
) -> httpx.Response:
    signed = {
        "X-Shopify-Hmac-SHA256": webhook_base64(body, secret),
        "X-Shopify-Webhook-Id": delivery,
        "X-Shopify-Topic": topic,
        "Content-Type": "application/json",
    }
    return await desk.client.post(f"/v1/webhooks/shopify/{shop_id}", content=body, headers={**signed, **headers})


async def placed(desk: Desk, count: int = 1) -> list[dict[str, Any]]:
    async def look() -> list[dict[str, Any]]:
        orders = [order for envelope in await desk.outbox("orders.order.place.v1") for order in envelope["orders"]]
        return orders if len(orders) >= count else []

    return await eventually(look)


async def test_a_signed_order_is_kept_answered_understood_and_sent_on_sealed(desk: Desk) -> None:
    shop = await desk.register("shopify")
    started = time.perf_counter()
    answer = await push(desk, shop["id"], shop_order().encode())
    assert (answer.status_code, answer.json()) == (200, {"received": True, "duplicate": False})
    assert time.perf_counter() - started < 1
    (order,) = await placed(desk)
    assert (order["shop_id"], order["platform_order_no"], order["state"]) == (shop["id"], "450789469", "ready")
    assert desk.context.sealer.open(order["receiver_sealed"])["name"] == "Bob"
    (row,) = await desk.sql("SELECT payload_sealed, state FROM inbound_message")
    assert row.state == "processed"
    assert "Louisville" not in row.payload_sealed


async def test_the_same_delivery_and_the_same_news_under_another_number_count_once(desk: Desk) -> None:
    shop = await desk.register("shopify")
    body = shop_order().encode()
    answers = await asyncio.gather(*(push(desk, shop["id"], body) for _ in range(8)))
    assert {answer.status_code for answer in answers} == {200}
    assert sum(not answer.json()["duplicate"] for answer in answers) == 1
    assert (await push(desk, shop["id"], body, delivery="another")).json()["duplicate"] is True
    newer = shop_order(updated_at="2026-01-11T00:00:00Z").encode()
    assert (await push(desk, shop["id"], newer, delivery="d-2", topic="orders/updated")).json()["duplicate"] is False
    assert len(await placed(desk, 2)) == 2


async def test_other_news_under_a_delivery_id_that_was_seen_is_not_lost(desk: Desk) -> None:
    """The id is a header that nobody signs: a shop, or something before it, may send the same one for everything."""
    shop = await desk.register("shopify")
    first, second = shop_order().encode(), shop_order(id=450789470, admin_graphql_api_id="gid://shopify/Order/450789470").encode()
    answers = [await push(desk, shop["id"], body) for body in (first, second, second)]
    assert [answer.json()["duplicate"] for answer in answers] == [False, False, True]
    assert [order["platform_order_no"] for order in await placed(desk, 2)] == ["450789469", "450789470"]


async def test_a_message_that_surprises_its_adapter_keeps_no_other_waiting_and_tells_no_secret(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = await desk.register("shopify")
    read = ADAPTERS["shopify"]

    def surprised(payload: bytes | str, terms: ShopTerms, topic: str) -> Reading:
        if topic == "surprise":
            raise AttributeError("Bob of Louisville")
        return read(payload, terms, topic)

    monkeypatch.setitem(ADAPTERS, "shopify", surprised)
    await push(desk, shop["id"], shop_order(id=1).encode(), topic="surprise", delivery="d-0")
    await push(desk, shop["id"], shop_order().encode())
    assert [order["platform_order_no"] for order in await placed(desk)] == ["450789469"]
    (waiting,) = await eventually(lambda: _settled(desk, "waiting"))
    assert waiting["error"] == "AttributeError"


async def test_a_wrong_signature_an_unknown_shop_and_another_platforms_shop_look_alike(desk: Desk) -> None:
    shop, other = await desk.register("shopify"), await desk.register("woocommerce")
    body = shop_order().encode()
    refused = [
        await push(desk, shop["id"], body, secret="guess"),
        await push(desk, other["id"], body),
        await push(desk, "shp_" + "0" * 32, body),
        await push(desk, shop["id"], body + b" ", **{"X-Shopify-Hmac-SHA256": webhook_base64(body, WEBHOOK_SECRET)}),
        await desk.client.post(f"/v1/webhooks/shopify/{shop['id']}", content=body),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in refused] == [(401, "signature_wrong")] * 5
    assert await desk.sql("SELECT 1 FROM inbound_message") == []


async def test_a_webhook_that_was_triggered_long_ago_is_a_replay(desk: Desk) -> None:
    shop = await desk.register("shopify")
    body = shop_order().encode()
    old = (datetime.now(UTC) - timedelta(hours=25)).isoformat()
    assert (await push(desk, shop["id"], body, **{"X-Shopify-Triggered-At": old})).json()["code"] == "webhook_stale"
    assert (await push(desk, shop["id"], body, **{"X-Shopify-Triggered-At": "soon"})).json()["code"] == "webhook_stale"
    recent = (datetime.now(UTC) - timedelta(hours=4)).isoformat()
    assert (await push(desk, shop["id"], body, **{"X-Shopify-Triggered-At": recent})).status_code == 200


async def test_what_is_no_order_is_kept_with_its_reason_and_can_be_processed_again(desk: Desk) -> None:
    shop = await desk.register("shopify")
    await push(desk, shop["id"], b'{"id": 1, "title": "a product"}', topic="products/update")
    (message,) = await eventually(lambda: _settled(desk, "refused"))
    assert message["results"][0]["reasons"] == ["not_an_order"]
    again = await desk.post(f"/v1/inbound-messages/{message['id']}/reprocess")
    assert (again.status_code, again.json()["state"]) == (202, "waiting")
    assert await eventually(lambda: _settled(desk, "refused"))


async def _settled(desk: Desk, state: str) -> list[dict[str, Any]]:
    return (await desk.get(f"/v1/inbound-messages?state={state}")).json()["data"]


async def test_woocommerce_pings_first_and_signs_then(desk: Desk) -> None:
    shop = await desk.register("woocommerce")
    path = f"/v1/webhooks/woocommerce/{shop['id']}"
    ping = await desk.client.post(path, content=b"webhook_id=12", headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert ping.status_code == 200
    assert await desk.sql("SELECT 1 FROM inbound_message") == []
    body = woo_order().encode()
    headers = {
        "X-WC-Webhook-Signature": webhook_base64(body, WEBHOOK_SECRET),
        "X-WC-Webhook-Delivery-ID": "7",
        "X-WC-Webhook-Topic": "order.created",
    }
    assert (await desk.client.post(path, content=body, headers=headers)).json() == {"received": True, "duplicate": False}
    assert (await placed(desk))[0]["platform_order_no"] == "727"


async def test_a_body_that_is_too_large_is_refused(desk: Desk) -> None:
    shop = await desk.register("shopify")
    assert (await push(desk, shop["id"], b"x" * (2 * 1024 * 1024 + 1))).status_code == 413


async def test_a_payload_that_was_removed_on_schedule_cannot_be_processed_again(desk: Desk) -> None:
    shop = await desk.register("shopify")
    await push(desk, shop["id"], shop_order().encode())
    (message,) = await eventually(lambda: _settled(desk, "processed"))
    await desk.sql("UPDATE inbound_message SET payload_sealed = NULL")
    answer = await desk.post(f"/v1/inbound-messages/{message['id']}/reprocess")
    assert (answer.status_code, answer.json()["code"]) == (409, "payload_gone")
    assert (await desk.get(f"/v1/inbound-messages/{message['id']}")).json()["has_payload"] is False
    await desk.sql("UPDATE inbound_message SET state = 'waiting', next_try_at = now()")
    (gone,) = await eventually(lambda: _settled(desk, "refused"))
    assert gone["results"][0]["reasons"] == ["payload_gone"]


async def test_a_clients_platform_json_is_sent_on_at_once_with_a_result_for_each_part(desk: Desk) -> None:
    shop = await desk.register("taobao")
    trades = [
        {"tid": 1, "status": "WAIT_SELLER_SEND_GOODS", "payment": "9", "orders": {"order": [{"oid": 1, "num": 1, "outer_sku_id": "A"}]}},
        "junk",
    ]
    page = {"trades_sold_get_response": {"trades": {"trade": trades}}}
    headers = caller(*EVERYTHING)
    path = f"/v1/shops/{shop['id']}/platform-orders"
    answer = await desk.post(path, page, headers=headers)
    assert answer.status_code == 202, answer.text
    results = answer.json()["results"]
    assert [(r["platform_order_no"], r["outcome"]) for r in results] == [("1", "sent"), ("", "refused")]
    assert results[1]["reasons"] == ["not_an_order"]
    assert (await desk.post(path, page, headers=headers)).json() == answer.json(), "the same key has the same answer"
    again = await desk.post(path, page)
    assert (again.status_code, again.json()["id"]) == (202, answer.json()["id"]), "the same payload is kept once"
    assert len(await placed(desk)) == 1


async def test_what_was_dead_is_understood_in_its_place_when_it_is_sent_again(desk: Desk) -> None:
    shop = await desk.register("taobao")
    headers, path = caller(*EVERYTHING), f"/v1/shops/{shop['id']}/platform-orders"
    page = {"trade": {"tid": 1, "status": "WAIT_SELLER_SEND_GOODS", "payment": "9"}}
    first = (await desk.post(path, page, headers=headers)).json()
    await desk.sql("UPDATE inbound_message SET state = 'dead', payload_sealed = NULL")
    again = (await desk.post(path, page)).json()
    assert (again["id"], again["state"], again["has_payload"]) == (first["id"], "processed", True)
    # Keys are forgotten after three days; the same one for other orders is then no clash.
    await desk.sql("DELETE FROM idempotency_key")
    other = await desk.post(path, {"trade": {**page["trade"], "tid": 2}}, headers=headers)
    assert (other.status_code, other.json()["id"] == first["id"]) == (202, False)


async def test_json_without_any_order_is_refused_with_its_reasons(desk: Desk) -> None:
    shop = await desk.register("pinduoduo")
    path = f"/v1/shops/{shop['id']}/platform-orders"
    refund = {
        "refund_increment_get_response": {
            "refund_list": [{"id": 1, "order_sn": "", "after_sales_type": 1, "tracking_number": "", "refund_amount": "2"}]
        }
    }
    answer = await desk.post(path, refund)
    assert (answer.status_code, answer.json()["code"]) == (422, "nothing_readable")
    assert answer.json()["errors"][0]["code"] == "refund_document"
    broken = await desk.client.post(path, content=b"{", headers=caller(*EVERYTHING))
    assert broken.json()["errors"][0]["code"] == "not_json"
    assert await desk.sql("SELECT 1 FROM inbound_message") == []


async def test_a_shop_without_adapter_a_paused_one_and_an_unseen_one_are_refused(desk: Desk) -> None:
    mall, jd = await desk.register("mall"), await desk.register("jd")
    assert (await desk.post(f"/v1/shops/{mall['id']}/platform-orders", {})).json()["code"] == "platform_has_no_adapter"
    await desk.client.patch(f"/v1/shops/{jd['id']}", json={"active": False}, headers={**caller(*EVERYTHING), "If-Match": '"1"'})
    assert (await desk.post(f"/v1/shops/{jd['id']}/platform-orders", {})).json()["code"] == "shop_paused"
    unseen = await desk.post(f"/v1/shops/{jd['id']}/platform-orders", {}, headers=caller("channels.*", shops=[]))
    assert unseen.status_code == 404


async def test_a_message_that_cannot_be_opened_waits_longer_each_time_and_is_dead_in_the_end(desk: Desk) -> None:
    shop = await desk.register("shopify")
    await push(desk, shop["id"], shop_order().encode())
    await eventually(lambda: _settled(desk, "processed"))
    await desk.sql("UPDATE inbound_message SET payload_sealed = 'v1.AAAA', state = 'waiting', attempts = 5, next_try_at = now()")
    (message,) = await eventually(lambda: _settled(desk, "dead"))
    assert message["attempts"] == 6
    assert (await desk.get("/v1/shops/health")).json()["data"][0]["inbound_dead"] == 1
    assert json.dumps(message).count("SealBroken") == 1


@pytest.mark.rule("CARE-1")
async def test_a_buyers_request_goes_on_to_orders_with_its_shop(desk: Desk) -> None:
    shop = await desk.register("taobao")
    told = {
        "refund_id": "9001",
        "tid": "8001",
        "oid": "7001",
        "refund_fee": "20.00",
        "status": "WAIT_SELLER_AGREE",
        "modified": "2026-11-20 10:00:00",
    }
    answer = await desk.post(f"/v1/shops/{shop['id']}/platform-orders", {"refund_get_response": {"refund": told}})
    assert answer.status_code == 202, answer.text
    [result] = answer.json()["results"]
    assert (answer.json()["state"], result["platform_order_no"], result["outcome"], result["state"]) == (
        "processed",
        "8001",
        "sent",
        "refund_asked",
    )
    [message] = await eventually(lambda: desk.outbox("orders.platform_refunds.take.v1"))
    [refund] = message["refunds"]
    assert (refund["shop_id"], refund["platform_refund_no"], refund["amount"], refund["currency"]) == (shop["id"], "9001", "20.00", "CNY")


@pytest.mark.rule("ORD-5")
async def test_payloads_of_an_erased_customers_orders_go_and_what_became_of_them_stays(desk: Desk) -> None:
    shop = await desk.register("shopify")
    await push(desk, shop["id"], shop_order().encode())
    await push(desk, shop["id"], shop_order(id=777, admin_graphql_api_id="gid://shopify/Order/777").encode(), delivery="d-2")
    await placed(desk, 2)
    erased = CustomerErased(
        erasure_id="era_1", customer_id="cus_1", ground="buyer", orders=[], shops=[shop["id"]],
        platform_orders=[ErasedPlatformOrder(shop_id=shop["id"], platform_order_no="450789469")], by="赵六", by_id="acc_1",
        erased_at=datetime.now(UTC),
    )  # fmt: skip
    for _ in range(2):
        async with desk.context.new_system_uow("test") as uow:
            await on_customer_erased(uow, erased)
            await uow.commit()
    rows = await desk.sql("SELECT id, results, payload_sealed IS NULL AS gone FROM inbound_message ORDER BY received_at")
    assert [(row.results[0]["platform_order_no"], row.gone) for row in rows] == [("450789469", True), ("777", False)]
    assert len(await desk.sql("SELECT 1 FROM audit_entry WHERE action = 'inbound_message.payload_erased'")) == 1
    refused = await desk.post(f"/v1/inbound-messages/inb_{rows[0].id.hex}/reprocess")
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (409, "payload_gone", "ORD-5")
