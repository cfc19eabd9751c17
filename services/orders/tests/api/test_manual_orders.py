"""Orders typed in and copied (rule ORD-1)."""

from typing import Any

import httpx
import pytest
from order_making import RECEIVER, SHOP, order_body, other_key, rows

from chassis.testing import caller

pytestmark = pytest.mark.rule("ORD-1")
BODY = {
    "shop_id": SHOP,
    "receiver": RECEIVER,
    "lines": [{"sku": "TEE-W", "quantity": 3, "unit_price": "10.00"}],
    "freight": "6.00",
    "discount": "3.00",
}


@pytest.fixture
def type_in(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def type_in(body: dict[str, Any], *, status: int = 201, headers: Any = None) -> dict[str, Any]:
        answer = await client.post("/v1/orders/manual", json=body, headers=other_key(headers or clerk))
        assert answer.status_code == status, answer.text
        return answer.json()

    return type_in


async def test_an_order_typed_in_goes_the_way_of_all_orders(type_in: Any, show: Any) -> None:
    made = await type_in(BODY)
    order = await show(made["id"])
    assert (order["status"], order["source"], order["reservation"]) == ("reviewed", "hand", "requested")
    assert [order[name]["amount"] for name in ("goods", "discount", "freight", "paid")] == ["30.00", "3.00", "6.00", "33.00"]
    assert (order["lines"][0]["paid"]["amount"], order["platform_order_no"][:5]) == ("27.00", "HAND-")


async def test_unpaid_it_waits_for_its_money(type_in: Any) -> None:
    assert (await type_in(BODY | {"is_paid": False}))["hold_reasons"] == ["awaiting_payment"]


async def test_the_same_buyer_and_goods_again_is_refused_until_somebody_looked(type_in: Any) -> None:
    first = await type_in(BODY)
    refused = await type_in(BODY, status=409)
    assert (refused["code"], first["number"] in refused["detail"]) == ("looks_like_duplicate", True)
    await type_in(BODY | {"even_if_duplicate": True})
    await type_in(BODY | {"lines": [{"sku": "MUG", "quantity": 1, "unit_price": "9.00"}]})


async def test_a_copy_takes_the_receiver_without_showing_it(type_in: Any, place: Any, show: Any, app: Any) -> None:
    source = await place(order_body())
    body = {name: value for name, value in BODY.items() if name != "receiver"}
    copy = await type_in(body | {"source": "copy", "copied_from": source["id"], "even_if_duplicate": True})
    seen = await show(copy["id"])
    assert (seen["source"], seen["receiver"], seen["buyer_id"]) == ("copy", (await show(source["id"]))["receiver"], "buyer-1")
    digests = {row["phone_digest"] for row in await rows(app, "SELECT phone_digest FROM sales_order")}
    assert len(digests) == 1


async def test_all_that_is_wrong_is_told_at_once(type_in: Any, app: Any) -> None:
    wrong = BODY | {
        "shop_id": "shp_none",
        "lines": [{"sku": "??", "quantity": 1, "unit_price": "1.00"}, {"sku": "TEE-W", "quantity": 1, "unit_price": "1.00"}],
    }
    assert [error["pointer"] for error in (await type_in(wrong, status=422))["errors"]] == ["/shop_id", "/lines/0/sku"]
    assert (await type_in(BODY | {"discount": "31.00"}, status=422))["code"] == "discount_too_large"
    assert (await type_in({name: value for name, value in BODY.items() if name != "receiver"}, status=422))["code"] == "no_receiver"
    assert await rows(app, "SELECT 1 FROM sales_order") == []


async def test_a_number_is_taken_once(type_in: Any) -> None:
    await type_in(BODY | {"platform_order_no": "A-1"})
    again = await type_in(BODY | {"platform_order_no": "A-1", "even_if_duplicate": True}, status=409)
    assert again["code"] == "order_number_taken"


async def test_only_in_ones_own_shops(type_in: Any, place: Any) -> None:
    elsewhere = caller("orders.*", shops=["shp_other"])
    assert (await type_in(BODY, status=403, headers=elsewhere))["code"] == "shop_not_yours"
    source = await place(order_body())
    body = {"shop_id": "shp_other", "copied_from": source["id"], "lines": BODY["lines"]}
    await type_in(body, status=404, headers=elsewhere)


async def test_a_pasted_address_comes_back_in_fields(client: httpx.AsyncClient, clerk: dict[str, str]) -> None:
    answer = await client.post(
        "/v1/orders/parse-address", json={"text": "张三 13812345678 浙江省杭州市西湖区文三路1号"}, headers=other_key(clerk)
    )
    assert (answer.status_code, answer.json()["receiver"]["city"], answer.json()["missing"]) == (200, "杭州市", [])
