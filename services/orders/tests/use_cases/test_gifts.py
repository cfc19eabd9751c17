"""Gifts: given when review is passed, within the limits, taken back when they no longer fit, unknown to shops (rule ORD-2)."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from gift_making import gift, gifts_of, publish, settle
from order_making import (
    OTHER_SHOP,
    line_body,
    money,
    newer,
    order_body,
    other_key,
    reserved,
    rows,
    sent,
    short,
    tell,
    tell_reserved,
    tell_shipped,
)

from chassis import jobs
from chassis.testing import caller
from contracts.orders import OrdersAdvanced
from orders.consumers import sales
from orders.jobs.gifts import look

RESERVE = "warehouse.reservation.reserve.v1"
SHIP = "warehouse.shipment.request.v1"


@pytest.fixture(autouse=True)
def only_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timed job would go on by itself in the middle of a test."""

    async def rest(*_: Any, **__: Any) -> None:
        return

    monkeypatch.setattr(jobs, "run_alone", rest)


def paid_now(**changes: Any) -> dict[str, Any]:
    now = datetime.now(UTC).isoformat()
    return order_body(placed_at=now, paid_at=now, modified_at=now, **changes)


async def hear_endings(app: FastAPI) -> None:
    """The relay rests in tests: what was told of orders is heard here."""
    for message in await sent(app, "orders.orders.advanced.v1"):
        await tell(app, sales.on_orders_advanced, OrdersAdvanced.model_validate(message))


async def given(app: FastAPI, code: str = "MUG") -> int:
    return (await rows(app, "SELECT given FROM gift_count WHERE code = :code", code=code))[0]["given"]


@pytest.mark.rule("ORD-2")
async def test_a_gift_is_added_after_review_and_sent_with_the_order_and_no_shop_is_told_of_it(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any, act: Any
) -> None:
    await publish(client, clerk)
    made = await place(paid_now(buyer_remark="请尽快"))
    assert set(made["hold_reasons"]) == {"buyer_remark", "gifts_due"}
    await settle(app)
    assert gifts_of(await show(made["id"])) == {}, "it waits for a person first"
    assert (await act("release", made["id"], note="看过"))["refusal"] is None
    await settle(app)
    order = await show(made["id"])
    assert (gifts_of(order), order["status"], order["holds"]) == ({"MUG": 1}, "reviewed", [])
    [line] = [line for line in order["lines"] if line["gift"]]
    assert (line["unit_price"], line["paid"]) == (money("0.00"), money("0.00"))
    last = (await sent(app, RESERVE))[-1]["requests"][0]
    assert {one["sku"]: one["quantity"] for one in last["lines"]} == {"TEE-W": 2, "MUG": 1}
    assert last["takes_over"], "what it held already stays its own"
    await tell_reserved(app, reserved(made["id"], attempt=2))
    [shipment] = (await sent(app, SHIP))[-1]["shipments"]
    assert {one["sku"] for one in shipment["lines"]} == {"TEE-W", "MUG"}
    await tell_shipped(app, shipment["reference"], pieces={"TEE-W": 2, "MUG": 1})
    [told] = await sent(app, "orders.order.shipped.v1")
    assert [one["sku"] for one in told["lines"]] == ["TEE-W"]
    [why] = (await client.get(f"/v1/orders/{made['id']}/gifts", headers=clerk)).json()["data"]
    assert (why["code"], why["version"], why["state"], why["fit"]) == (
        "MUG", 1, "given", {"kind": "quantity", "have": "2", "needed": "2", "times": 1}
    )  # fmt: skip


@pytest.mark.rule("ORD-2")
async def test_without_a_rule_nothing_waits(place: Any) -> None:
    assert (await place(paid_now()))["hold_reasons"] == []


