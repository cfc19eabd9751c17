"""Complaints in time, mediation that hears both, call-backs that follow up: through the gateway (rules CARE-3, CARE-5, CARE-8)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.test_life_of_an_order import kuaidi100, push
from tests.acceptance.world import Order, Person, World

DAY = 86_400.0
CARE = "/orders/v1/care"
CLOSING = {"responsible": "carrier", "improvement": "与快递约定破损先行赔付"}


def done(person: Person, path: str, *, status: int | tuple[int, ...] = (200, 201, 204), **body: Any) -> Any:
    answer = person.ask("POST", f"{CARE}{path}", json=body)
    allowed = (status,) if isinstance(status, int) else status
    assert answer.status_code in allowed, answer.text
    return answer.json() if answer.content else None


def shown(person: Person, path: str) -> Any:
    answer = person.ask("GET", f"{CARE}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def came_back(person: Person) -> Person:
    """Signed in again: the clock was moved."""
    person._token = ""
    return person


def delivered(world: World, shop: str, **changes: Any) -> Order:
    order = world.allocated(shop, sku=world.sku(3), **changes)
    tracking = world.send(order)
    world.becomes(order["platform_order_no"], status="shipped")
    china = datetime.now(UTC) + timedelta(hours=8)
    assert push(world, kuaidi100(world, tracking, state="3", words="已签收", when=china)) == 200
    return world.becomes(order["platform_order_no"], status="delivered")


@pytest.mark.rule("CARE-3")
def test_a_complaint_is_answered_in_time_or_goes_up_and_is_closed_with_who_and_what(world: World) -> None:
    shop = world.shop()
    order = world.allocated(shop, sku=world.sku(2))
    clerk = world.person("orders.complaints.read", "orders.complaints.open", "orders.complaints.handle", shops=[shop])
    number = f"TS{uuid4().hex[:8]}"
    told = {"platform_no": number, "platform_order_no": order["platform_order_no"], "shop_id": shop, "kind": "delivery", "text": "外箱破损"}
    # The platform tells it twice.
    first, again = (world.ask("POST", f"{CARE}/complaints", json=told) for _ in range(2))
    assert (first.status_code, again.status_code) == (201, 200), again.text
    complaint = f"/complaints/{first.json()['id']}"
    assert again.json()["id"] == first.json()["id"]
    found = shown(clerk, complaint)
    assert (found["order_id"], found["state"], found["escalated"]) == (order["id"], "opened", False)
    assert datetime.fromisoformat(found["answer_due_at"]) <= datetime.fromisoformat(found["solve_due_at"])
    refused = done(clerk, f"{complaint}/close", status=409, **CLOSING)
    assert (refused["code"], refused["rule"]) == ("complaint_not_answered", "CARE-3")

    world.house.set_clock(20 * DAY)
    came_back(clerk)
    world.eventually(lambda: shown(clerk, complaint)["escalated"], what="the late complaint goes up", seconds=60)
    assert first.json()["number"] in [row["number"] for row in shown(clerk, "/complaints?view=escalated")["data"]]
    done(clerk, f"{complaint}/answer", text="您好，马上为您补发")
    done(clerk, f"{complaint}/close", status=422, responsible="carrier")
    done(clerk, f"{complaint}/close", **CLOSING)
    found = shown(clerk, complaint)
    assert (found["responsible"], found["improvement"]) == ("carrier", CLOSING["improvement"])
    assert (found["answered_in_time"], found["closed_in_time"]) == (False, False)
    happened = [entry["what"] for entry in shown(clerk, f"{complaint}/timeline")["data"]]
    assert happened[0] == "opened"
    assert 1 <= happened.count("escalated") <= 2
    done(clerk, f"{complaint}/reopen", reason="补发的又破了")
    assert shown(clerk, complaint)["reopened"] == 1
    stranger = world.person("orders.complaints.read", shops=[world.shop()])
    assert stranger.ask("GET", f"{CARE}{complaint}").status_code == 404


@pytest.mark.rule("CARE-3")
def test_nothing_is_handed_to_somebody_who_left_and_what_they_had_is_back_at_the_desk(world: World) -> None:
    shop = world.shop()
    clerk, leaver = (
        world.person("orders.complaints.read", "orders.complaints.open", "orders.complaints.handle", shops=[shop]) for _ in range(2)
    )
    made = done(clerk, "/complaints", kind="service", text="没人回复", shop_id=shop)
    done(leaver, f"/complaints/{made['id']}/answer", text="您好")
    handing = {"ids": [made["id"]], "to_id": leaver.account_id}
    assert done(clerk, "/complaints/transfer", **handing)["done"] == 1
    ended = {"json": {"reason": "离职"}, "token": world.boss()}
    assert world.ask("POST", f"/people/v1/accounts/{leaver.account_id}/end-access", **ended).status_code == 204
    complaint = f"/complaints/{made['id']}"
    world.eventually(lambda: shown(clerk, complaint)["assignee_id"] is None, what="the leaver's complaint is back at the desk", seconds=30)
    *_, last = shown(clerk, f"{complaint}/timeline")["data"]
    assert (last["what"], last["facts"]["before"][:6]) == ("back_at_desk", "Person")
    assert leaver.account_id not in [one["account_id"] for one in shown(clerk, "/colleagues")["data"]]
    refused = done(clerk, "/complaints/transfer", status=422, **handing)
    assert (refused["code"], refused["rule"]) == ("colleague_unknown", "CARE-3")


@pytest.mark.rule("CARE-8")
def test_both_are_heard_before_the_mall_decides_and_the_record_stays(world: World) -> None:
    shop = world.shop()
    order = world.allocated(shop, sku=world.sku(2))
    seller = world.person("orders.mediations.read", "orders.mediations.speak_for_sellers", shops=[shop])
    judge = world.person("orders.mediations.read", "orders.mediations.decide")
    asked = world.call("POST", f"{CARE}/mediations", json={"order_id": order["id"], "claim": "退还一半货款"})
    path = f"/mediations/{asked['id']}"
    decision = {"outcome": "shared", "reason": "双方均有过失", "to_do": "卖家退还 5 元"}
    early = done(judge, f"{path}/decide", status=409, **decision)
    assert (early["code"], early["rule"]) == ("not_heard_yet", "CARE-8")
    done(seller, f"{path}/statements", side="seller", text="发货前已检验")
    assert done(judge, f"{path}/decide", status=409, **decision)["code"] == "not_heard_yet"
    done(seller, f"{path}/statements", status=403, side="buyer", text="我是买家")

    # The buyer stays silent past the three days.
    world.house.set_clock(4 * DAY)
    for person in (seller, judge):
        came_back(person)
    world.eventually(lambda: "silent" in [one["what"] for one in shown(judge, path)["record"]], what="the silent side is noted", seconds=90)
    done(judge, f"{path}/decide", **decision)
    assert done(seller, f"{path}/statements", status=409, side="seller", text="不服")["code"] == "mediation_decided"
    done(judge, f"{path}/compliance", complied=True, text="已退 5 元")
    found = shown(seller, path)
    assert [(one["what"], one["side"]) for one in found["record"]] == [
        ("opened", None), ("statement", "seller"), ("silent", "buyer"), ("decided", None), ("complied", None),
    ]  # fmt: skip
    assert (found["state"], found["record"][3]["text"]) == ("complied", decision["reason"])
    elsewhere = world.allocated(world.shop("shopify"), sku=world.sku(2))
    refused = done(judge, "/mediations", status=409, order_id=elsewhere["id"], claim="x")
    assert (refused["code"], refused["rule"]) == ("not_the_own_mall", "CARE-8")


@pytest.mark.rule("CARE-5")
def test_who_is_unhappy_when_called_back_has_a_complaint_at_once(world: World) -> None:
    shop = world.shop()
    clerk = world.person("orders.callbacks.make", "orders.callbacks.plan", "orders.complaints.read", shops=[shop])
    plan = {"name": f"签收 {uuid4().hex[:6]}", "trigger": "after_delivery", "days": 2, "sample_percent": 100, "shop_ids": [shop]}
    done(clerk, "/callback-plans", parameters=plan)
    orders = [delivered(world, shop, buyer_id=f"b{uuid4().hex[:8]}") for _ in range(2)]
    assert shown(clerk, "/callbacks")["data"] == []
    for order in orders:
        counted = f"/orders/v1/customers?q={order['buyer_id']}"
        world.eventually(lambda counted=counted: len(world.call("GET", counted)["data"]) == 1, what="a customer's file", seconds=60)
    world.house.set_clock(3 * DAY)
    came_back(clerk)
    world.eventually(lambda: len(shown(clerk, "/callbacks")["data"]) == 2, what="two call-backs on their day", seconds=90)
    rows = {row["order_id"]: row for row in shown(clerk, "/callbacks")["data"]}
    assert set(rows) == {order["id"] for order in orders}
    first, second = (f"/callbacks/{rows[order['id']]['id']}" for order in orders)
    assert done(clerk, f"{first}/result", status=422, outcome="reached")["code"] == "satisfaction_needed"
    done(clerk, f"{first}/result", outcome="reached", satisfaction=1, note="杯子有裂纹", complaint_kind="quality")
    found = shown(clerk, first)
    complaint = shown(clerk, f"/complaints/{found['complaint_id']}")
    assert (complaint["source"], complaint["kind"], complaint["order_id"]) == ("call_back", "quality", orders[0]["id"])
    assert done(clerk, f"{first}/result", status=409, outcome="reached", satisfaction=5)["code"] == "callback_done"
    # Nobody is called who does not want it.
    done(clerk, f"{second}/result", outcome="do_not_call", note="不要再打")
    assert shown(clerk, "/callbacks")["data"] == []
    customer = shown(clerk, second)["customer_id"]
    assert shown(clerk, f"/customers/{customer}")["do_not_call"]["reason"] == "不要再打"


def test_the_days_of_the_tests_are_those_of_the_policy(world: World) -> None:
    (shipped,) = world.call("GET", f"{CARE}/policies?limit=1")["data"]
    assert timedelta(days=shipped["parameters"]["mediation"]["statement_days"]) == timedelta(days=3)
    assert shipped["parameters"]["callbacks"]["unhappy_up_to"] == 2
