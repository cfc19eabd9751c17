"""Cases from opening to closing, with workflow 6's numbers (rules CARE-1, CARE-2, APR-1)."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
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
    tell,
    tell_reserved,
    tell_shipped,
    tell_withdrawn,
)

from chassis.testing import caller
from contracts.orders import CaseDelayed, CaseEnded, NoteRefundTold, RefundDecided, RefundSettled
from contracts.people import ApprovalDecided, RequestApproval, WithdrawApproval
from contracts.warehouse import (
    ExpectReturn,
    InspectedLine,
    ReserveStock,
    ReturnArrived,
    ReturnInspected,
    WithdrawReturn,
    WithdrawShipments,
)
from orders.consumers import aftersales
from orders.jobs.aftersales import go_on, look_for_overdue

NOW = datetime.now(UTC)
THREE_OF_100 = {
    "lines": [line_body(quantity=3, unit_price=money("100.00"))],
    "goods_amount": money("300.00"),
    "discount_amount": money("30.00"),
    "freight_amount": money("0.00"),
    "paid_amount": money("270.00"),
}


@pytest.fixture
def ask(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def ask(path: str, body: dict[str, Any], *, status: int = 200, headers: dict[str, str] = clerk) -> dict[str, Any]:
        answer = await client.post(f"/v1/aftersales/cases{path}", json=body, headers=other_key(headers))
        assert answer.status_code == status, answer.text
        return answer.json()

    return ask


@pytest.fixture
def case_of(client: httpx.AsyncClient, clerk: dict[str, str]) -> Any:
    async def case_of(case_id: str) -> dict[str, Any]:
        answer = await client.get(f"/v1/aftersales/cases/{case_id}", headers=clerk)
        assert answer.status_code == 200, answer.text
        return answer.json()

    return case_of


@pytest.fixture
def delivered(app: FastAPI, place: Any) -> Any:
    """A new order that the buyer has."""

    async def delivered(**changes: Any) -> str:
        body = order_body(**{**THREE_OF_100, **changes})
        made = await place(body)
        await tell_reserved(app, reserved(made["id"]))
        pieces: dict[str, int] = {}
        for line in body["lines"]:
            pieces[line["sku"]] = pieces.get(line["sku"], 0) + line["quantity"]
        await tell_shipped(app, made["id"], pieces=pieces)
        await run(
            app, "UPDATE sales_order SET status = 'delivered', delivered_at = now(), paid_at = now() WHERE number = :n", n=made["number"]
        )
        return made["id"]

    return delivered


def opening(order_id: str, kind: str, reason: str, *, quantity: int = 1, amount: str | None = None, **rest: Any) -> dict[str, Any]:
    line: dict[str, Any] = {"line_no": 1, "quantity": quantity}
    if amount is not None:
        line["amount"] = money(amount)
    return {"order_id": order_id, "kind": kind, "reason_code": reason, "lines": [line], **rest}


async def decide(app: FastAPI, outcome: str) -> None:
    asked = (await sent(app, RequestApproval.subject))[-1]
    decision = ApprovalDecided(
        approval_id="apr_1", kind=asked["kind"], reference=asked["reference"], outcome=outcome, content_digest=asked["content_digest"],
        decided_at=NOW, takes_effect_at=NOW, decided_by=["王主管"], comment="",
    )  # fmt: skip
    await tell(app, aftersales.on_approval_decided, decision)


async def comes_back(app: FastAPI, case_id: str, *verdicts: tuple[int, str], parcel: str = "RT-1") -> None:
    arrived = ReturnArrived(
        reference=case_id, return_number=parcel, warehouse_code="HZ", carrier_code="SF", tracking_number="SF9", arrived_at=NOW, by="李"
    )
    await tell(app, aftersales.on_return_arrived, arrived)
    await inspected(app, case_id, *verdicts, parcel=parcel)


async def inspected(app: FastAPI, case_id: str, *verdicts: tuple[int, str], parcel: str = "RT-1") -> None:
    lines = [InspectedLine(sku="TEE-W", quantity=count, verdict=verdict, note="") for count, verdict in verdicts]
    news = ReturnInspected(reference=case_id, return_number=parcel, warehouse_code="HZ", lines=lines, inspected_at=NOW, by="李")
    await tell(app, aftersales.on_return_inspected, news)


async def told(app: FastAPI, case_id: str, outcome: str = "told") -> None:
    await tell(app, aftersales.on_refund_told, NoteRefundTold(refund_id=f"{case_id}/pay", outcome=outcome, detail="", at=NOW))


async def paid(app: FastAPI) -> list[str]:
    return [message["amount"] for message in await sent(app, RefundDecided.subject) if message["decision"] == "pay"]


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
    [expected] = await sent(app, ExpectReturn.subject)
    assert (expected["reference"], expected["lines"]) == (case["id"], [{"sku": "TEE-W", "quantity": 1}])
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
        (opening(order_id, "exchange", "quality", amount="1.00"), 422, "amount_not_wanted"),
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
