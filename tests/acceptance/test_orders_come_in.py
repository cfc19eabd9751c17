"""Orders come in from many shops by many ways, and each exists once (rules ORD-1, SYS-1)."""

import base64
import csv
import hashlib
import hmac
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.world import Order, World


def taobao_page(tid: str, sku: str, *, status: str = "WAIT_SELLER_SEND_GOODS", modified: str = "2026-11-20 12:10:00") -> dict[str, Any]:
    line = {
        "oid": f"{tid}1",
        "outer_sku_id": sku,
        "title": "杯",
        "num": 1,
        "price": "99.00",
        "payment": "99.00",
        "refund_status": "NO_REFUND",
    }
    trade = {
        "tid": tid,
        "status": status,
        "receiver_name": "张三",
        "receiver_mobile": "13800138000",
        "receiver_state": "浙江省",
        "receiver_city": "杭州市",
        "receiver_district": "余杭区",
        "receiver_address": "文一西路 1 号",
        "payment": "99.00",
        "total_fee": "99.00",
        "post_fee": "0.00",
        "created": "2026-11-20 12:00:00",
        "pay_time": "2026-11-20 12:05:00",
        "modified": modified,
        "orders": {"order": [line]},
    }
    return {"trades_sold_get_response": {"total_results": 1, "has_next": False, "trades": {"trade": [trade]}}}


def shopify_order(number: int, sku: str, *, updated_at: str) -> dict[str, Any]:
    amount = {"shop_money": {"amount": "99.00", "currency_code": "CNY"}, "presentment_money": {"amount": "99.00", "currency_code": "CNY"}}
    address = {
        "name": "Li Lei",
        "phone": "13800138000",
        "country_code": "CN",
        "province": "浙江省",
        "city": "杭州市",
        "address1": "余杭区文一西路 1 号",
        "zip": "310000",
    }
    line = {
        "id": number * 10 + 1,
        "sku": sku,
        "title": "Cup",
        "quantity": 1,
        "current_quantity": 1,
        "price": "99.00",
        "price_set": amount,
        "total_discount": "0.00",
    }
    return {
        "id": number,
        "admin_graphql_api_id": f"gid://shopify/Order/{number}",
        "name": f"#{number}",
        "created_at": "2026-11-20T12:00:00+08:00",
        "processed_at": "2026-11-20T12:00:00+08:00",
        "updated_at": updated_at,
        "currency": "CNY",
        "financial_status": "paid",
        "fulfillment_status": None,
        "total_price": "99.00",
        "current_total_price": "99.00",
        "subtotal_price": "99.00",
        "total_line_items_price": "99.00",
        "total_discounts": "0.00",
        "total_price_set": amount,
        "shipping_address": address,
        "line_items": [line],
        "refunds": [],
    }


def signed(payload: bytes, *, delivery: str, secret: str = "hush-hush-hush") -> dict[str, str]:
    mac = hmac.new(secret.encode(), payload, hashlib.sha256).digest()
    return {
        "X-Shopify-Hmac-SHA256": base64.b64encode(mac).decode(),
        "X-Shopify-Topic": "orders/create",
        "X-Shopify-Webhook-Id": delivery,
        "X-Shopify-Event-Id": delivery,
        "X-Shopify-Triggered-At": datetime.now(UTC).isoformat(),
        "Content-Type": "application/json",
    }


@pytest.mark.rule("ORD-1")
def test_one_order_sent_in_every_way_exists_once(world: World) -> None:
    shop, sku = world.shop(), world.sku(100)
    order = world.body(shop, sku=sku)
    first = world.place(order)
    assert (first.status_code, first.json()["outcome"]) == (201, "made")
    again = world.place(order)
    assert (again.status_code, again.json()["outcome"]) == (200, "unchanged")
    batch = world.call("POST", "/orders/v1/orders/batch", json={"orders": [order, order, world.body(shop, sku=sku)]})
    assert [result["outcome"] for result in batch["results"]] == ["unchanged", "unchanged", "made"]
    assert len(world.find(order["platform_order_no"])) == 1


@pytest.mark.rule("ORD-1")
def test_fifty_at_once_make_one_order(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(10))
    answers = world.at_once([lambda: world.place(order)] * 50)
    assert sorted({answer.status_code for answer in answers}) == [200, 201]
    assert [answer.status_code for answer in answers].count(201) == 1
    assert len(world.find(order["platform_order_no"])) == 1
    world.becomes(order["platform_order_no"], status="allocated")
    assert world.stock(order["lines"][0]["sku"]) == (10, 1, 9)


