"""The platform's own rules: nothing lost, everything written down, lists and files, two languages, parts that fail alone."""

import threading
from datetime import UTC, datetime, timedelta
from string import ascii_lowercase
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.acceptance.world import Order, World


@pytest.mark.rule("SYS-1")
def test_an_accepted_order_survives_kill_9_and_takes_effect_once(world: World) -> None:
    shop, sku = world.shop(), world.sku(200)
    orders = [world.body(shop, sku=sku) for _ in range(60)]
    keys = [f'"{uuid4()}"' for _ in orders]

    def until_answered(order: Order, key: str) -> httpx.Response:
        """As a store platform does: the same request again until there is an answer."""
        for _ in range(200):
            try:
                answer = world.place(order, headers={"Idempotency-Key": key})
            except httpx.TransportError:
                continue
            if answer.status_code not in (409, 429, 500, 502, 503, 504):
                return answer
            threading.Event().wait(0.1)
        raise AssertionError("never answered")

    killer = threading.Timer(0.25, lambda: (world.house.kill("orders"), world.house.restart("orders")))
    killer.start()
    answers = world.at_once([lambda order=order, key=key: until_answered(order, key) for order, key in zip(orders, keys, strict=True)])
    killer.join()
    assert {answer.status_code for answer in answers} <= {200, 201}
    for order in orders:
        world.becomes(order["platform_order_no"], status="allocated")
    assert world.stock(sku) == (200, 60, 140)


@pytest.mark.rule("SYS-1")
def test_the_same_request_twice_has_one_effect_and_one_answer(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(5))
    key = {"Idempotency-Key": f'"{uuid4()}"'}
    first, second = world.place(order, headers=key), world.place(order, headers=key)
    assert (first.status_code, first.json()["id"]) == (second.status_code, second.json()["id"])
    other = world.place({**order, "seller_remark": "x"}, headers=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    missing = world.place(order, headers={"Idempotency-Key": ""})
    assert missing.status_code == 400


@pytest.mark.rule("SYS-2")
def test_every_change_is_written_down_with_who_when_what_and_why(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(5), buyer_remark="hello")
    world.place(order)
    order_id = world.order(order["platform_order_no"])["id"]
    clerk = world.person("orders.*")
    assert clerk.ask("POST", "/orders/v1/orders/cancel", json={"ids": [order_id], "reason": "sold out"}).status_code == 200
    entries = world.call("GET", f"/orders/v1/audit-entries?noun=order&noun_id={order_id}")["data"]
    last = entries[0]
    assert (last["actor_name"], last["reason"]) == (f"Person {clerk.login[2:]}", "sold out")
    assert last["before"] != last["after"]
    assert datetime.now(UTC) - datetime.fromisoformat(last["at"]) < timedelta(minutes=2)
    assert last["request_id"]


@pytest.mark.rule("SYS-3")
def test_a_list_filters_sorts_and_pages_while_orders_come_in(world: World) -> None:
    shop, sku = world.shop(), world.sku(100)
    placed = [world.body(shop, sku=sku) for _ in range(7)]
    world.call("POST", "/orders/v1/orders/batch", json={"orders": placed})
    seen: list[str] = []
    cursor = ""
    for turn in range(4):
        page = world.call("GET", f"/orders/v1/orders?shop_id={shop}&limit=2&sort=placed_at_desc{cursor}")
        seen += [row["platform_order_no"] for row in page["data"]]
        if turn == 0:
            world.place(world.body(shop, sku=sku, placed_at=datetime.now(UTC).isoformat()))
        if not page["has_more"]:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == {order["platform_order_no"] for order in placed}
    assert world.ask("GET", "/orders/v1/orders?cursor=nonsense").status_code == 422
    assert world.ask("GET", "/orders/v1/orders?limit=101").status_code == 422


@pytest.mark.rule("SYS-3")
def test_a_view_is_saved_for_the_person(world: World) -> None:
    clerk, other = world.person("orders.orders.read"), world.person("orders.orders.read")
    view = {"value": [{"name": "我的待审", "search": {"held": True}}]}
    assert clerk.ask("PUT", "/people/v1/me/preferences/views.orders", json=view).status_code in (200, 204)
    assert clerk.ask("GET", "/people/v1/me/preferences/views.orders").json()["value"] == view["value"]
    assert other.ask("GET", "/people/v1/me/preferences/views.orders").status_code == 404


@pytest.mark.rule("SYS-4")
def test_every_refusal_is_in_the_readers_language(world: World) -> None:
    shop = world.shop()
    cases: list[tuple[str, str, Any]] = [
        ("POST", "/orders/v1/orders", {"shop_id": shop}),
        ("GET", "/orders/v1/orders/ord_00000000000000000000000000000000", None),
        ("GET", "/warehouse/v1/shipments/SH-20200101-000000", None),
        ("GET", "/catalog/v1/skus?cursor=x", None),
        ("GET", "/channels/v1/shops/shp_00000000000000000000000000000000", None),
    ]
    for method, path, body in cases:
        zh, en = (world.ask(method, path, language=language, json=body).json() for language in ("zh-CN", "en-US"))
        assert zh["code"] == en["code"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in zh["detail"] + zh["title"]), zh
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in en["detail"] + en["title"]), en


