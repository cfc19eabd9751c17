"""Files of orders: checked whole, carried out in batches, every order accounted for."""

from typing import Any

import httpx
import pytest

from channels.domain.files.template import template_csv
from chassis.testing import caller
from services.channels.tests.domain.samples import sample
from services.channels.tests.fakes import EVERYTHING, Desk, FakeOrders, eventually

HEAD = "Order number*,SKU*,Quantity*,Amount paid*,Ordered at\n"


async def upload(
    desk: Desk, shop_id: str, content: bytes | str, *, mode: str = "run", headers: dict[str, str] | None = None, name: str = "o.csv"
) -> httpx.Response:
    raw = content.encode() if isinstance(content, str) else content
    return await desk.client.post(
        "/v1/order-imports", files={"file": (name, raw)}, data={"shop_id": shop_id, "mode": mode}, headers=headers or caller(*EVERYTHING)
    )


def rows(count: int) -> str:
    return HEAD + "".join(f"A{number},S1,1,9.50,2026-01-05 09:00:00\n" for number in range(1, count + 1))


async def results(desk: Desk, import_id: str, **query: str) -> list[dict[str, Any]]:
    answer = await desk.client.get(f"/v1/order-imports/{import_id}/orders", params={"limit": "100", **query}, headers=caller(*EVERYTHING))
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def test_a_file_is_placed_in_batches_of_500_in_the_callers_name(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    headers = caller(*EVERYTHING)
    answer = await upload(desk, shop["id"], rows(1203), headers=headers)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["counts"]["orders"], made["counts"]["made"], made["dialect"], made["row_count"]) == (1203, 1203, "dianzhang", 1203)
    assert [len(batch["orders"]) for batch in fake_orders.batches] == [500, 500, 203]
    assert len(set(fake_orders.keys)) == 3
    assert set(fake_orders.authorizations) == {headers["Authorization"]}
    order = fake_orders.batches[0]["orders"][0]
    assert (order["shop_id"], order["paid_amount"], order["lines"][0]["sku"]) == (shop["id"], {"amount": "9.50", "currency": "CNY"}, "S1")
    again = await upload(desk, shop["id"], rows(1203), headers=headers)
    assert again.headers.get("idempotency-replayed") is None or again.json() == made
    assert (await upload(desk, shop["id"], rows(3))).json()["counts"]["unchanged"] == 3


