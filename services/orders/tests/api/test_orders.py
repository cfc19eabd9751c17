"""The order desk: filters, searches, paging, scope, the order page, actions in bulk, exports (rules ORD-2, ORD-5, SYS-3)."""

import io
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from python_calamine import CalamineWorkbook
from order_making import (
    OTHER_SHOP,
    SHOP,
    START,
    bring_to,
    line_body,
    newer,
    order_body,
    other_key,
    rows,
    short,
    tell_reserved,
)

from chassis.testing import caller

SYS3 = pytest.mark.rule("SYS-3")


def at(minutes: int) -> str:
    return (START + timedelta(minutes=minutes)).isoformat()


@pytest.fixture
def listed(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def listed(query: str = "", headers: dict[str, str] = clerk) -> list[str]:
        answer = await client.get(f"/v1/orders?{query}", headers=headers)
        assert answer.status_code == 200, answer.text
        return [order["platform_order_no"] for order in answer.json()["data"]]

    return listed


@pytest.fixture
async def desk(app: FastAPI, place: Any) -> dict[str, dict[str, Any]]:
    """Eight orders, each different, an hour apart; the last is the newest."""
    bodies = {
        "clear": order_body(),
        "remark": order_body(buyer_remark="请尽快", receiver={"phone": "13900001111"}),
        "unknown": order_body(lines=[line_body(sku="??")]),
        "other_shop": order_body(shop_id=OTHER_SHOP),
        "allocated": order_body(),
        "short": order_body(),
        "cancelled": order_body(state="cancelled"),
        "unpaid": order_body(state="awaiting_payment", receiver={"phone": "139****1111"}),
    }
    made = {
        name: await place(body | {"placed_at": at(60 * hour), "platform_order_no": name})
        for hour, (name, body) in enumerate(bodies.items())
    }
    await bring_to(app, made["allocated"]["id"], "allocated")
    await tell_reserved(app, short(made["short"]["id"]))
    return made


ALL = ["unpaid", "cancelled", "short", "allocated", "other_shop", "unknown", "remark", "clear"]


@SYS3
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ALL),
        ("sort=placed_at_asc", ALL[::-1]),
        ("status=allocated", ["allocated"]),
        ("status=allocated&status=cancelled", ["cancelled", "allocated"]),
        ("held=true", ["unpaid", "remark"]),
        ("held=false", ["cancelled", "short", "allocated", "other_shop", "unknown", "clear"]),
        ("attention=true", ["unknown"]),
        ("attention_reason=unknown_sku", ["unknown"]),
        ("attention_reason=unknown_shop", []),
        ("hold_reason=buyer_remark", ["remark"]),
        ("reservation=short", ["short"]),
        ("reservation=reserved&placed_from=2026-01-01T00:00:00Z", ["allocated"]),
        (f"shop_id={OTHER_SHOP}", ["other_shop"]),
        (f"shop_id={OTHER_SHOP}&shop_id={SHOP}&status=reviewed", ["short", "other_shop", "clear"]),
        ("shop_id=nobody", []),
        ("source=api&placed_from=2026-01-01T00:00:00Z", ALL),
        ("source=file&placed_from=2026-01-01T00:00:00Z", []),
        ("placed_from=2026-11-20T10:00:00Z", ["unpaid", "cancelled"]),
        ("placed_to=2026-11-20T05:00:00Z", ["clear"]),
        ("q=other_shop", ["other_shop"]),
        ("q=un", []),
        ("q=unk", ["unknown"]),
        ("q=%25%25%25", []),
        ("q=13900001111", ["remark"]),
        ("q=%2B86 139-0000-1111", ["remark"]),
        ("q=1111", ["unpaid", "remark"]),
        ("q=1111&held=true&hold_reason=buyer_remark", ["remark"]),
        ("q=SO-", ALL),
        ("q=13812345678&status=allocated", ["allocated"]),
    ],
)
async def test_what_a_filter_finds(desk: Any, listed: Any, query: str, found: list[str]) -> None:
    assert await listed(query) == found


@SYS3
async def test_found_by_our_number_whole_begun_or_by_its_last_digits(desk: Any, listed: Any) -> None:
    number = desk["short"]["number"]
    assert await listed(f"q={number}") == ["short"]
    assert await listed(f"q={number.lower()}") == ["short"]
    assert await listed(f"q={number[-6:]}") == ["short"]
    assert set(await listed(f"q={number[:11]}")) == set(ALL)


@SYS3
async def test_pages_survive_orders_that_come_in_meanwhile(desk: Any, client: httpx.AsyncClient, clerk: dict[str, str], place: Any) -> None:
    for query in ("", f"&shop_id={SHOP}&shop_id={OTHER_SHOP}", "&sort=placed_at_asc", "&held=false", "&q=SO-"):
        first = (await client.get(f"/v1/orders?limit=100{query}", headers=clerk)).json()["data"]
        seen: list[str] = []
        cursor = ""
        while True:
            page = (await client.get(f"/v1/orders?limit=2{query}{cursor}", headers=clerk)).json()
            seen += [order["id"] for order in page["data"]]
            # It is the newest when it comes, and sorts before the cursor.
            await place(order_body(placed_at=at(60 * 24 + len(seen))))
            if not page["has_more"]:
                assert page["next_cursor"] is None
                break
            cursor = f"&cursor={page['next_cursor']}"
        before = {order["id"] for order in first}
        assert [order_id for order_id in seen if order_id in before] == [order["id"] for order in first]


