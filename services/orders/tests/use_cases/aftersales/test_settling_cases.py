"""Cases from opening to settling, with workflow 6's numbers (rules CARE-1, CARE-2, APR-1)."""

import asyncio
from typing import Any

import pytest
from case_making import comes_back, decide, inspected, opening, paid, told
from fastapi import FastAPI
from order_making import (
    bring_to,
    line_body,
    money,
    order_body,
    other_key,
    reserved,
    rows,
    run,
    sent,
    tell_reserved,
    tell_shipped,
    tell_withdrawn,
)

from contracts.orders import CaseEnded, RefundSettled
from contracts.people import RequestApproval, WithdrawApproval
from contracts.warehouse import (
    ExpectReturn,
    ReserveStock,
    WithdrawShipments,
)
from orders.jobs.aftersales import go_on


@pytest.mark.rule("APR-1")
@pytest.mark.rule("CARE-2")
async def test_a_return_above_the_limit_waits_for_a_superior_and_for_the_inspection(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any
) -> None:
    case = await ask("", opening(await delivered(), "return_and_refund", "damaged_on_the_way", agree=True), status=201)
    assert case["state"] == "in_approval"
    asked = (await sent(app, RequestApproval.subject))[-1]
    assert (asked["kind"], asked["amount"]) == ("refund", {"amount": "90.00", "currency": "CNY"})
    assert await sent(app, ExpectReturn.subject) == []
    await decide(app, "approved")
    assert (await case_of(case["id"]))["state"] == "awaiting_goods"
    assert [row["facts"]["by"] for row in await rows(app, "SELECT facts FROM aftersales_entry WHERE what = 'agreed'")] == ["王主管"]
    [expected] = await sent(app, ExpectReturn.subject)
    assert (expected["reference"], expected["lines"]) == (case["id"], [{"sku": "TEE-W", "quantity": 1}])
    assert expected["note"] == "运输破损 / Damaged on the way", "the keeper reads words, not a code"
    assert await paid(app) == []
    await comes_back(app, case["id"], (1, "damaged"))
    assert await paid(app) == ["90.00"]
    await inspected(app, case["id"], (1, "damaged"))
    await told(app, case["id"])
    await told(app, case["id"])
    shown = await case_of(case["id"])
    assert (shown["state"], shown["refund"]["state"], shown["money"][1]["refunded"]["amount"]) == ("closed", "told", "90.00")
    [settled] = await sent(app, RefundSettled.subject)
    # 270 points were given for 270 yuan: 180 stay.
    assert (settled["amount"], settled["points"]) == ("90.00", 90)
    assert [(ended["outcome"], ended["in_time"]) for ended in await sent(app, CaseEnded.subject)] == [("closed", True)]
    assert await paid(app) == ["90.00"]


