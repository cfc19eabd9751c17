"""Who is trusted has the money before the inspection, once, within the policy and the service plan (rules CARE-2, CARE-4)."""

from typing import Any

import pytest
from case_making import NOW, comes_back, decide, inspected, opening, paid, told
from customer_making import count
from fastapi import FastAPI
from order_making import rows, run, sent, tell

from contracts.orders import PlatformRefund, TakePlatformRefunds
from contracts.warehouse import WithdrawReturn
from orders.consumers import aftersales

PARCEL = {"carrier_code": "SF", "tracking_number": "SF1234567"}


@pytest.fixture
def returned(app: FastAPI, delivered: Any, ask: Any) -> Any:
    """An agreed return of 90.00 by a customer of this level, whose parcel is told."""

    async def returned(level: str = "key", *, quantity: int = 1, reason: str = "quality", order_id: str = "") -> dict[str, Any]:
        order_id = order_id or await delivered()
        await count(app)
        await run(app, "UPDATE customer SET level = :level", level=level)
        case = await ask("", opening(order_id, "return_and_refund", reason, quantity=quantity, agree=True), status=201)
        if case["state"] == "in_approval":
            await decide(app, "approved")
        return await ask(f"/{case['id']}/parcel", PARCEL) | {"order_id": order_id}

    return returned


@pytest.mark.rule("CARE-2")
async def test_a_key_customer_is_refunded_when_the_parcel_is_told_and_never_again(
    app: FastAPI, returned: Any, ask: Any, case_of: Any
) -> None:
    case = await returned()
    assert (case["state"], await paid(app)) == ("awaiting_goods", ["90.00"])
    await ask(f"/{case['id']}/parcel", {**PARCEL, "tracking_number": "SF7654321"})
    await told(app, case["id"])
    shown = await case_of(case["id"])
    assert (shown["state"], shown["refund"]["state"]) == ("awaiting_goods", "told")
    assert not {"withdraw", "refuse", "pay"} & set(shown["actions"])
    refused = await ask(f"/{case['id']}/withdraw", {"reason": "不退了"}, status=409)
    assert (refused["code"], refused["rule"]) == ("refunded_already", "CARE-2")
    [result] = (await ask("/refuse", {"ids": [case["id"]], "reason": "不行"}))["results"]
    assert result["refusal"]["code"] == "refunded_already"
    await comes_back(app, case["id"], (1, "good"))
    shown = await case_of(case["id"])
    assert (shown["state"], shown["money"][1]["refunded"]["amount"], await paid(app)) == ("closed", "90.00", ["90.00"])


@pytest.mark.rule("CARE-2")
async def test_who_is_not_trusted_waits_for_the_inspection(app: FastAPI, returned: Any) -> None:
    await returned("regular")
    assert await paid(app) == []
    # A valued customer is trusted with 50.00.
    await returned("valued")
    assert await paid(app) == []


@pytest.mark.rule("CARE-2")
async def test_several_returns_do_not_pass_the_limit_together(app: FastAPI, returned: Any, ask: Any) -> None:
    first = await returned()
    await returned()
    await returned()
    assert await paid(app) == ["90.00", "90.00"], "a third would be 270 of 200 on goods that nobody has seen"
    await told(app, first["id"])
    await comes_back(app, first["id"], (1, "good"))
    await returned()
    assert await paid(app) == ["90.00", "90.00", "90.00"]


@pytest.mark.rule("CARE-2")
async def test_the_policy_has_the_lower_word(app: FastAPI, client: Any, clerk: Any, returned: Any) -> None:
    policies = (await client.get("/v1/aftersales/policies", headers=clerk)).json()["data"]
    figures = {**policies[0]["parameters"], "trusted_limits": {"CNY": "89.99"}}
    answer = await client.post(
        "/v1/aftersales/policies", json={"parameters": figures}, headers={**clerk, "Idempotency-Key": "p1-trusted-limit"}
    )
    assert answer.status_code == 201, answer.text
    await returned()
    assert await paid(app) == []