@pytest.mark.parametrize(
    "query", ["cursor=x", "limit=0", "limit=101", "status=lost", "q=a%00", "placed_from=yesterday", "placed_from=0001-01-01T00:00:00Z"]
)
async def test_a_wrong_question_is_told_so(client: httpx.AsyncClient, clerk: dict[str, str], query: str) -> None:
    assert (await client.get(f"/v1/orders?{query}", headers=clerk)).status_code == 422


async def test_a_person_of_one_shop_sees_only_its_orders(desk: Any, client: httpx.AsyncClient, listed: Any) -> None:
    keeper = caller("orders.*", shops=[OTHER_SHOP])
    assert await listed("", keeper) == ["other_shop"]
    assert await listed(f"shop_id={SHOP}", keeper) == []
    assert await listed("q=SO-", keeper) == ["other_shop"]
    assert await listed("held=true", keeper) == []
    hidden = desk["clear"]["id"]
    for path in (f"/v1/orders/{hidden}", f"/v1/orders/{hidden}/timeline"):
        answer = await client.get(path, headers=keeper)
        assert (answer.status_code, answer.json()["code"]) == (404, "order_not_found")
    reveal = await client.post(f"/v1/orders/{hidden}/reveal-receiver", json={"reason": "看看"}, headers=keeper)
    assert reveal.status_code == 404
    cancel = await client.post("/v1/orders/cancel", json={"ids": [hidden], "reason": "x"}, headers=other_key(keeper))
    assert cancel.json()["results"][0]["refusal"]["code"] == "order_not_found"
    explain = await client.post(f"/v1/orders/{desk['unknown']['id']}/explain", json={"lines": []}, headers=other_key(keeper))
    assert explain.status_code == 404
    counts = {queue["queue"]: queue["count"] for queue in (await client.get("/v1/orders/counts", headers=keeper)).json()["data"]}
    assert (counts["reviewed"], counts["attention"]) == (1, 0)
    figures = (await client.get("/v1/figures/daily?days=370", headers=keeper)).json()["data"]
    assert sum(day["orders"] for day in figures) == 1
    shops = (await client.get("/v1/shops", headers=keeper)).json()["data"]
    assert [shop["id"] for shop in shops] == [OTHER_SHOP]


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
        {"code": "buyer_remark", "text_zh": "买家有留言，请先阅读", "text_en": "The buyer left a remark: read it first"}
    ]
    assert order["paid"] == {"amount": "100.00", "currency": "CNY"}
    assert order["actions"] == ["release", "hold", "cancel", "reveal_receiver"]
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
        "to_review": 2, "attention": 1, "short": 1, "stuck": 0, "placed": 3, "reviewed": 3, "allocated": 1, "picked": 0, "packed": 0,
        "to_ship": 1, "shipped": 0,
    }  # fmt: skip


@pytest.mark.rule("ORD-5")
async def test_an_export_is_masked_marked_and_logged(app: FastAPI, desk: Any, client: httpx.AsyncClient, place: Any, clerk: Any) -> None:
    await place(order_body(buyer_remark='=HYPERLINK("http://evil")', placed_at=at(900), platform_order_no="formula"))
    assert (await client.get("/v1/orders/export", headers=caller("orders.orders.read"))).status_code == 403
    answer = await client.get("/v1/orders/export?sort=placed_at_asc", headers=caller("orders.orders.export", name="李四"))
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    cells = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[2] for row in cells[1:-1]] == [*ALL[::-1], "formula"]
    assert cells[1][12:14] == ["张**", "138****5678"]
    assert str(cells[-1][0]).startswith("李四 · acc_test · ")
    # As text: a formula would have no value here before a spreadsheet works it out.
    assert cells[9][16] == '=HYPERLINK("http://evil")'
    assert "13812345678" not in str(cells)
    [entry] = await rows(app, "SELECT after FROM audit_entry WHERE action = 'orders.exported'")
    assert entry["after"] == {"rows": 9, "asked": "sort=placed_at_asc"}


async def test_an_export_of_too_many_is_refused(desk: Any, client: httpx.AsyncClient, clerk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orders.api.exports.MOST_ROWS", 3)
    answer = await client.get("/v1/orders/export", headers=clerk)
    assert (answer.status_code, answer.json()["code"]) == (422, "export_too_large")


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


async def test_nothing_is_shown_without_a_token(client: httpx.AsyncClient) -> None:
    for path in ("/v1/orders", "/v1/orders/counts", "/v1/figures/today", "/v1/shops", "/v1/review-policies", "/v1/orders/export"):
        assert (await client.get(path)).status_code == 401


async def test_moments_are_read_in_any_zone(desk: Any, listed: Any) -> None:
    moment = datetime.fromisoformat("2026-11-20T18:00:00+08:00")
    assert await listed(f"placed_from={moment.isoformat().replace('+', '%2B')}") == ["unpaid", "cancelled"]