@pytest.mark.rule("APR-1")
async def test_a_superiors_no_opens_the_case_again_and_the_clerk_ends_it(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", opening(await delivered(), "refund_only", "quality", agree=True), status=201)
    await decide(app, "refused")
    shown = await case_of(case["id"])
    assert (shown["state"], shown["attention"]) == ("opened", "not_approved")
    result = await ask("/refuse", {"ids": [case["id"]], "reason": "证据不足"})
    assert result["results"][0]["state"] == "refused"
    assert (await case_of(case["id"]))["money"][1]["left"]["amount"] == "270.00"
    assert await paid(app) == []


@pytest.mark.rule("APR-1")
async def test_small_cases_of_one_order_do_not_pass_the_limit_together(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered()
    first = await ask("", opening(order_id, "refund_only", "quality", amount="30.00", agree=True), status=201)
    second = await ask("", opening(order_id, "refund_only", "quality", amount="30.00", agree=True), status=201)
    assert (first["state"], second["state"]) == ("settling", "in_approval")
    assert (await sent(app, RequestApproval.subject))[-1]["amount"]["amount"] == "60.00"
    await ask(f"/{second['id']}/withdraw", {"reason": "买家不要了"})
    assert len(await sent(app, WithdrawApproval.subject)) == 1


@pytest.mark.rule("CARE-1")
async def test_after_seven_days_a_superior_decides(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered()
    await run(app, "UPDATE sales_order SET delivered_at = now() - interval '8 days'")
    case = await ask("", opening(order_id, "exchange", "size_or_colour", agree=True), status=201)
    assert (case["state"], (await sent(app, RequestApproval.subject))[-1]["kind"]) == ("in_approval", "aftersales_late")


@pytest.mark.rule("CARE-1")
async def test_an_exchange_brings_one_in_and_sends_one_out_for_nothing(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", opening(await delivered(), "exchange", "size_or_colour", agree=True), status=201)
    await comes_back(app, case["id"], (1, "good"))
    shown = await case_of(case["id"])
    assert (shown["state"], shown["replacement"]["status"], shown["amount"]["amount"]) == ("settling", "reviewed", "0.00")
    asked = (await sent(app, ReserveStock.subject))[-1]["requests"][0]
    assert asked["lines"] == [{"sku": "TEE-W", "quantity": 1}]
    await tell_reserved(app, reserved(shown["replacement"]["order_id"]))
    await tell_shipped(app, shown["replacement"]["order_id"], pieces={"TEE-W": 1})
    await go_on(app.state.context)
    shown = await case_of(case["id"])
    assert (shown["state"], shown["money"][1]["pieces_in_cases"], await paid(app)) == ("closed", 0, [])


@pytest.mark.rule("CARE-2")
async def test_what_is_missing_or_wrong_is_decided_by_a_person(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", opening(await delivered(), "return_and_refund", "quality", quantity=2, agree=True), status=201)
    await decide(app, "approved")
    await comes_back(app, case["id"], (1, "good"), (1, "missing"))
    shown = await case_of(case["id"])
    assert (shown["state"], shown["attention"], await paid(app)) == ("inspected", "goods", [])
    body = {"reason": "只退到货的一件", "lines": [{"line_no": 1, "amount": money("180.01")}]}
    refused = await ask(f"/{case['id']}/pay", body, status=409)
    assert refused["rule"] == "CARE-2"
    await ask(f"/{case['id']}/pay", {"reason": "只退到货的一件", "lines": [{"line_no": 1, "amount": money("90.00")}]})
    assert await paid(app) == ["90.00"]


@pytest.mark.rule("CARE-1")
async def test_before_it_is_sent_the_order_is_stopped_first(app: FastAPI, place: Any, show: Any, ask: Any, case_of: Any) -> None:
    made = await place(order_body(goods_amount=money("30.00"), paid_amount=money("38.00"), freight_amount=money("8.00")))
    await bring_to(app, made["id"], "picked")
    body = {"order_id": made["id"], "kind": "refund_before_shipping", "reason_code": "not_wanted", "agree": True}
    case = await ask("", body, status=201)
    assert (case["state"], len(await sent(app, WithdrawShipments.subject)), await paid(app)) == ("stopping", 1, [])
    await go_on(app.state.context)
    assert (await case_of(case["id"]))["state"] == "stopping"
    await tell_withdrawn(app, made["id"])
    await go_on(app.state.context)
    assert (await paid(app), (await show(made["id"]))["status"]) == (["38.00"], "cancelled")


@pytest.mark.rule("CARE-1")
async def test_what_left_meanwhile_has_to_come_back_first(app: FastAPI, place: Any, ask: Any, case_of: Any) -> None:
    made = await place(order_body(goods_amount=money("30.00"), paid_amount=money("30.00")))
    await bring_to(app, made["id"], "packed")
    body = {"order_id": made["id"], "kind": "refund_before_shipping", "reason_code": "not_wanted", "agree": True}
    case = await ask("", body, status=201)
    await tell_shipped(app, made["id"])
    await go_on(app.state.context)
    shown = await case_of(case["id"])
    assert (shown["state"], shown["kind"], shown["attention"], await paid(app)) == ("opened", "return_and_refund", "left_meanwhile", [])
    await ask("/agree", {"ids": [case["id"]]})
    assert (await case_of(case["id"]))["state"] == "awaiting_goods"


@pytest.mark.rule("CARE-1")
async def test_price_protection_pays_the_difference_and_lowers_what_a_return_is_worth(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any
) -> None:
    order_id = await delivered(
        lines=[line_body(quantity=1, unit_price=money("199.00"))], goods_amount=money("199.00"), discount_amount=money("0.00"),
        paid_amount=money("199.00"),
    )  # fmt: skip
    case = await ask("", opening(order_id, "price_protection", "cheaper_now", amount="40.00", agree=True), status=201)
    assert (case["state"], await paid(app)) == ("settling", ["40.00"])
    back = await ask("", opening(order_id, "return_and_refund", "no_reason"), status=201)
    assert (await case_of(back["id"]))["amount"]["amount"] == "159.00"
    await run(app, "UPDATE sales_order SET paid_at = now() - interval '8 days'")
    body = opening(order_id, "price_protection", "cheaper_now", amount="1.00")
    assert (await ask("", body, status=409))["code"] == "more_than_paid"


@pytest.mark.rule("CARE-2")
async def test_a_coupon_of_ten_over_three_pieces_comes_back_to_the_cent(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    order_id = await delivered(
        lines=[line_body(quantity=3, unit_price=money("10.00"))], goods_amount=money("30.00"), discount_amount=money("20.00"),
        paid_amount=money("10.00"),
    )  # fmt: skip
    amounts: list[str] = []
    for _ in range(3):
        case = await ask("", opening(order_id, "return_and_refund", "quality"), status=201)
        amounts.append((await case_of(case["id"]))["amount"]["amount"])
    assert amounts == ["3.34", "3.33", "3.33"]
    refused = await ask("", opening(order_id, "return_and_refund", "quality"), status=409)
    assert (refused["code"], refused["rule"]) == ("pieces_in_cases", "CARE-2")


@pytest.mark.rule("CARE-2")
async def test_the_points_of_a_refund_in_parts_are_those_of_the_whole(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered(
        lines=[line_body(quantity=3, unit_price=money("10.00"))], goods_amount=money("30.00"), discount_amount=money("20.00"),
        paid_amount=money("10.00"),
    )  # fmt: skip
    cases = [await ask("", opening(order_id, "refund_only", "quality", agree=True), status=201) for _ in range(3)]
    # Told in another order than decided.
    for case in reversed(cases):
        await told(app, case["id"])
    settled = {one["amount"]: 0 for one in await sent(app, RefundSettled.subject)}
    for one in await sent(app, RefundSettled.subject):
        settled[one["amount"]] += one["points"]
    assert settled == {"3.34": 3, "3.33": 7}


@pytest.mark.rule("CARE-2")
async def test_fifty_at_once_refund_one_piece_once(app: FastAPI, client: Any, clerk: Any, delivered: Any) -> None:
    order_id = await delivered(
        lines=[line_body(quantity=1, unit_price=money("40.00"))], goods_amount=money("40.00"), discount_amount=money("0.00"),
        paid_amount=money("40.00"),
    )  # fmt: skip
    body = opening(order_id, "refund_only", "quality", agree=True)
    answers = await asyncio.gather(*(client.post("/v1/aftersales/cases", json=body, headers=other_key(clerk)) for _ in range(50)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 49
    assert await paid(app) == ["40.00"]


@pytest.mark.rule("CARE-2")
async def test_the_database_itself_holds_it(app: FastAPI, delivered: Any, ask: Any) -> None:
    await ask("", opening(await delivered(), "refund_only", "quality", amount="40.00", agree=True), status=201)
    for change in ("refunded = 271", "held = 231, refunded = 40", "pieces = 4", "held = -1"):
        with pytest.raises(Exception, match="ck_line_money"):
            await run(app, f"UPDATE line_money SET {change} WHERE line_no = 1")
