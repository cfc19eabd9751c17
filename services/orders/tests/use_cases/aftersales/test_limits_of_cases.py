"""What no case may do: name a line twice, pay what was given back, pay more or less than was asked, keep others waiting (CARE-1, CARE-2)."""

from typing import Any

import pytest
from case_making import NOW, TWO_LINES, comes_back, decide, opening, paid, platform_refund, tell_platform
from fastapi import FastAPI
from order_making import bring_to, line_body, money, new_uow, order_body, rows, run, tell, tell_withdrawn

from contracts.warehouse import ReturnArrived
from orders.consumers import aftersales
from orders.store.aftersales.cases import waiting_for_orders


@pytest.mark.rule("CARE-1")
async def test_a_line_is_named_once(delivered: Any, ask: Any) -> None:
    twice = [{"line_no": 1, "quantity": 1}, {"line_no": 1, "quantity": 1}]
    refused = await ask("", opening(await delivered(), "refund_only", "quality", lines=twice), status=422)
    assert (refused["code"], refused["rule"], refused["errors"][0]["pointer"]) == ("line_twice", "CARE-1", "/lines/1")


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize("named", [[7], [1, 1]])
async def test_what_is_paid_is_for_lines_of_the_case(app: FastAPI, delivered: Any, ask: Any, case_of: Any, named: list[int]) -> None:
    case = await ask("", opening(await delivered(), "return_and_refund", "quality", quantity=2, agree=True), status=201)
    await decide(app, "approved")
    await comes_back(app, case["id"], (1, "good"), (1, "missing"))
    body = {"reason": "只退一件", "lines": [{"line_no": line_no, "amount": money("45.00")} for line_no in named]}
    refused = await ask(f"/{case['id']}/pay", body, status=422)
    assert (refused["code"], refused["rule"]) == ("line_not_in_case", "CARE-2")
    assert ((await case_of(case["id"]))["state"], await paid(app)) == ("inspected", [])


@pytest.mark.rule("CARE-2")
async def test_what_the_shop_gave_back_by_itself_is_given_back_by_no_case(app: FastAPI, delivered: Any, ask: Any) -> None:
    order_id = await delivered(**TWO_LINES)
    await run(app, "UPDATE order_line SET refund = 'done' WHERE line_no = 1")
    refused = await ask("", opening(order_id, "refund_only", "quality"), status=409)
    assert (refused["code"], refused["rule"], refused["errors"][0]["pointer"]) == ("line_refunded_by_shop", "CARE-2", "/lines/0")


@pytest.mark.rule("CARE-2")
async def test_freight_goes_back_with_the_last_piece_that_was_bought_whatever_gift_stays(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any
) -> None:
    order_id = await delivered(**{**TWO_LINES, "freight_amount": money("8.00"), "paid_amount": money("108.00")})
    await run(app, "UPDATE order_line SET gift_rule_id = gen_random_uuid(), unit_price = 0, paid_amount = 0 WHERE line_no = 2")
    case = await ask("", opening(order_id, "refund_only", "quality"), status=201)
    assert (await case_of(case["id"]))["amount"]["amount"] == "108.00"


@pytest.mark.rule("CARE-1")
async def test_what_waits_at_the_warehouse_keeps_no_other_case_waiting(app: FastAPI, place: Any, ask: Any, delivered: Any) -> None:
    await ask("", opening(await delivered(), "resend", "missing_goods", agree=True), status=201)
    made = await place(order_body(goods_amount=money("30.00"), paid_amount=money("30.00")))
    await bring_to(app, made["id"], "picked")
    stopping = {"order_id": made["id"], "kind": "refund_before_shipping", "reason_code": "not_wanted", "agree": True}
    case = await ask("", stopping, status=201)
    await tell_withdrawn(app, made["id"])
    async with new_uow(app) as uow:
        found = await waiting_for_orders(uow, limit=1)
    assert [f"asc_{one.hex}" for one in found] == [case["id"]], "the older one waits for its parcel"


@pytest.mark.rule("CARE-2")
@pytest.mark.parametrize(("asked", "shares"), [("10.01", ["6.01", "4.00"]), ("100.00", ["60.00", "40.00"])])
async def test_a_platform_that_asks_for_less_gets_exactly_that(
    app: FastAPI, delivered: Any, show: Any, asked: str, shares: list[str]
) -> None:
    order_no = (await show(await delivered(**TWO_LINES)))["platform_order_no"]
    await tell_platform(app, platform_refund(order_no, kind="refund_only", amount=asked, lines=[]))
    [case] = await rows(app, "SELECT amount FROM aftersales_case")
    lines = await rows(app, "SELECT amount FROM aftersales_line ORDER BY line_no")
    assert (f"{case['amount']:.2f}", [f"{line['amount']:.2f}" for line in lines]) == (asked, shares)


@pytest.mark.rule("CARE-1")
async def test_a_line_that_the_order_does_not_have_makes_no_case_of_the_whole_order(app: FastAPI, delivered: Any, show: Any) -> None:
    order_no = (await show(await delivered(**TWO_LINES)))["platform_order_no"]
    await tell_platform(app, platform_refund(order_no, lines=[{"platform_line_no": "9", "quantity": 1}]))
    assert await rows(app, "SELECT 1 FROM aftersales_case") == []
    [request] = await rows(app, "SELECT problem FROM platform_request")
    assert request["problem"] == "line_not_in_order"


@pytest.mark.rule("CARE-2")
async def test_what_the_buyer_took_back_at_the_platform_is_not_paid_by_itself(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any, show: Any
) -> None:
    order_no = (await show(await delivered()))["platform_order_no"]
    await tell_platform(app, platform_refund(order_no))
    [row] = await rows(app, "SELECT id FROM aftersales_case")
    case_id = f"asc_{row['id'].hex}"
    await ask("/agree", {"ids": [case_id]})
    await decide(app, "approved")
    arrived = ReturnArrived(
        reference=case_id, return_number="RT-1", warehouse_code="HZ", carrier_code="SF", tracking_number="SF9", arrived_at=NOW, by="李"
    )
    await tell(app, aftersales.on_return_arrived, arrived)
    await tell_platform(app, platform_refund(order_no, "withdrawn", minutes=3))
    assert (await case_of(case_id))["attention"] == "platform"
    await comes_back(app, case_id, (1, "good"))
    shown = await case_of(case_id)
    assert (shown["state"], shown["attention"], await paid(app)) == ("inspected", "platform", [])
    await ask(f"/{case_id}/pay", {"reason": "买家改口"})
    assert await paid(app) == ["90.00"]


@pytest.mark.rule("CARE-1")
async def test_half_a_cent_is_rounded_up(delivered: Any, ask: Any) -> None:
    order_id = await delivered(
        lines=[line_body(quantity=1, unit_price=money("12.01"))], goods_amount=money("12.01"), discount_amount=money("0.00"),
        paid_amount=money("12.01"),
    )  # fmt: skip
    await ask("", opening(order_id, "compensation", "late", amount="6.01"), status=201)
    assert (await ask("", opening(order_id, "compensation", "late", amount="0.01"), status=409))["code"] == "too_much_compensation"
