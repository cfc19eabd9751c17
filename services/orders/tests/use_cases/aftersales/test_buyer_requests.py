"""Buyers ask through the mall's client: once, within its shops, and readable (pain 12, rules CARE-1, CARE-2)."""

import asyncio
from typing import Any

import pytest
from fastapi import FastAPI
from order_making import money, other_key, rows, sent

from chassis.testing import caller
from contracts.orders import RefundDecided

REQUESTS = "/v1/aftersales/requests"
MALL = caller("orders.buyers_requests.send", shops=frozenset({"shp_main"}))


@pytest.fixture
def request_of(app: FastAPI, delivered: Any) -> Any:
    """The body of a request for a delivered order."""

    async def request_of(**changes: Any) -> dict[str, Any]:
        await delivered()
        [row] = await rows(app, "SELECT platform_order_no FROM sales_order ORDER BY received_at DESC, id DESC LIMIT 1")
        return {
            "shop_id": "shp_main", "platform_order_no": row["platform_order_no"], "request_no": "M-1", "kind": "return_and_refund",
            "reason_code": "quality", "lines": [{"platform_line_no": "1", "quantity": 1}], **changes,
        }  # fmt: skip

    return request_of


@pytest.mark.rule("CARE-1")
async def test_the_same_request_is_one_case_also_at_once(app: FastAPI, client: Any, request_of: Any) -> None:
    body = await request_of()
    answers = await asyncio.gather(*(client.post(REQUESTS, json=body, headers=other_key(MALL)) for _ in range(5)))
    assert {answer.status_code for answer in answers} == {201}, answers[0].text
    assert len({answer.json()["id"] for answer in answers}) == 1
    asked = answers[0].json()
    assert (asked["state"], asked["amount"]["amount"], asked["may_withdraw"]) == ("opened", "90.00", True)
    assert asked["state_zh"] == "等待商家处理"
    found = await client.get(f"{REQUESTS}/by-number?shop_id=shp_main&request_no=M-1", headers=MALL)
    assert found.json()["id"] == asked["id"]
    other = await client.post(REQUESTS, json={**body, "kind": "exchange"}, headers=other_key(MALL))
    assert (other.status_code, other.json()["code"]) == (409, "request_number_used")
    assert len(await rows(app, "SELECT 1 FROM aftersales_case")) == 1


@pytest.mark.rule("CARE-1")
async def test_the_buyer_reads_what_can_be_asked_sends_the_parcel_and_takes_it_back(
    app: FastAPI, client: Any, request_of: Any, ask: Any
) -> None:
    body = await request_of()
    where = f"shop_id=shp_main&platform_order_no={body['platform_order_no']}"
    options = (await client.get(f"{REQUESTS}/options?{where}", headers=MALL)).json()
    kinds = {kind["kind"]: kind for kind in options["kinds"]}
    assert "compensation" not in kinds
    assert kinds["return_and_refund"]["in_time_until"] is not None
    assert options["lines"][0]["worth"]["amount"] == "270.00"
    case = (
        await client.post(
            REQUESTS, json={**body, "lines": [{"platform_line_no": "1", "quantity": 1, "amount": money("40.00")}]}, headers=other_key(MALL)
        )
    ).json()
    early = await client.post(
        f"{REQUESTS}/{case['id']}/parcel", json={"carrier_code": "SF", "tracking_number": "SF1234"}, headers=other_key(MALL)
    )
    assert early.status_code == 409
    await ask("/agree", {"ids": [case["id"]]})
    agreed = (await client.get(f"{REQUESTS}/{case['id']}", headers=MALL)).json()
    assert (agreed["state"], agreed["may_tell_parcel"]) == ("awaiting_goods", True)
    [decided] = await sent(app, RefundDecided.subject)
    assert (decided["platform_refund_no"], decided["decision"]) == ("M-1", "agreed"), "the mall is told under its own number"
    told = await client.post(
        f"{REQUESTS}/{case['id']}/parcel", json={"carrier_code": "SF", "tracking_number": "SF1234"}, headers=other_key(MALL)
    )
    assert told.json()["tracking_number"] == "SF1234"
    back = await client.post(f"{REQUESTS}/{case['id']}/withdraw", json={"reason": "不退了"}, headers=other_key(MALL))
    assert (back.json()["state"], back.json()["may_withdraw"]) == ("withdrawn", False)


@pytest.mark.rule("CARE-1", "CARE-2")
async def test_what_a_buyer_may_not_ask_is_refused_and_holds_nothing(
    app: FastAPI, client: Any, request_of: Any, ask: Any, delivered: Any
) -> None:
    body = await request_of()
    elsewhere = caller("orders.buyers_requests.send", shops=frozenset({"shp_other"}))
    for changes, headers, status, code in (
        ({"kind": "compensation", "reason_code": "late"}, MALL, 422, "kind_not_for_buyers"),
        ({"reason_code": "no_such"}, MALL, 422, "reason_not_there"),
        ({"lines": [{"platform_line_no": "9", "quantity": 1}]}, MALL, 422, "line_not_in_order"),
        ({"lines": [{"platform_line_no": "1", "quantity": 4}]}, MALL, 409, "pieces_in_cases"),
        ({"lines": [{"platform_line_no": "1", "quantity": 1, "amount": money("1.00", "USD")}]}, MALL, 422, "currency_differs"),
        ({"platform_order_no": "nothing"}, MALL, 404, "order_not_found"),
        ({}, elsewhere, 404, "order_not_found"),
        ({"shop_id": "shp_other"}, MALL, 404, "order_not_found"),
        ({}, caller("orders.cases.read"), 403, "forbidden"),
    ):
        answer = await client.post(REQUESTS, json={**body, **changes}, headers=other_key(headers))
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await rows(app, "SELECT 1 FROM aftersales_case UNION ALL SELECT 1 FROM line_money WHERE held > 0") == []
    mine = (await client.post(REQUESTS, json=body, headers=other_key(MALL))).json()
    assert (await client.get(f"{REQUESTS}/{mine['id']}", headers=elsewhere)).status_code == 404
    by_hand = await ask("", {"order_id": await delivered(), "kind": "exchange", "reason_code": "size_or_colour"}, status=201)
    assert (await client.get(f"{REQUESTS}/{by_hand['id']}", headers=MALL)).status_code == 404, (
        "what the shop opened itself is not the buyer's"
    )
    refused = await client.post(f"{REQUESTS}/{by_hand['id']}/withdraw", json={"reason": "x"}, headers=other_key(MALL))
    assert refused.status_code == 404
