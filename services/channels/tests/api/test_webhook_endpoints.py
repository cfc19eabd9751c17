"""Webhooks out: signed, retried, replayed, stopped at 410, and never sent into our own network."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from standardwebhooks.webhooks import Webhook

from channels.clients.outside import Outside
from channels.jobs.send_webhooks import MOST_EACH
from channels.use_cases.forget_old import forget_old
from channels.use_cases.note_webhook_attempt import note_webhook_attempt
from chassis.ids import new_id
from chassis.testing import caller
from contracts.orders import OrdersAdvanced, OrdersPlaced, OrderStep, PlacedOrder
from services.channels.tests.fakes import EVERYTHING, Desk, FakeShop, eventually

TYPES = ["order.placed", "order.shipped", "order.cancelled"]


async def endpoint(desk: Desk, **more: object) -> dict[str, Any]:
    answer = await desk.post("/v1/webhook-endpoints", {"name": "ERP", "url": "http://127.0.0.1:9/hook", "event_types": TYPES, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def placed(shop_id: str, number: int = 1) -> OrdersPlaced:
    order = PlacedOrder(
        order_id=f"ord_{number:032x}", number=f"SO-{number}", shop_id=shop_id, platform_order_no=str(number), status="placed",
        hold_reasons=["buyer_remark"], attention_reasons=[],
    )  # fmt: skip
    return OrdersPlaced(orders=[order], placed_at=datetime.now(UTC))


async def deliveries(desk: Desk, endpoint_id: str, state: str | None = None, count: int = 1) -> list[dict[str, Any]]:
    async def look() -> list[dict[str, Any]]:
        query = f"?state={state}" if state else ""
        found = (await desk.get(f"/v1/webhook-endpoints/{endpoint_id}/deliveries{query}")).json()["data"]
        return found if len(found) >= count else []

    return await eventually(look)


async def test_what_was_asked_for_is_delivered_signed(desk: Desk, fake_shop: FakeShop) -> None:
    made = await endpoint(desk)
    await desk.hear(placed("shp_a"))
    step = OrderStep(order_id="ord_1", number="SO-1", shop_id="shp_a", platform_order_no="1", status="packed")
    await desk.hear(OrdersAdvanced(steps=[step, step.model_copy(update={"status": "cancelled"})], happened_at=datetime.now(UTC)))
    found = await deliveries(desk, made["id"], "delivered", 2)
    assert sorted(entry["type"] for entry in found) == ["order.cancelled", "order.placed"], "order.packed was not asked for"
    for request in fake_shop.requests:
        body = Webhook(made["secret"]).verify(request.content, dict(request.headers))
        assert body["data"]["shop_id"] == "shp_a"
    assert {request.headers["webhook-id"] for request in fake_shop.requests} == {entry["message_id"] for entry in found}


async def test_a_shipped_order_is_delivered_with_its_parcel(desk: Desk, fake_shop: FakeShop) -> None:
    made = await endpoint(desk)
    await desk.ship("shp_b", number="3")
    await deliveries(desk, made["id"], "delivered")
    body = json.loads(fake_shop.requests[0].content)
    assert (body["type"], body["data"]["tracking_number"], body["data"]["lines"][0]["quantity"]) == ("order.shipped", "SF3", 2)


async def test_only_events_of_ones_own_shops(desk: Desk, fake_shop: FakeShop) -> None:
    shop = await desk.register("jd")
    headers = caller(*EVERYTHING, shops=[shop["id"]])
    body = {"name": "Mine", "url": "http://127.0.0.1:9/hook", "event_types": TYPES}
    answer = await desk.post("/v1/webhook-endpoints", body, headers=headers)
    assert answer.status_code == 201
    other = await desk.register("jd")
    refused = await desk.post("/v1/webhook-endpoints", {**body, "shop_ids": [other["id"]]}, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "shops_beyond_scope")
    await desk.hear(placed(other["id"], 1))
    await desk.hear(placed(shop["id"], 2))
    (only,) = await deliveries(desk, answer.json()["id"], "delivered")
    assert only["shop_id"] == shop["id"]
    everyones = await endpoint(desk)
    assert (await desk.get(f"/v1/webhook-endpoints/{everyones['id']}", headers=headers)).status_code == 404


async def test_nothing_is_kept_while_nobody_listens(desk: Desk) -> None:
    await desk.hear(placed("shp_a"))
    await eventually(lambda: desk.sql("SELECT 1 FROM inbox"))
    made = await endpoint(desk)
    await desk.hear(placed("shp_a", 2))
    assert len(await deliveries(desk, made["id"], "delivered")) == 1
    assert len(await desk.sql("SELECT 1 FROM webhook_event")) == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (httpx.Response(500), "HTTP 500"),
        (httpx.Response(302, headers={"Location": "http://127.0.0.1:9/else"}), "HTTP 302"),
        (httpx.ConnectError("refused"), "ConnectError: refused"),
        (httpx.ReadTimeout("slow"), "ReadTimeout: slow"),
    ],
)
async def test_a_failure_is_tried_again_with_the_same_id(
    desk: Desk, fake_shop: FakeShop, answer: httpx.Response | Exception, error: str
) -> None:
    made = await endpoint(desk)
    fake_shop.script = [answer]
    await desk.hear(placed("shp_a"))
    (failed,) = await deliveries(desk, made["id"], "failed")
    assert (failed["last_error"], failed["attempts"]) == (error, 1)
    await desk.sql("UPDATE webhook_delivery SET next_try_at = now()")
    await deliveries(desk, made["id"], "delivered")
    assert len({request.headers["webhook-id"] for request in fake_shop.requests}) == 1
    assert len(fake_shop.requests) == 2


async def test_retry_after_is_honoured(desk: Desk, fake_shop: FakeShop) -> None:
    made = await endpoint(desk)
    fake_shop.script = [httpx.Response(429, headers={"Retry-After": "3600"})]
    await desk.hear(placed("shp_a"))
    (failed,) = await deliveries(desk, made["id"], "failed")
    wait = datetime.fromisoformat(failed["next_try_at"]) - datetime.now(UTC)
    assert wait > timedelta(minutes=55)


async def test_410_disables_and_a_person_enables_again(desk: Desk, fake_shop: FakeShop) -> None:
    made = await endpoint(desk)
    fake_shop.script = [httpx.Response(410)]
    await desk.hear(placed("shp_a"))
    await deliveries(desk, made["id"], "failed")
    path = f"/v1/webhook-endpoints/{made['id']}"
    seen = await desk.get(path)
    assert (seen.json()["active"], seen.json()["disabled_reason"]) == (False, "the receiver answered 410 Gone")
    (delivery,) = await deliveries(desk, made["id"])
    refused = await desk.post(f"{path}/deliveries/{delivery['id']}/replay")
    assert (refused.status_code, refused.json()["code"]) == (409, "webhook_endpoint_disabled")
    await desk.client.patch(path, json={"active": True}, headers={**caller(*EVERYTHING), "If-Match": seen.headers["etag"]})
    assert (await desk.post(f"{path}/deliveries/{delivery['id']}/replay")).status_code == 202
    await deliveries(desk, made["id"], "delivered")


async def test_what_happens_while_an_endpoint_is_off_waits_and_is_delivered_when_it_is_on_again(desk: Desk, fake_shop: FakeShop) -> None:
    made = await endpoint(desk)
    path = f"/v1/webhook-endpoints/{made['id']}"
    headers = {**caller(*EVERYTHING), "If-Match": '"1"'}
    assert (await desk.client.patch(path, json={"active": False}, headers=headers)).json()["active"] is False
    await desk.hear(placed("shp_a"))
    await desk.hear(placed("shp_a", 2))
    await deliveries(desk, made["id"], "waiting", 2)
    await asyncio.sleep(0.7)
    assert ((await desk.get(path)).json()["waiting"], fake_shop.requests) == (2, [])
    await desk.client.patch(path, json={"active": True}, headers={**caller(*EVERYTHING), "If-Match": '"2"'})
    await deliveries(desk, made["id"], "delivered", 2)
    assert len(fake_shop.requests) == 2


async def test_what_waits_longer_than_events_are_kept_is_forgotten(desk: Desk) -> None:
    made = await endpoint(desk)
    await desk.sql("UPDATE webhook_endpoint SET active = false")
    await desk.hear(placed("shp_a"))
    await desk.hear(placed("shp_a", 2))
    first, _ = await deliveries(desk, made["id"], "waiting", 2)
    await desk.sql("UPDATE webhook_event SET created_at = now() - interval '31 days' WHERE id = :id", id=UUID(first["message_id"][4:]))
    async with desk.context.new_system_uow("test") as uow:
        await forget_old(uow)
        await uow.commit()
    assert len(await deliveries(desk, made["id"])) == 1


async def test_a_slow_receiver_with_much_to_hear_keeps_no_other_waiting(desk: Desk, fake_shop: FakeShop) -> None:
    released = asyncio.Event()
    told: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/slow":
            await released.wait()
        told.append(request.url.path)
        return httpx.Response(200)

    desk.context.parts["outside"]._client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    slow = await endpoint(desk, url="http://127.0.0.1:9/slow", shop_ids=["shp_" + "1" * 32])
    quick = await endpoint(desk, url="http://127.0.0.1:9/quick", shop_ids=["shp_" + "2" * 32])
    many = placed("shp_" + "1" * 32)
    await desk.hear(many.model_copy(update={"orders": many.orders * 200}))
    await deliveries(desk, slow["id"], "sending")
    await desk.hear(placed("shp_" + "2" * 32, 2))
    await deliveries(desk, quick["id"], "delivered")
    assert told == ["/quick"]
    assert len(await desk.sql("SELECT 1 FROM webhook_delivery WHERE state = 'sending'")) == MOST_EACH
    released.set()
    await eventually(lambda: _all_told(told, 201))


async def _all_told(told: list[str], count: int) -> bool:
    return len(told) == count


async def test_a_410_of_an_endpoint_that_was_removed_meanwhile_is_no_error(desk: Desk) -> None:
    async with desk.context.new_system_uow("test") as uow:
        await note_webhook_attempt(uow, endpoint_id=new_id(), delivery_id=new_id(), status=410, error="", retry_after=None, pause_factor=1)
        await uow.commit()


async def test_during_a_rotation_both_secrets_sign(desk: Desk, fake_shop: FakeShop) -> None:
    made = await endpoint(desk)
    rotated = (await desk.post(f"/v1/webhook-endpoints/{made['id']}/rotate-secret")).json()
    assert rotated["secret"] != made["secret"]
    await desk.hear(placed("shp_a"))
    await deliveries(desk, made["id"], "delivered")
    request = fake_shop.requests[0]
    for secret in (made["secret"], rotated["secret"]):
        assert Webhook(secret).verify(request.content, dict(request.headers))
    await desk.sql("UPDATE webhook_endpoint SET old_secret_until = now() - interval '1 s'")
    await desk.hear(placed("shp_a", 2))
    await deliveries(desk, made["id"], "delivered", 2)
    assert " " not in fake_shop.requests[1].headers["webhook-signature"]


async def test_events_since_a_time_are_replayed_also_to_a_new_endpoint(desk: Desk, fake_shop: FakeShop) -> None:
    first = await endpoint(desk)
    for number in (1, 2):
        await desk.hear(placed("shp_a", number))
    await deliveries(desk, first["id"], "delivered", 2)
    late = await endpoint(desk, name="Late")
    since = {"since": (datetime.now(UTC) - timedelta(hours=1)).isoformat()}
    assert (await desk.post(f"/v1/webhook-endpoints/{late['id']}/replay", since)).json() == {"count": 2}
    await deliveries(desk, late["id"], "delivered", 2)
    assert len(fake_shop.requests) == 4
    assert len({request.headers["webhook-id"] for request in fake_shop.requests}) == 2


async def test_secrets_are_shown_once_and_kept_sealed(desk: Desk) -> None:
    made = await endpoint(desk)
    seen = await desk.get(f"/v1/webhook-endpoints/{made['id']}")
    rows = await desk.sql(
        "SELECT secret_sealed, (SELECT string_agg(coalesce(after::text, ''), '') FROM audit_entry) AS audit FROM webhook_endpoint"
    )
    kept = await desk.sql("SELECT encode(body, 'escape') AS body FROM idempotency_key")
    for text in (seen.text, rows[0].secret_sealed, rows[0].audit, *(row.body for row in kept)):
        assert made["secret"] not in text


async def test_an_endpoint_is_removed_with_the_version_that_was_read(desk: Desk) -> None:
    made = await endpoint(desk)
    path = f"/v1/webhook-endpoints/{made['id']}"
    assert (await desk.client.delete(path, headers=caller(*EVERYTHING))).status_code == 428
    assert (await desk.client.delete(path, headers={**caller(*EVERYTHING), "If-Match": '"1"'})).status_code == 204
    assert (await desk.get(path)).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/hook",
        "https://127.0.0.1/hook",
        "https://localhost/hook",
        "https://10.1.2.3/hook",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/hook",
        "https://[::ffff:127.0.0.1]/hook",
        "https://user:pass@example.com/hook",
        "https://0.0.0.0/",
        "https://0x7f000001/",
        "https://no-such-host.invalid/",
        "https://÷]3/",
        "https://host:99999/",
        "https://" + "a" * 70 + ".com/",
    ],
)
async def test_our_own_network_is_no_address(desk: Desk, url: str) -> None:
    desk.context.parts["outside"] = Outside(allow_private=False)
    answer = await desk.post("/v1/webhook-endpoints", {"name": "Spy", "url": url, "event_types": TYPES})
    assert (answer.status_code, answer.json()["code"]) == (422, "address_forbidden")
    assert await desk.sql("SELECT 1 FROM webhook_endpoint") == []
