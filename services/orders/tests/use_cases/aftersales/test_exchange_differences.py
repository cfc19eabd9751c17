"""Exchanges for goods of another price: one chain of in, out and money, nothing twice, never more than was paid (rules CARE-1, CARE-2)."""

import asyncio
from typing import Any

import pytest
from case_making import comes_back, decide, opening, paid, told
from fastapi import FastAPI
from order_making import money, other_key, reserved, rows, run, sent, tell_reserved, tell_shipped

from chassis.testing import caller
from contracts.people import RequestApproval
from contracts.warehouse import ReserveStock
from orders.jobs.aftersales import go_on

REQUESTS = "/v1/aftersales/requests"
MALL = caller("orders.buyers_requests.send", shops=frozenset({"shp_main"}))


def other_goods(order_id: str, *, amount: str | None = None, buyer_pays: str | None = None, **rest: Any) -> dict[str, Any]:
    body = opening(order_id, "exchange", "size_or_colour", amount=amount, **{"agree": True, **rest})
    body["lines"][0]["send_sku"] = "TEE-B"
    return body if buyer_pays is None else {**body, "buyer_pays": money(buyer_pays)}


def payment(amount: str = "20.00", reference: str = "ALI-1") -> dict[str, Any]:
    return {"paid": money(amount), "reference": reference}


async def leaves(app: FastAPI, order_id: str) -> None:
    await tell_reserved(app, reserved(order_id))
    await tell_shipped(app, order_id, pieces={"TEE-B": 1})
    await go_on(app.state.context)