@pytest.mark.rule("SYS-4")
def test_money_is_exact_to_the_cent(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    # 0.1 + 0.2 in binary floating point is not 0.3, and 4999.99 is not what it seems.
    for price in ("0.10", "0.30", "4999.99", "1.01"):
        order = world.body(shop, sku=sku, price=price, quantity=1)
        world.place(order)
        assert world.order(order["platform_order_no"])["paid"] == {"amount": price, "currency": "CNY"}


@pytest.mark.rule("SYS-5")
def test_orders_come_in_while_the_warehouse_is_down_and_it_catches_up(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    world.house.kill("warehouse")
    try:
        order = world.body(shop, sku=sku)
        assert world.place(order).status_code == 201
        down = world.ask("GET", "/warehouse/v1/stock")
        assert down.status_code == 503
        assert down.headers["content-type"].startswith("application/problem+json")
        assert int(down.headers["retry-after"]) >= 1
        assert world.ask("GET", "/orders/v1/orders?limit=1").status_code == 200
        assert world.ask("GET", "/catalog/v1/skus?limit=1").status_code == 200
    finally:
        world.house.restart("warehouse")
    world.becomes(order["platform_order_no"], status="allocated")


@pytest.mark.rule("SYS-5")
def test_work_goes_on_while_people_is_down(world: World) -> None:
    clerk = world.person("orders.*")
    assert clerk.ask("GET", "/orders/v1/orders?limit=1").status_code == 200
    world.house.kill("people")
    try:
        assert clerk.ask("GET", "/orders/v1/orders?limit=1").status_code == 200
        world.house.kill("orders")
        world.house.restart("orders")
        assert clerk.ask("GET", "/orders/v1/orders?limit=1").status_code == 200
    finally:
        world.house.restart("people")


@pytest.mark.rule("SYS-5")
def test_events_wait_while_the_broker_is_down(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    world.house.kill("nats")
    try:
        order = world.body(shop, sku=sku)
        assert world.place(order).status_code == 201
    finally:
        world.house.restart("nats")
    world.becomes(order["platform_order_no"], status="allocated")


def test_a_sign_out_holds_everywhere_at_once(world: World) -> None:
    clerk = world.person("*")
    paths = [
        "/orders/v1/orders?limit=1",
        "/warehouse/v1/stock?limit=1",
        "/catalog/v1/skus?limit=1",
        "/channels/v1/shops?limit=1",
        "/people/v1/me",
    ]
    assert {clerk.ask("GET", path).status_code for path in paths} == {200}
    world.call("POST", f"/people/v1/accounts/{clerk.account_id}/end-sessions")
    world.eventually(lambda: {clerk.ask("GET", path).status_code for path in paths} == {401}, what="signed out everywhere", seconds=5)


@pytest.mark.parametrize("encoding", ["identity", "gzip", "zstd"])
def test_the_version_of_a_compressed_answer_is_the_version_to_change(world: World, encoding: str) -> None:
    # The gateway compresses answers from 512 bytes on, and marks their ETag.
    person = world.person(*(f"orders.only_to_make_it_long_{letter}.read" for letter in ascii_lowercase))
    read = person.ask("GET", "/people/v1/me", headers={"Accept-Encoding": encoding})
    assert read.headers.get("Content-Encoding", "identity") == encoding
    changed = person.ask("PATCH", "/people/v1/me", json={"locale": "zh-CN"}, headers={"If-Match": read.headers["ETag"]})
    assert changed.status_code == 200, changed.text
    stale = person.ask("PATCH", "/people/v1/me", json={"locale": "en-US"}, headers={"If-Match": read.headers["ETag"]})
    assert stale.status_code == 412