@pytest.mark.rule("ORD-1")
def test_a_batch_of_five_hundred_takes_the_good_and_names_the_bad(world: World) -> None:
    shop, sku = world.shop(), world.sku(1000)
    orders: list[Order] = [world.body(shop, sku=sku) for _ in range(500)]
    orders[7] = {**orders[7], "state": "sold"}
    orders[11] = {**orders[11], "lines": []}
    results = world.call("POST", "/orders/v1/orders/batch", json={"orders": orders})["results"]
    assert [place for place, result in enumerate(results) if result["outcome"] == "refused"] == [7, 11]
    assert results[7]["errors"][0]["pointer"].endswith("/state")
    assert sum(result["outcome"] == "made" for result in results) == 498
    too_many = world.ask("POST", "/orders/v1/orders/batch", json={"orders": [orders[0]] * 501})
    assert too_many.status_code == 422


@pytest.mark.rule("ORD-1")
def test_a_newer_version_updates_and_an_older_never_overwrites(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    now = datetime.now(UTC)
    order = world.body(shop, sku=sku, modified_at=now.isoformat())
    world.place(order)
    newer = {**order, "modified_at": (now + timedelta(seconds=5)).isoformat(), "seller_remark": "gift wrap"}
    assert world.place(newer).json()["outcome"] == "updated"
    older = {**order, "modified_at": (now - timedelta(hours=1)).isoformat(), "seller_remark": "old"}
    assert world.place(older).json()["outcome"] == "stale"
    assert world.order(order["platform_order_no"])["seller_remark"] == "gift wrap"


@pytest.mark.rule("ORD-1")
def test_masked_fields_never_overwrite_fuller_ones(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    order = world.body(shop, sku=sku)
    world.place(order)
    masked = {**order["receiver"], "name": "王**", "phone": "138****0000", "street": "文一西路***"}
    later = (datetime.now(UTC) + timedelta(seconds=5)).isoformat()
    world.place({**order, "modified_at": later, "receiver": masked})
    order_id = world.order(order["platform_order_no"])["id"]
    full = world.call("POST", f"/orders/v1/orders/{order_id}/reveal-receiver", json={"reason": "address check"})
    assert (full["name"], full["phone"], full["street"]) == tuple(order["receiver"][name] for name in ("name", "phone", "street"))


@pytest.mark.rule("ORD-1")
def test_platform_json_becomes_an_order_and_the_same_page_twice_does_not_double_it(world: World) -> None:
    shop, sku = world.shop("taobao"), world.sku(10)
    tid = f"8403{uuid4().int % 10**14:014d}"
    for _ in range(2):
        world.call("POST", f"/channels/v1/shops/{shop}/platform-orders", json=taobao_page(tid, sku))
    seen = world.becomes(tid, status="allocated")
    assert (seen["paid"], seen["platform_status"]) == ({"amount": "99.00", "currency": "CNY"}, "WAIT_SELLER_SEND_GOODS")
    assert len(world.find(tid)) == 1


@pytest.mark.rule("ORD-1")
def test_an_unknown_platform_state_is_held_and_never_shipped(world: World) -> None:
    shop, sku = world.shop("taobao"), world.sku(10)
    tid = f"8404{uuid4().int % 10**14:014d}"
    world.call("POST", f"/channels/v1/shops/{shop}/platform-orders", json=taobao_page(tid, sku, status="WAIT_FOR_THE_MOON"))
    world.eventually(lambda: bool(world.find(tid)), what="the order is there")
    assert [hold["code"] for hold in world.order(tid)["holds"]] == ["unknown_state"]
    assert world.call("GET", f"/warehouse/v1/shipments?q={world.order(tid)['number']}")["data"] == []


@pytest.mark.rule("ORD-1", "SYS-1")
def test_a_signed_webhook_is_taken_once_and_a_forged_one_never(world: World) -> None:
    shop, sku = world.shop("shopify"), world.sku(10)
    number = uuid4().int % 10**12
    payload = json.dumps(shopify_order(number, sku, updated_at="2026-11-20T12:00:00+08:00")).encode()
    path = f"/channels/v1/webhooks/shopify/{shop}"
    forged = world.ask("POST", path, content=payload, headers=signed(payload, delivery=uuid4().hex, secret="guessed"), token="")
    assert forged.status_code in (401, 403)
    changed = world.ask("POST", path, content=payload.replace(b"99.00", b"0.01"), headers=signed(payload, delivery=uuid4().hex), token="")
    assert changed.status_code in (401, 403)
    delivery = uuid4().hex
    for _ in range(3):
        assert world.ask("POST", path, content=payload, headers=signed(payload, delivery=delivery), token="").status_code == 200
    world.becomes(str(number), status="allocated")
    assert len(world.find(str(number))) == 1
    assert world.order(str(number))["paid"] == {"amount": "99.00", "currency": "CNY"}


@pytest.mark.rule("ORD-1", "SYS-3")
def test_a_file_is_checked_first_and_every_bad_row_is_named_at_once(world: World) -> None:
    """The template, filled in as a Chinese office does it: GBK, one row a line."""
    shop, sku = world.shop(), world.sku(50)
    template = world.ask("GET", "/channels/v1/order-imports/template?format=csv&lang=zh").content.decode("utf-8-sig")
    headings, example = list(csv.reader(io.StringIO(template)))[:2]
    numbers = [f"F{uuid4().hex[:10]}" for _ in range(3)]

    def file_of(*changes: dict[int, str]) -> bytes:
        """The example row once for each order; `changes` by place in the row."""
        buffer = io.StringIO()
        rows = csv.writer(buffer)
        rows.writerow(headings)
        for number, change in zip(numbers, changes, strict=True):
            row = [number, *example[1:]]
            row[headings.index("商家编码(SKU)*")] = sku
            for place, value in change.items():
                row[place] = value
            rows.writerow(row)
        return buffer.getvalue().encode("gbk")

    def send(content: bytes, mode: str) -> dict[str, Any]:
        answer = world.ask(
            "POST", "/channels/v1/order-imports", files={"file": ("orders.csv", content)}, data={"shop_id": shop, "mode": mode}
        )
        assert answer.status_code in (201, 422), answer.text
        return answer.json()

    quantity, placed = headings.index("数量*"), headings.index("下单时间")
    refused = send(file_of({}, {quantity: "many"}, {placed: "yesterday"}), "run")
    assert refused["rule"] == "SYS-3"
    assert [error["pointer"].split(",")[0] for error in refused["errors"]] == ["row 3", "row 4"]
    assert world.find(numbers[0]) == []
    good = file_of({}, {}, {})
    send(good, "check")
    assert world.find(numbers[0]) == []
    send(good, "run")
    send(good, "run")
    for number in numbers:
        assert world.becomes(number, status="allocated")["paid"]["amount"] == "90.00"


@pytest.mark.rule("ORD-1")
def test_what_we_do_not_know_waits_for_a_person_and_is_never_lost(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    order = world.body(shop, sku="NOBODY-KNOWS")
    world.place(order)
    waiting = world.order(order["platform_order_no"])
    assert ([reason["code"] for reason in waiting["attention"]], waiting["reservation"]) == (["unknown_sku"], "none")
    listed = world.call("GET", "/orders/v1/orders?attention=true&limit=100")["data"]
    assert order["platform_order_no"] in [row["platform_order_no"] for row in listed]
    explanation = {"lines": [{"line_no": 1, "sku": sku}], "remember": True}
    world.call("POST", f"/orders/v1/orders/{waiting['id']}/explain", json=explanation)
    world.becomes(order["platform_order_no"], status="allocated")
    # Remembered: the next order of the shop with that code needs nobody.
    following = world.body(shop, sku="NOBODY-KNOWS")
    world.place(following)
    world.becomes(following["platform_order_no"], status="allocated")


@pytest.mark.rule("ORD-1")
def test_an_order_of_an_unknown_shop_waits_until_the_shop_is_known(world: World) -> None:
    order = world.body("shp_00000000000000000000000000000000", sku=world.sku(1))
    assert world.place(order).status_code == 201
    assert "unknown_shop" in [reason["code"] for reason in world.order(order["platform_order_no"])["attention"]]


def test_a_shops_client_cannot_place_orders_of_another_shop(world: World) -> None:
    own, other, sku = world.shop(), world.shop(), world.sku(10)
    platform = world.person("orders.orders.place", "orders.orders.read", shops=[own])
    assert platform.ask("POST", "/orders/v1/orders", json=world.body(own, sku=sku)).status_code == 201
    foreign = world.body(other, sku=sku)
    assert platform.ask("POST", "/orders/v1/orders", json=foreign).status_code in (403, 404)
    assert world.find(foreign["platform_order_no"]) == []
    world.place(foreign)
    order_id = world.order(foreign["platform_order_no"])["id"]
    assert platform.ask("GET", f"/orders/v1/orders/{order_id}").status_code == 404


def test_money_with_another_currency_or_three_places_is_named(world: World) -> None:
    order = world.body(world.shop(), sku=world.sku(1))
    answer = world.place({**order, "paid_amount": {"amount": "19.905", "currency": "CNY"}})
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/paid_amount/amount"]
    mixed = world.place({**order, "goods_amount": {"amount": "19.90", "currency": "USD"}})
    assert mixed.status_code == 422