@pytest.mark.rule("ORD-2")
async def test_fifty_orders_for_the_last_three_gifts(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(client, clerk, limit_total=3)
    for number in range(50):
        await place(paid_now(buyer_id=f"b{number}"))
    # Several at once, as if the job's lock were lost: the counted row alone has to hold the limit.
    await asyncio.gather(*(look(app.state.context) for _ in range(4)))
    await settle(app)
    found = await rows(app, "SELECT state, count(*) AS orders, sum(quantity) AS pieces FROM gift_grant GROUP BY 1 ORDER BY 1")
    assert [(row["state"], row["orders"], row["pieces"]) for row in found] == [("given", 3, 3), ("missed", 47, 0)]
    assert await given(app) == 3
    assert (await rows(app, "SELECT count(*) AS n FROM order_line WHERE gift_rule_id IS NOT NULL"))[0]["n"] == 3
    assert {row["hold_reasons"] == [] for row in await rows(app, "SELECT hold_reasons FROM sales_order")} == {True}


@pytest.mark.rule("ORD-2")
async def test_a_buyers_limit_and_steps_and_money(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await publish(
        client, clerk, buy_skus=[], least_quantity=None, least_paid="50.00", per="step", most_times=3, limit_per_buyer=3
    )  # fmt: skip
    first = await place(paid_now())
    second = await place(paid_now())
    freight = await place(paid_now(buyer_id="other", freight_amount=money("60.00"), paid_amount=money("100.00")))
    nobody = await place(paid_now(buyer_id="", receiver={"phone": "138****0000"}))
    await settle(app)
    assert gifts_of(await show(first["id"])) == {"MUG": 2}
    assert gifts_of(await show(second["id"])) == {"MUG": 1}
    assert gifts_of(await show(freight["id"])) == {}, "freight is no goods"
    assert gifts_of(await show(nobody["id"])) == {}
    [missed] = (await client.get(f"/v1/orders/{nobody['id']}/gifts", headers=clerk)).json()["data"]
    assert (missed["state"], missed["reason"]) == ("missed", "buyer_unknown")


@pytest.mark.rule("ORD-2")
async def test_exclusive_rules_give_alone_and_priority_decides(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await publish(client, clerk, "B-MUG", priority=5)
    await publish(client, clerk, "A-TEE", gift_sku="TEE-B")
    both = await place(paid_now())
    await settle(app)
    assert gifts_of(await show(both["id"])) == {"MUG": 1, "TEE-B": 1}
    await publish(client, clerk, "B-MUG", priority=5, exclusive=True)
    alone = await place(paid_now())
    await settle(app)
    assert gifts_of(await show(alone["id"])) == {"MUG": 1}
    assert gifts_of(await show(both["id"])) == {"MUG": 1, "TEE-B": 1}, "an order keeps the version of its payment"


@pytest.mark.rule("ORD-2")
async def test_a_gift_is_taken_back_when_a_newer_version_no_longer_fits_and_when_the_order_ends(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any, act: Any
) -> None:
    await publish(client, clerk, limit_total=2)
    body, other = paid_now(), paid_now()
    made, ended = await place(body), await place(other)
    await settle(app)
    assert await given(app) == 2
    # Of one of the pieces the money was given back.
    await place(newer(body, lines=[line_body(quantity=1)]), status=200)
    await settle(app)
    order = await show(made["id"])
    assert (gifts_of(order), order["status"], await given(app)) == ({}, "reviewed", 1)
    assert (await act("cancel", ended["id"], reason="不要了"))["refusal"] is None
    await hear_endings(app)
    await hear_endings(app)
    assert await given(app) == 0
    next_ones = [await place(paid_now(buyer_id=f"n{number}")) for number in range(2)]
    await settle(app)
    assert [gifts_of(await show(one["id"])) for one in next_ones] == [{"MUG": 1}] * 2


@pytest.mark.rule("ORD-2")
async def test_a_newer_version_with_more_lines_keeps_the_gift(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await publish(client, clerk)
    body = paid_now()
    made = await place(body)
    await settle(app)
    more = [line_body(), line_body(platform_line_no="2", sku="TEE-B", quantity=1)]
    await place(newer(body, lines=more), status=200)
    await settle(app)
    order = await show(made["id"])
    assert (gifts_of(order), len(order["lines"]), await given(app)) == ({"MUG": 1}, 3, 1)
    # A word that changes nothing of goods and money leaves all as it is.
    version = order["version"]
    await place(newer(body, minutes=2, lines=more, seller_remark="易碎"), status=200)
    order = await show(made["id"])
    assert (order["holds"], gifts_of(order), order["version"] > version) == ([], {"MUG": 1}, True)


@pytest.mark.rule("ORD-2")
async def test_a_split_order_carries_its_gift_once_and_parts_get_none(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any, do: Any
) -> None:
    await publish(client, clerk)
    held = await place(paid_now(buyer_remark="?", lines=[line_body(), line_body(platform_line_no="2", sku="TEE-B")]))
    refused = (await do("/split", {"ids": [held["id"]], "by": "presale", "presale_skus": ["TEE-B"], "reason": "r"}))["results"][0]
    assert refused["refusal"]["code"] == "gifts_still_due"
    made = await place(paid_now())
    await settle(app)
    await do("/split", {"ids": [made["id"]], "by": "presale", "presale_skus": ["MUG"], "reason": "分开发"})
    await settle(app)
    order = await show(made["id"])
    parts = [await show(part["id"]) for part in order["related"]]
    assert (order["status"], sorted(str(gifts_of(part)) for part in parts)) == ("split", ["{'MUG': 1}", "{}"])
    assert await given(app) == 1
    await do("/take-apart", {"ids": [made["id"]], "reason": "合回来"})
    await settle(app)
    assert (gifts_of(await show(made["id"])), await given(app)) == ({"MUG": 1}, 1)


@pytest.mark.rule("ORD-2")
async def test_while_stocks_last_the_order_goes_without(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await publish(client, clerk, while_stocks_last=True)
    made = await place(paid_now())
    await settle(app)
    await tell_reserved(app, short(made["id"], attempt=2, skus=("MUG",)))
    await settle(app)
    await settle(app)
    order = await show(made["id"])
    assert (gifts_of(order), order["reservation"], await given(app)) == ({}, "requested", 0)
    [why] = (await client.get(f"/v1/orders/{made['id']}/gifts", headers=clerk)).json()["data"]
    assert (why["state"], why["reason"]) == ("declined", "out_of_stock")


@pytest.mark.rule("ORD-2")
async def test_a_person_may_leave_a_gift_out_and_not_change_it(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    await publish(client, clerk)
    made = await place(paid_now())
    await settle(app)
    order = await show(made["id"])
    [present] = [line for line in order["lines"] if line["gift"]]

    async def change(items: list[dict[str, Any]], status: int) -> dict[str, Any]:
        headers = clerk | {"If-Match": f'"{(await show(made["id"]))["version"]}"'}
        answer = await client.put(f"/v1/orders/{made['id']}/items", json={"items": items, "reason": "买家要求"}, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    bought = {"line_no": 1, "sku": "TEE-W", "quantity": 2}
    kept = {"line_no": present["line_no"], "sku": "MUG", "quantity": 1}
    assert (await change([bought, kept | {"quantity": 5}], 422))["code"] == "gift_is_fixed"
    assert (await change([kept], 422))["code"] == "nothing_to_send"
    await change([bought], 200)
    await settle(app)
    order = await show(made["id"])
    assert (gifts_of(order), order["holds"], await given(app)) == ({}, [], 0)


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_rules_are_published_by_versions_for_ones_own_shops_and_wrong_ones_are_refused(
    client: httpx.AsyncClient, clerk: dict[str, str], app: FastAPI, place: Any
) -> None:
    assert (await publish(client, clerk))["version"] == 1
    past = (datetime.now(UTC) - timedelta(days=1)).isoformat()
    assert (await publish(client, clerk, status=409, effective_from=past))["code"] == "policy_in_the_past"
    unknown = await publish(client, clerk, status=422, gift_sku="NO", buy_skus=["TEE-W", "NOR"])
    assert {error["pointer"] for error in unknown["errors"]} == {"/parameters/gift_sku", "/parameters/buy_skus/1"}
    await publish(client, clerk, status=422, least_paid="10.00")
    own = caller("orders.*", shops=[OTHER_SHOP])
    assert (await publish(client, own, "OWN", status=403))["code"] == "gift_rule_of_other_shops"
    assert (await publish(client, own, status=403, shops=[OTHER_SHOP]))["code"] == "gift_rule_of_other_shops"
    await publish(client, own, "OWN", shops=[OTHER_SHOP])
    await publish(client, clerk, stopped=True)
    assert (await place(paid_now()))["hold_reasons"] == []
    listed = (await client.get("/v1/gift-rules", headers=clerk)).json()["data"]
    assert [(rule["code"], rule["version"], rule["stopped"]) for rule in listed] == [("MUG", 2, True), ("OWN", 1, False)]
    versions = (await client.get("/v1/gift-rules/MUG/versions", headers=clerk)).json()["data"]
    assert [rule["version"] for rule in versions] == [2, 1]
    third = caller("orders.*", shops=["shp_third"])
    assert (await client.get("/v1/gift-rules/OWN/versions", headers=third)).status_code == 404


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_a_draft_is_tried_on_past_orders(client: httpx.AsyncClient, clerk: dict[str, str], place: Any) -> None:
    for _ in range(3):
        await place(paid_now())
    await place(paid_now(lines=[line_body(quantity=1)]))
    await place(paid_now(shop_id=OTHER_SHOP, buyer_id="b2"))
    now = datetime.now(UTC)
    body = {
        "parameters": gift(limit_per_buyer=2),
        "start": (now - timedelta(days=1)).isoformat(),
        "end": (now + timedelta(days=1)).isoformat(),
    }
    trial = (await client.post("/v1/gift-rules/try", json=body, headers=clerk)).json()
    assert (trial["looked_at"], trial["fitting"], trial["given"], trial["pieces"], trial["complete"]) == (5, 4, 3, 3, True)
    own = (await client.post("/v1/gift-rules/try", json=body, headers=caller("orders.*", shops=[OTHER_SHOP]))).json()
    assert (own["looked_at"], len(own["orders"])) == (1, 1)
    wrong = await client.post("/v1/gift-rules/try", json=body | {"end": body["start"]}, headers=clerk)
    assert wrong.json()["code"] == "span_too_long"
    assert (await client.get("/v1/gift-rules", headers=other_key(clerk))).json()["data"] == []