@pytest.mark.rule("CARE-2")
async def test_what_the_inspection_finds_wrong_is_for_a_person_and_pays_nothing_more(
    app: FastAPI, returned: Any, ask: Any, case_of: Any
) -> None:
    case = await returned()
    await told(app, case["id"])
    await comes_back(app, case["id"], (1, "wrong"))
    shown = await case_of(case["id"])
    assert (shown["state"], shown["attention"], shown["actions"]) == ("inspected", "goods", ["close_refunded", "add_note"])
    assert (await ask(f"/{case['id']}/pay", {"reason": "退"}, status=409))["code"] == "refunded_already"
    assert (await ask(f"/{case['id']}/close-refunded", {"reason": "寄回空盒，向买家追偿"}))["state"] == "closed"
    await inspected(app, case["id"], (1, "good"), parcel="RT-9")
    assert await paid(app) == ["90.00"]
    assert {"refunded_ahead", "inspected", "decided"} <= {row["what"] for row in await rows(app, "SELECT what FROM aftersales_entry")}


@pytest.mark.rule("CARE-2")
async def test_goods_that_never_come_are_given_up_by_a_person(app: FastAPI, delivered: Any, returned: Any, ask: Any) -> None:
    plain = await ask("", opening(await delivered(), "return_and_refund", "quality", agree=True), status=201)
    await decide(app, "approved")
    assert (await ask(f"/{plain['id']}/close-refunded", {"reason": "没收到"}, status=409))["code"] == "not_refunded_yet"
    case = await returned()
    # Its shop has not answered yet: the case waits for that.
    assert (await ask(f"/{case['id']}/close-refunded", {"reason": "三周未收到"}))["state"] == "settling"
    assert [one["reference"] for one in await sent(app, WithdrawReturn.subject)] == [case["id"]]
    await told(app, case["id"])
    [row] = await rows(app, "SELECT state FROM aftersales_case ORDER BY opened_at DESC LIMIT 1")
    assert (row["state"], await paid(app)) == ("closed", ["90.00"])


@pytest.mark.rule("CARE-2")
async def test_a_refund_that_fails_is_paid_by_hand_while_the_goods_are_on_their_way(
    app: FastAPI, returned: Any, ask: Any, case_of: Any
) -> None:
    case = await returned()
    await told(app, case["id"], "failed")
    assert "pay_by_hand" in (await case_of(case["id"]))["actions"]
    body = {"reference": "ALI-1", "reason": "平台接口失败"}
    assert (await ask(f"/{case['id']}/pay-by-hand", body))["state"] == "awaiting_goods"
    await ask(f"/{case['id']}/pay-by-hand", body, status=409)
    assert (await case_of(case["id"]))["attention"] is None
    await comes_back(app, case["id"], (1, "damaged"))
    assert (await case_of(case["id"]))["state"] == "closed"


@pytest.mark.rule("CARE-2")
async def test_a_buyer_who_withdraws_at_the_platform_after_the_refund_is_for_a_person(app: FastAPI, returned: Any, case_of: Any) -> None:
    case = await returned()
    [order] = await rows(app, "SELECT shop_id, platform_order_no FROM sales_order")
    await run(app, "UPDATE aftersales_case SET platform_refund_no = 'R-1'")
    news = PlatformRefund(
        shop_id=order["shop_id"], platform_order_no=order["platform_order_no"], platform_refund_no="R-1", kind="return_and_refund",
        state="withdrawn", platform_status="CLOSED", amount="90.00", currency="CNY", lines=[], reason="", note="", carrier_code=None,
        tracking_number=None, evidence=[], asked_at=NOW, answer_by=None, modified_at=NOW,
    )  # fmt: skip
    await tell(app, aftersales.on_platform_refunds, TakePlatformRefunds(refunds=[news]))
    shown = await case_of(case["id"])
    assert (shown["state"], shown["attention"]) == ("awaiting_goods", "platform")