async def test_a_check_makes_nothing_and_tells_what_would_come(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    answer = await upload(desk, shop["id"], rows(2), mode="check")
    assert (answer.json()["mode"], answer.json()["counts"]["readable"], answer.json()["counts"]["made"]) == ("check", 2, 0)
    assert fake_orders.batches == []


async def test_one_bad_row_keeps_the_file_out_and_every_bad_row_is_named(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    bad = rows(2) + ",S1,1,1,2026-01-05\nB,,two,1,soon\n"
    answer = await upload(desk, shop["id"], bad)
    assert (answer.status_code, answer.json()["code"], answer.json()["rule"]) == (422, "rows_refused", "SYS-3")
    assert {(error["pointer"], error["code"]) for error in answer.json()["errors"]} == {
        ("row 4, Order number*", "order_number_missing"),
        ("row 5, SKU*", "value_missing"),
        ("row 5, Quantity*", "unreadable_quantity"),
        ("row 5, Ordered at", "unreadable_time"),
    }
    zh = await upload(desk, shop["id"], bad, headers=caller(*EVERYTHING, language="zh-CN"), mode="check")
    assert "订单编号缺失" in {error["detail"] for error in zh.json()["errors"]}
    assert fake_orders.batches == []
    assert await desk.sql("SELECT 1 FROM order_import") == []


@pytest.mark.parametrize(("content", "word"), [(b"a,b\n1,2\n", "headings"), (b"", "empty"), (b"PK\x03\x04broken", "workbook")])
async def test_a_file_that_is_no_order_file_is_refused_in_one_sentence(desk: Desk, content: bytes, word: str) -> None:
    shop = await desk.register("mall")
    answer = await upload(desk, shop["id"], content)
    assert (answer.status_code, answer.json()["code"]) == (422, "file_not_readable")
    assert word in answer.json()["detail"]


async def test_when_orders_is_down_nothing_is_recorded_and_the_answer_says_so(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    headers = caller(*EVERYTHING)
    fake_orders.down = True
    answer = await upload(desk, shop["id"], rows(2), headers=headers)
    assert (answer.status_code, answer.json()["code"], answer.json()["retryable"]) == (503, "orders_unavailable", True)
    assert "retry-after" in answer.headers
    assert await desk.sql("SELECT 1 FROM order_import") == []
    fake_orders.down = False
    assert (await upload(desk, shop["id"], rows(2), headers=headers)).json()["counts"]["made"] == 2, "the same key may be sent again"


async def test_a_batch_that_was_done_before_a_crash_is_asked_for_with_the_same_key(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    headers = caller(*EVERYTHING)
    await upload(desk, shop["id"], rows(2), headers=headers)
    await desk.sql("DELETE FROM idempotency_key")
    await upload(desk, shop["id"], rows(2), headers=headers)
    assert fake_orders.keys[0] == fake_orders.keys[1]
    await upload(desk, shop["id"], rows(2))
    assert fake_orders.keys[2] != fake_orders.keys[0], "another upload is another question"


async def test_without_the_right_to_place_orders_the_file_stays_out(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    fake_orders.status = 403
    answer = await upload(desk, shop["id"], rows(1))
    assert answer.status_code == 403
    assert "orders.orders.place" in answer.json()["detail"]


async def test_what_became_of_each_order_is_listed_and_filtered(desk: Desk) -> None:
    shop = await desk.register("jd")
    answer = await upload(desk, shop["id"], sample("uci_online_retail/first_2500_rows.csv"), name="retail.csv")
    made = answer.json()
    assert (made["counts"]["orders"], made["counts"]["made"], made["counts"]["held"], made["counts"]["set_aside"]) == (138, 130, 130, 7)
    assert made["reasons"]["credit_note"] == 7
    (too_long,) = await results(desk, made["id"], outcome="sent")
    assert "too_many_lines" in too_long["reasons"]
    aside = await results(desk, made["id"], outcome="set_aside")
    assert {entry["reasons"][0] for entry in aside} == {"credit_note"}
    assert aside[0]["rows"]
    held = await results(desk, made["id"], only="held")
    assert (len(held), held[0]["hold_reasons"], held[0]["number"]) == (100, ["unknown_state"], "SO-20261122-000001")
    assert (await desk.get("/v1/order-imports")).json()["data"][0]["id"] == made["id"]


async def test_orders_that_tell_too_little_are_sent_on_to_wait_for_a_person_and_not_lost(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("tmall")
    answer = await upload(desk, shop["id"], sample("tmall/order_report_rows_1_2000.csv").decode().encode("gb18030"), name="报表.csv")
    made = answer.json()
    assert (made["counts"]["orders"], made["counts"]["sent"], made["counts"]["refused"], made["encoding"]) == (2000, 2000, 0, "gb18030")
    assert fake_orders.batches == []
    assert "lines_not_told" in (await results(desk, made["id"], outcome="sent"))[0]["reasons"]

    async def all_sent() -> bool:
        return sum(len(envelope["orders"]) for envelope in await desk.outbox("orders.order.place.v1")) == 2000

    await eventually(all_sent)


async def test_an_order_with_a_negative_sum_is_refused_and_the_others_go_on(desk: Desk) -> None:
    shop = await desk.register("mall")
    answer = await upload(desk, shop["id"], rows(1) + "B,S1,1,-5,2026-01-05\n")
    assert (answer.json()["counts"]["made"], answer.json()["counts"]["refused"]) == (1, 1)
    assert (await results(desk, answer.json()["id"], outcome="refused"))[0]["reasons"] == ["negative_amount"]


async def test_the_template_goes_out_and_comes_back(desk: Desk, fake_orders: FakeOrders) -> None:
    shop = await desk.register("mall")
    for kind, lang in (("xlsx", "zh"), ("csv", "en")):
        answer = await desk.get(f"/v1/order-imports/template?format={kind}&lang={lang}")
        assert answer.status_code == 200
        assert "attachment" in answer.headers["content-disposition"]
        assert (await upload(desk, shop["id"], answer.content, name=f"t.{kind}")).json()["counts"]["orders"] == 0
    filled = template_csv("zh").decode("utf-8-sig").replace("示例-请勿删除此前缀", "=1+1")
    await upload(desk, shop["id"], filled)
    assert fake_orders.batches[-1]["orders"][0]["platform_order_no"] == "=1+1"


async def test_a_shop_out_of_scope_or_unknown_is_not_found(desk: Desk) -> None:
    shop = await desk.register("mall")
    answer = await upload(desk, shop["id"], rows(1), headers=caller(*EVERYTHING, shops=[]))
    assert answer.status_code == 404
    made = (await upload(desk, shop["id"], rows(1))).json()
    assert (await desk.get(f"/v1/order-imports/{made['id']}", headers=caller("channels.*", shops=[]))).status_code == 404
    assert (await desk.get("/v1/order-imports", headers=caller("channels.*", shops=[]))).json()["data"] == []


async def test_a_file_that_is_too_large_is_refused(desk: Desk) -> None:
    shop = await desk.register("mall")
    answer = await upload(desk, shop["id"], b"x" * (11 * 1024 * 1024))
    assert answer.status_code == 413
