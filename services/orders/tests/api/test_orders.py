"""The order desk: filters, searches, paging, scope, the order page, actions in bulk, exports (rules ORD-2, ORD-5, SYS-3)."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import (
    DESK,
    OTHER_SHOP,
    SHOP,
    at,
    order_body,
    other_key,
)
from sqlalchemy import text

from chassis.testing import caller

SYS3 = pytest.mark.rule("SYS-3")


@pytest.fixture
def listed(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def listed(query: str = "", headers: dict[str, str] = clerk) -> list[str]:
        answer = await client.get(f"/v1/orders?{query}", headers=headers)
        assert answer.status_code == 200, answer.text
        return [order["platform_order_no"] for order in answer.json()["data"]]

    return listed


@SYS3
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", DESK),
        ("sort=placed_at_asc", DESK[::-1]),
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
        ("source=api&placed_from=2026-01-01T00:00:00Z", DESK),
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
        ("q=SO-", DESK),
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
    assert set(await listed(f"q={number[:11]}")) == set(DESK)


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


@SYS3
@pytest.mark.parametrize("q", ["13812345678", "5678", "P00", "SO-"])
async def test_a_search_in_one_shop_is_not_crowded_out_by_others(place: Any, listed: Any, monkeypatch: pytest.MonkeyPatch, q: str) -> None:
    monkeypatch.setattr("orders.queries.order_search.MOST_CANDIDATES", 3)
    await place(order_body(platform_order_no="P00A", shop_id=OTHER_SHOP))
    for number in range(4):
        await place(order_body(platform_order_no=f"P00B{number}", placed_at=at(10)))
    assert await listed(f"q={q}", caller("orders.*", shops=[OTHER_SHOP])) == ["P00A"]
    assert await listed(f"q={q}&shop_id={OTHER_SHOP}") == ["P00A"]


@SYS3
async def test_more_shops_than_are_probed_hide_nobodys_orders(place: Any, listed: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orders.queries.order_list.MOST_PROBES", 1)
    await place(order_body(platform_order_no="P01", shop_id=SHOP))
    await place(order_body(platform_order_no="P02", shop_id=OTHER_SHOP, placed_at=at(10)))
    assert sorted(await listed("status=reviewed")) == ["P01", "P02"]
    assert await listed(f"status=reviewed&shop_id={OTHER_SHOP}") == ["P02"]


@SYS3
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["P02", "P01", "P00"]),
        ("&sort=placed_at_asc", ["P00", "P01", "P02"]),
        (f"&shop_id={OTHER_SHOP}", ["P01"]),
        (f"&shop_id={OTHER_SHOP}&shop_id={SHOP}", ["P02", "P01", "P00"]),
        ("&status=placed", ["P02"]),
        (f"&status=placed&shop_id={OTHER_SHOP}", []),
        ("&held=true", ["P02"]),
        ("&reservation=requested", ["P02", "P01", "P00"]),
        ("&placed_from=2026-11-20T04:10:00Z", ["P02"]),
    ],
)
@pytest.mark.parametrize("probes", [1, 240])
async def test_orders_of_a_source_that_is_not_usual(
    place: Any, app: FastAPI, listed: Any, monkeypatch: pytest.MonkeyPatch, query: str, found: list[str], probes: int
) -> None:
    monkeypatch.setattr("orders.queries.order_list.MOST_PROBES", probes)
    for minute, (number, shop, remark) in enumerate((("P00", SHOP, ""), ("P01", OTHER_SHOP, ""), ("P02", SHOP, "不要打电话")), start=8):
        await place(order_body(platform_order_no=number, shop_id=shop, placed_at=at(minute), buyer_remark=remark))
    await place(order_body(platform_order_no="usual", placed_at=at(11)))
    async with app.state.context.new_system_uow("test") as uow:
        await uow.session.execute(text("UPDATE sales_order SET source = 'file' WHERE platform_order_no <> 'usual'"))
        await uow.commit()
    assert await listed(f"source=file{query}") == found


async def test_nothing_is_shown_without_a_token(client: httpx.AsyncClient) -> None:
    for path in ("/v1/orders", "/v1/orders/counts", "/v1/figures/today", "/v1/shops", "/v1/review-policies", "/v1/data-exports"):
        assert (await client.get(path)).status_code == 401


async def test_moments_are_read_in_any_zone(desk: Any, listed: Any) -> None:
    moment = datetime.fromisoformat("2026-11-20T18:00:00+08:00")
    assert await listed(f"placed_from={moment.isoformat().replace('+', '%2B')}") == ["unpaid", "cancelled"]
