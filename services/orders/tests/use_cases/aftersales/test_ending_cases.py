"""How cases end, who sees them, and what the platforms tell (rules CARE-1, CARE-2)."""

from datetime import timedelta
from typing import Any

import pytest
from case_making import NOW, comes_back, decide, opening, platform_refund, tell_platform, told
from fastapi import FastAPI
from order_making import (
    other_key,
    rows,
    run,
    sent,
)

from chassis.testing import caller
from contracts.orders import CaseDelayed, RefundDecided, RefundSettled
from contracts.people import RequestApproval
from contracts.warehouse import (
    ExpectReturn,
    WithdrawReturn,
)
from orders.jobs.aftersales import go_on, look_for_overdue, try_again


@pytest.mark.rule("CARE-2")
async def test_what_the_shop_cannot_pay_is_paid_by_hand_once(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", opening(await delivered(), "refund_only", "quality", amount="20.00", agree=True), status=201)
    await told(app, case["id"], "failed")
    assert (await case_of(case["id"]))["attention"] == "refund_failed"
    body = {"reference": "支付宝 2026112200001", "reason": "平台接口失败"}
    assert (await ask(f"/{case['id']}/pay-by-hand", body))["state"] == "closed"
    await ask(f"/{case['id']}/pay-by-hand", body, status=409)
    assert len(await sent(app, RefundSettled.subject)) == 1


@pytest.mark.rule("CARE-1")
async def test_compensation_has_a_limit_of_its_own_and_a_most(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered()
    assert (await ask("", opening(order_id, "compensation", "late", amount="20.00", agree=True), status=201))["state"] == "settling"
    assert (await ask("", opening(order_id, "compensation", "late", amount="1.00", agree=True), status=201))["state"] == "in_approval"
    assert (await sent(app, RequestApproval.subject))[-1]["kind"] == "compensation"
    refused = await ask("", opening(order_id, "compensation", "late", amount="120.00"), status=409)
    assert (refused["code"], refused["rule"]) == ("too_much_compensation", "CARE-1")


@pytest.mark.rule("CARE-1")
async def test_a_resend_goes_out_and_a_repair_comes_back_to_the_buyer(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    order_id = await delivered()
    resend = await ask("", opening(order_id, "resend", "missing_goods", agree=True), status=201)
    replacement = (await case_of(resend["id"]))["replacement"]
    assert (resend["state"], replacement["status"]) == ("settling", "reviewed")
    await run(app, "UPDATE sales_order SET status = 'cancelled' WHERE number = :n", n=replacement["number"])
    await go_on(app.state.context)
    assert (await case_of(resend["id"]))["actions"] == ["refuse", "send", "add_note"]
    assert (await ask(f"/{resend['id']}/send", {"reason": "再发一次"}))["state"] == "settling"
    repair = await ask("", opening(order_id, "repair", "quality", agree=True), status=201)
    await comes_back(app, repair["id"], (1, "damaged"), parcel="RT-2")
    body = {"carrier_code": "SF", "tracking_number": "SF777777", "reason": "已修好"}
    assert (await ask(f"/{repair['id']}/sent-back", body))["state"] == "closed"


@pytest.mark.rule("CARE-1")
async def test_a_return_that_is_taken_back_is_no_longer_expected(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", opening(await delivered(), "exchange", "size_or_colour", agree=True), status=201)
    await ask(f"/{case['id']}/parcel", {"carrier_code": "SF", "tracking_number": "SF12345"})
    assert [message["tracking_number"] for message in await sent(app, ExpectReturn.subject)] == [None, "SF12345"]
    await ask(f"/{case['id']}/withdraw", {"reason": "买家留下了"})
    assert len(await sent(app, WithdrawReturn.subject)) == 1
    assert (await case_of(case["id"]))["money"][1]["pieces_in_cases"] == 0


@pytest.mark.rule("CARE-1")
async def test_what_is_overdue_is_told_once(app: FastAPI, delivered: Any, ask: Any, client: Any, clerk: Any) -> None:
    await ask("", opening(await delivered(), "exchange", "size_or_colour"), status=201)
    await run(app, "UPDATE aftersales_case SET due_at = now() - interval '1 minute'")
    for _ in range(2):
        await look_for_overdue(app.state.context)
    assert len(await sent(app, CaseDelayed.subject)) == 1
    page = (await client.get("/v1/aftersales/cases", params={"view": "overdue"}, headers=clerk)).json()
    assert len(page["data"]) == 1


async def test_who_is_limited_to_shops_sees_and_does_nothing_elsewhere(app: FastAPI, delivered: Any, ask: Any, client: Any) -> None:
    order_id = await delivered()
    case = await ask("", opening(order_id, "exchange", "size_or_colour"), status=201)
    other = caller("orders.*", shops=frozenset({"shp_other"}))
    assert (await client.get("/v1/aftersales/cases", headers=other)).json()["data"] == []
    assert (await client.get(f"/v1/aftersales/cases/{case['id']}", headers=other)).status_code == 404
    assert (await client.get(f"/v1/aftersales/orders/{order_id}", headers=other)).status_code == 404
    await ask("", opening(order_id, "exchange", "size_or_colour"), status=404, headers=other)
    result = await ask("/agree", {"ids": [case["id"]]}, headers=other)
    assert result["results"][0]["refusal"]["code"] == "case_not_found"


async def test_each_of_many_has_its_own_result(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered()
    ids = [(await ask("", opening(order_id, "exchange", "size_or_colour"), status=201))["id"] for _ in range(2)]
    await ask("/refuse", {"ids": ids[:1], "reason": "已用过"})
    result = await ask("/agree", {"ids": ids})
    assert [(one["state"], one["refusal"] and one["refusal"]["code"]) for one in result["results"]] == [
        ("refused", "case_step_not_allowed"),
        ("awaiting_goods", None),
    ]


async def test_wrong_requests_change_nothing(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered()
    for body, status, code in (
        (opening(order_id, "refund_before_shipping", "not_wanted"), 409, "kind_not_for_order"),
        (opening(order_id, "exchange", "cheaper_now"), 422, "reason_not_there"),
        (opening(order_id, "exchange", "quality", amount="1.00"), 422, "difference_not_wanted"),
        (opening(order_id, "repair", "quality", amount="1.00"), 422, "amount_not_wanted"),
        (opening(order_id, "compensation", "late"), 422, "amount_needed"),
        (opening(order_id, "refund_only", "quality", amount="90.01"), 422, "more_than_worth"),
        (opening(order_id, "refund_only", "quality", quantity=4), 409, "pieces_in_cases"),
        (opening(order_id, "exchange", "quality", lines=[{"line_no": 9, "quantity": 1}]), 422, "line_not_in_order"),
        (opening(order_id, "exchange", "quality", lines=[{"line_no": 1, "quantity": 1, "send_sku": "NONE"}]), 422, "sku_unknown"),
    ):
        assert (await ask("", body, status=status))["code"] == code
    assert await rows(app, "SELECT 1 FROM aftersales_case") == []
    assert await rows(app, "SELECT 1 FROM line_money") == []


async def test_policies_are_versions(client: Any, clerk: Any) -> None:
    [first] = (await client.get("/v1/aftersales/policies", headers=clerk)).json()["data"]
    parameters = first["parameters"] | {"days_after_delivery": 15}
    body = {"parameters": parameters, "note": "双十一"}
    made = await client.post("/v1/aftersales/policies", json=body, headers=other_key(clerk))
    assert (made.status_code, made.json()["version"]) == (201, 1)
    late = body | {"effective_from": "2026-01-01T00:00:00Z"}
    assert (await client.post("/v1/aftersales/policies", json=late, headers=other_key(clerk))).status_code == 409


@pytest.mark.rule("CARE-1")
async def test_a_request_at_the_platform_is_one_case_that_follows_it(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any, show: Any
) -> None:
    order_no = (await show(await delivered()))["platform_order_no"]
    for _ in range(2):
        await tell_platform(app, platform_refund(order_no))
    [row] = await rows(app, "SELECT id, source, reason_code, due_at FROM aftersales_case")
    assert (row["source"], row["reason_code"], row["due_at"] <= NOW + timedelta(hours=2)) == ("platform", "quality", True)
    case_id = f"asc_{row['id'].hex}"
    await ask("/agree", {"ids": [case_id]})
    await decide(app, "approved")
    assert [message["decision"] for message in await sent(app, RefundDecided.subject)] == ["agreed"]
    await tell_platform(app, platform_refund(order_no, "returned", minutes=5, carrier_code="SF", tracking_number="SF555"))
    await tell_platform(app, platform_refund(order_no, "asked", minutes=1))
    assert (await case_of(case_id))["tracking_number"] == "SF555"
    await tell_platform(app, platform_refund(order_no, "refunded", minutes=9))
    assert (await case_of(case_id))["attention"] == "platform", "paid there before anybody inspected it"


@pytest.mark.rule("CARE-1")
async def test_what_the_buyer_takes_back_at_the_platform_is_taken_back(app: FastAPI, delivered: Any, case_of: Any, show: Any) -> None:
    order_no = (await show(await delivered()))["platform_order_no"]
    await tell_platform(app, platform_refund(order_no))
    await tell_platform(app, platform_refund(order_no, "withdrawn", minutes=1))
    [row] = await rows(app, "SELECT state FROM aftersales_case")
    assert row["state"] == "withdrawn"
    assert await rows(app, "SELECT 1 FROM line_money WHERE held > 0 OR pieces > 0") == []


@pytest.mark.rule("CARE-2")
async def test_a_request_that_cannot_be_a_case_holds_nothing_and_is_tried_again(app: FastAPI, delivered: Any, show: Any) -> None:
    order_no = (await show(await delivered()))["platform_order_no"]
    two_lines = [{"platform_line_no": "1", "quantity": 1}, {"platform_line_no": "1", "quantity": None}]
    await tell_platform(
        app, platform_refund("unknown"), platform_refund(order_no, platform_refund_no="R2", amount="300.00", lines=two_lines[:1])
    )
    found = await rows(app, "SELECT platform_refund_no, problem FROM platform_request ORDER BY 1")
    assert [row["problem"] for row in found] == ["order_not_found", "more_than_worth"]
    assert await rows(app, "SELECT 1 FROM line_money WHERE held > 0 OR pieces > 0") == []
    await run(app, "UPDATE sales_order SET platform_order_no = 'unknown'")
    await run(app, "UPDATE platform_request SET tried_at = now() - interval '2 minutes'")
    await try_again(app.state.context)
    assert len(await rows(app, "SELECT 1 FROM aftersales_case")) == 1