@pytest.mark.rule("CARE-1")
async def test_dearer_goods_go_out_once_the_buyer_has_paid(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", other_goods(await delivered(), buyer_pays="20.00"), status=201)
    asked_before = len(await sent(app, ReserveStock.subject))
    await comes_back(app, case["id"], (1, "good"))
    shown = await case_of(case["id"])
    assert (shown["state"], shown["replacement"], shown["difference"]["state"]) == ("awaiting_payment", None, "asked")
    assert shown["actions"] == ["refuse", "difference_paid", "add_note"]
    assert len(await sent(app, ReserveStock.subject)) == asked_before
    refused = await ask(f"/{case['id']}/difference-paid", payment("19.99"), status=409)
    assert (refused["code"], refused["rule"]) == ("difference_not_exact", "CARE-2")
    assert (await ask(f"/{case['id']}/difference-paid", payment()))["state"] == "settling"
    # The same payment told again changes nothing, another one is refused.
    assert (await ask(f"/{case['id']}/difference-paid", payment()))["state"] == "settling"
    assert (await ask(f"/{case['id']}/difference-paid", payment(reference="ALI-2"), status=409))["code"] == "difference_not_asked"
    shown = await case_of(case["id"])
    await leaves(app, shown["replacement"]["order_id"])
    shown = await case_of(case["id"])
    assert (shown["state"], shown["difference"]["state"], shown["money"][1]["left"]["amount"]) == ("closed", "paid", "270.00")
    assert len(await rows(app, "SELECT 1 FROM sales_order WHERE kind = 'replacement'")) == 1
    assert await paid(app) == []


@pytest.mark.rule("CARE-1")
async def test_what_is_paid_before_it_comes_back_still_waits_for_the_inspection(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any
) -> None:
    case = await ask("", other_goods(await delivered(), buyer_pays="20.00"), status=201)
    assert (await ask(f"/{case['id']}/difference-paid", payment()))["state"] == "awaiting_goods"
    assert (await case_of(case["id"]))["replacement"] is None
    await comes_back(app, case["id"], (1, "good"))
    assert (await case_of(case["id"]))["state"] == "settling"


@pytest.mark.rule("CARE-1")
async def test_a_person_who_sends_anyway_still_waits_for_the_payment(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", other_goods(await delivered(), buyer_pays="20.00"), status=201)
    await comes_back(app, case["id"], (1, "wrong"))
    assert (await case_of(case["id"]))["attention"] == "goods"
    assert (await ask(f"/{case['id']}/send", {"reason": "照发"}))["state"] == "awaiting_payment"
    await ask(f"/{case['id']}/send", {"reason": "照发"}, status=409)
    assert (await case_of(case["id"]))["replacement"] is None


@pytest.mark.rule("CARE-2")
async def test_what_cheaper_goods_cost_less_is_paid_once_they_have_left(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    order_id = await delivered()
    case = await ask("", other_goods(order_id, amount="30.00"), status=201)
    assert (await case_of(case["id"]))["money"][1]["held"]["amount"] == "30.00"
    await comes_back(app, case["id"], (1, "good"))
    shown = await case_of(case["id"])
    assert (shown["state"], await paid(app)) == ("settling", [])
    await leaves(app, shown["replacement"]["order_id"])
    await go_on(app.state.context)
    shown = await case_of(case["id"])
    assert (shown["state"], shown["refund"]["state"], await paid(app)) == ("settling", "decided", ["30.00"])
    await told(app, case["id"])
    await go_on(app.state.context)
    shown = await case_of(case["id"])
    line = shown["money"][1]
    assert (shown["state"], line["refunded"]["amount"], line["pieces_in_cases"], await paid(app)) == ("closed", "30.00", 0, ["30.00"])
    # All of it comes back later: what is left is what was paid less what went back.
    back = await ask("", opening(order_id, "return_and_refund", "no_reason", quantity=3), status=201)
    assert (await case_of(back["id"]))["amount"]["amount"] == "240.00"


@pytest.mark.rule("APR-1")
async def test_a_difference_above_the_limit_is_for_a_superior(app: FastAPI, delivered: Any, ask: Any) -> None:
    case = await ask("", other_goods(await delivered(), amount="60.00"), status=201)
    asked = (await sent(app, RequestApproval.subject))[-1]
    assert (case["state"], asked["kind"], asked["amount"]["amount"]) == ("in_approval", "refund", "60.00")
    await decide(app, "approved")


@pytest.mark.rule("CARE-1", "CARE-2")
async def test_what_is_no_difference_is_refused(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    order_id = await delivered()
    same = opening(order_id, "exchange", "size_or_colour", buyer_pays=money("20.00"))
    for body in (
        same,
        other_goods(order_id, amount="5.00", buyer_pays="20.00"),
        {**other_goods(order_id, buyer_pays="5.00"), "kind": "repair", "reason_code": "quality"},
    ):
        refused = await ask("", body, status=422)
        assert (refused["code"], refused["rule"]) == ("difference_not_wanted", "CARE-1")
    dollars = {**other_goods(order_id), "buyer_pays": {"amount": "5.00", "currency": "USD"}}
    assert (await ask("", dollars, status=422))["errors"][0]["pointer"] == "/buyer_pays/currency"
    assert (await ask("", other_goods(order_id, amount="90.01"), status=422))["code"] == "more_than_worth"
    plain = await ask("", other_goods(order_id, agree=False, buyer_pays="20.00"), status=201)
    assert (await ask(f"/{plain['id']}/difference-paid", payment(), status=409))["code"] == "difference_not_asked"


@pytest.mark.rule("CARE-2")
async def test_a_case_that_ends_voids_what_was_asked_and_gives_back_what_was_paid(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any
) -> None:
    order_id = await delivered()
    first = await ask("", other_goods(order_id, buyer_pays="20.00"), status=201)
    assert (await ask(f"/{first['id']}/withdraw", {"reason": "不换了"}))["state"] == "withdrawn"
    assert (await case_of(first["id"]))["difference"]["state"] == "void"
    assert (await ask(f"/{first['id']}/difference-paid", payment(), status=409))["code"] == "difference_not_asked"

    second = await ask("", other_goods(order_id, buyer_pays="20.00"), status=201)
    await ask(f"/{second['id']}/difference-paid", payment())
    assert (await ask(f"/{second['id']}/withdraw", {"reason": "不换了"}))["state"] == "giving_back"
    shown = await case_of(second["id"])
    assert (shown["difference"]["state"], shown["closed_at"], shown["money"][1]["pieces_in_cases"]) == ("to_give_back", None, 0)
    back = {"reference": "ALI-B1"}
    assert (await ask(f"/{second['id']}/difference-given-back", back))["state"] == "withdrawn"
    assert (await ask(f"/{second['id']}/difference-given-back", back))["state"] == "withdrawn"
    again = await ask(f"/{second['id']}/difference-given-back", {"reference": "ALI-B2"}, status=409)
    assert (again["code"], again["rule"]) == ("difference_not_to_give_back", "CARE-2")

    third = await ask("", other_goods(order_id, buyer_pays="20.00"), status=201)
    await comes_back(app, third["id"], (1, "wrong"))
    await ask(f"/{third['id']}/difference-paid", payment(reference="ALI-3"))
    await ask("/refuse", {"ids": [third["id"]], "reason": "寄回的不是本店商品"})
    assert (await case_of(third["id"]))["state"] == "giving_back"
    assert (await ask(f"/{third['id']}/difference-given-back", back))["state"] == "refused"


@pytest.mark.rule("CARE-2")
async def test_one_payment_counts_for_one_case_also_at_once(app: FastAPI, client: Any, clerk: Any, delivered: Any, ask: Any) -> None:
    order_id = await delivered()
    cases = [(await ask("", other_goods(order_id, buyer_pays="20.00"), status=201))["id"] for _ in range(3)]
    answers = await asyncio.gather(
        *(client.post(f"/v1/aftersales/cases/{case}/difference-paid", json=payment(), headers=other_key(clerk)) for case in cases)
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {"payment_reference_used"}


@pytest.mark.rule("CARE-1")
async def test_after_its_days_an_unpaid_exchange_is_overdue_and_can_be_refused(
    app: FastAPI, delivered: Any, ask: Any, case_of: Any
) -> None:
    case = await ask("", other_goods(await delivered(), buyer_pays="20.00"), status=201)
    await comes_back(app, case["id"], (1, "good"))
    [row] = await rows(app, "SELECT due_at - state_at = interval '72 hours' AS right FROM aftersales_case")
    assert row["right"]
    await ask("/refuse", {"ids": [case["id"]], "reason": "逾期未补差价"})
    shown = await case_of(case["id"])
    assert (shown["state"], shown["difference"]["state"], shown["money"][1]["pieces_in_cases"]) == ("refused", "void", 0)


@pytest.mark.rule("CARE-1")
async def test_the_mall_asks_for_other_goods_and_tells_the_payment(app: FastAPI, client: Any, delivered: Any, ask: Any) -> None:
    await delivered()
    [row] = await rows(app, "SELECT platform_order_no FROM sales_order")
    body = {
        "shop_id": "shp_main", "platform_order_no": row["platform_order_no"], "request_no": "M-1", "kind": "exchange",
        "reason_code": "size_or_colour", "lines": [{"platform_line_no": "1", "quantity": 1, "send_sku": "TEE-B"}],
        "buyer_pays": money("20.00"),
    }  # fmt: skip
    wrong = {**body, "buyer_pays": {"amount": "20.00", "currency": "USD"}}
    assert (await client.post(REQUESTS, json=wrong, headers=other_key(MALL))).status_code == 422
    made = (await client.post(REQUESTS, json=body, headers=other_key(MALL))).json()
    assert (made["difference"], made["difference_state"], made["may_pay_difference"]) == (money("20.00"), "asked", False)
    await ask("/agree", {"ids": [made["id"]]})
    answer = await client.post(f"{REQUESTS}/{made['id']}/difference-paid", json=payment(), headers=other_key(MALL))
    assert (answer.status_code, answer.json()["difference_state"]) == (200, "paid"), answer.text
    ended = await client.post(f"{REQUESTS}/{made['id']}/withdraw", json={"reason": "不换了"}, headers=other_key(MALL))
    assert (ended.json()["state"], ended.json()["difference_state"]) == ("giving_back", "to_give_back")
    back = await client.post(f"{REQUESTS}/{made['id']}/difference-given-back", json={"reference": "B-1"}, headers=other_key(MALL))
    assert (back.json()["state"], back.json()["difference_state"]) == ("withdrawn", "given_back")
    stranger = caller("orders.buyers_requests.send", shops=frozenset({"shp_other"}))
    unseen = await client.post(f"{REQUESTS}/{made['id']}/difference-paid", json=payment(), headers=other_key(stranger))
    assert unseen.status_code == 404


@pytest.mark.rule("CARE-2")
async def test_a_replacement_that_was_cancelled_is_not_paid_for_twice(app: FastAPI, delivered: Any, ask: Any, case_of: Any) -> None:
    case = await ask("", other_goods(await delivered(), buyer_pays="20.00"), status=201)
    await ask(f"/{case['id']}/difference-paid", payment())
    await comes_back(app, case["id"], (1, "good"))
    await run(app, "UPDATE sales_order SET status = 'cancelled' WHERE kind = 'replacement'")
    await go_on(app.state.context)
    assert (await case_of(case["id"]))["attention"] == "replacement"
    assert (await ask(f"/{case['id']}/send", {"reason": "再发一次"}))["state"] == "settling"
