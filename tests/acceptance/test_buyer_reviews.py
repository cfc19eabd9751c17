"""What buyers say, from the review to the improvement; chats and the figures of service; what was told of a product (rules CARE-4, CARE-6, CARE-7)."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from tests.acceptance.world import Person, World

CARE = "/orders/v1/care"
CLERK = (
    "orders.buyer_reviews.read",
    "orders.buyer_reviews.answer",
    "orders.standard_answers.edit",
    "orders.complaints.read",
    "orders.complaints.open",
    "orders.quality.read",
    "orders.improvements.edit",
    "orders.orders.read",
)
# In the middle of a month, so that no contact lies across two.
BEGAN = (datetime.now(UTC).replace(day=15, hour=2, minute=0, second=0, microsecond=0)) - timedelta(days=31)
MONTH = f"{BEGAN:%Y-%m}"


def review(shop: str, **changes: Any) -> dict[str, Any]:
    written = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    return {
        "shop_id": shop,
        "platform_review_no": f"R{uuid4().hex[:10]}",
        "stars": 1,
        "text": "质量差，开线了",
        "written_at": written,
        **changes,
    }


def take(world: World, *reviews: dict[str, Any]) -> list[dict[str, Any]]:
    return world.call("POST", f"{CARE}/reviews", json={"reviews": list(reviews)})["results"]


def done(person: Person, path: str, *, version: int | None = None, **body: Any) -> Any:
    headers = {} if version is None else {"If-Match": f'"{version}"'}
    answer = person.ask("POST", f"{CARE}{path}", json=body, headers=headers)
    assert answer.status_code < 400, answer.text
    return answer.json()


def seen(person: Person, path: str) -> Any:
    answer = person.ask("GET", f"{CARE}{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.rule("CARE-6")
def test_a_bad_review_is_answered_followed_up_and_improves_the_product(world: World) -> None:
    shop, sku = world.shop(), world.sku(10)
    orders = [world.allocated(shop, sku=sku) for _ in range(2)]
    told = [review(shop, platform_order_no=order["platform_order_no"]) for order in orders]
    first, second = take(world, *told)
    assert [one["outcome"] for one in take(world, *told)] == ["unchanged", "unchanged"]
    clerk, colleague = world.person(*CLERK, shops=[shop]), world.person(*CLERK, shops=[shop])
    assert {row["id"] for row in seen(clerk, f"/reviews?view=follow_up&shop_id={shop}")["data"]} == {first["id"], second["id"]}

    # Answered with a standard answer, filled in for each; nobody answers twice.
    words = {"class_code": "quality", "title": f"质量致歉 {uuid4().hex[:6]}", "zh": "您好，订单 {order_no} 我们为您补发"}
    standard = done(clerk, "/standard-answers", **words)
    answered = done(clerk, "/reviews/answer", ids=[first["id"], second["id"]], standard_answer_id=standard["id"])
    assert (answered["done"], answered["refused"]) == (2, 0)
    shown = seen(clerk, f"/reviews/{first['id']}")
    assert shown["answer"] == f"您好，订单 {orders[0]['platform_order_no']} 我们为您补发"
    again = done(colleague, "/reviews/answer", ids=[first["id"]], text="您好")
    assert [one["refusal"]["rule"] for one in again["results"]] == ["CARE-6"]

    # One becomes a complaint, for the other somebody says why not.
    followed = done(clerk, f"/reviews/{first['id']}/follow-up", version=shown["version"], complaint="quality", reason="请质检核实")
    complaint = seen(clerk, f"/complaints/{followed['complaint_id']}")
    assert (complaint["source"], complaint["order_id"]) == ("review", orders[0]["id"])
    version = seen(clerk, f"/reviews/{second['id']}")["version"]
    assert done(clerk, f"/reviews/{second['id']}/follow-up", version=version, reason="买家已满意")["follow_up"] == "noted"
    assert seen(clerk, f"/reviews?view=follow_up&shop_id={shop}")["data"] == []

    # Both were classified by their words, and count as a problem of the product: once each, also with the complaint.
    [problem] = seen(clerk, f"/improvements?sku={sku}&months=1")["data"]
    assert (problem["class_code"], problem["problems"], problem["state"]) == ("quality", 2, "new")
    behind = seen(clerk, f"/improvements/problems?class_code=quality&sku={sku}&months=1")["data"]
    assert {row["id"] for row in behind} == {first["id"], second["id"]}
    key = {"class_code": "quality", "sku": sku}
    due = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    done(clerk, "/improvements/decide", version=0, **key, state="open", owner="刘品控", due_on=due)
    assert seen(clerk, f"/improvements?sku={sku}&state=open&months=1")["data"][0]["owner"] == "刘品控"


@pytest.mark.rule("CARE-7")
def test_the_service_figures_are_exactly_those_of_the_contacts_and_open_to_them(world: World) -> None:
    shop, number, agent = world.shop(), uuid4().hex[:8], f"acc_{uuid4().hex}"

    def contact(name: str, *, days: int = 0, first: int | None = None, end: int | None = None, **changes: Any) -> dict[str, Any]:
        start = BEGAN + timedelta(days=days)
        at = {
            "first_answer_at": None if first is None else (start + timedelta(seconds=first)).isoformat(),
            "ended_at": None if end is None else (start + timedelta(seconds=end)).isoformat(),
        }
        who = {"agent_id": agent, "agent_name": "小安", "buyer_id": f"b-{name}"}
        return {"shop_id": shop, "contact_no": f"{number}-{name}", "started_at": start.isoformat(), **who, **at, **changes}

    contacts = [
        contact("1", first=60, end=600, satisfaction=5, buyer_id="same"),
        contact("2", days=3, first=240, end=840, satisfaction=4, buyer_id="same"),
        contact("3"),
    ]
    for _ in range(2):
        world.call("POST", f"{CARE}/contacts", json={"contacts": contacts})
    # What was not known before is told later: nothing else changes.
    world.call("POST", f"{CARE}/contacts", json={"contacts": [contact("3", first=90)]})
    head = world.person("orders.service_figures.read", shops=[shop])
    [row] = seen(head, f"/figures?month={MONTH}&by=person&shop_id={shop}")["rows"]
    assert (row["key"], row["name"]) == (agent, "小安")
    assert {one["figure"]: (one["value"], one["counted"]) for one in row["figures"]} == {
        "handled": (3.0, 3),
        "first_answer": (130.0, 3),
        "solution": (720.0, 2),
        "satisfaction": (4.5, 2),
        "repeat": (0.3333, 3),
        "in_time": (0.6667, 3),
    }
    found = seen(head, f"/figures?month={MONTH}&by=shop")
    assert all(one["definition_zh"] and one["definition_en"] for one in found["definitions"])
    assert [shop] == [one["key"] for one in found["rows"]]
    behind = seen(head, f"/figures/rows?month={MONTH}&figure=solution&person_id={agent}")["data"]
    assert [(one["number"], one["solution_s"]) for one in behind] == [(f"{number}-2", 840), (f"{number}-1", 600)]
    stranger = world.person("orders.service_figures.read", shops=[world.shop()])
    assert seen(stranger, f"/figures?month={MONTH}&by=shop")["rows"] == []


@pytest.mark.rule("CARE-4")
def test_the_quality_record_of_product_and_customer_tells_reviews_cases_and_complaints(world: World) -> None:
    shop, sku, buyer = world.shop(), world.sku(10), f"b{uuid4().hex[:10]}"
    order = world.allocated(shop, sku=sku, buyer_id=buyer)
    take(world, review(shop, platform_order_no=order["platform_order_no"], stars=5, text="很喜欢"))
    case = {"order_id": order["id"], "kind": "refund_before_shipping", "reason_code": "out_of_stock"}
    world.call("POST", "/orders/v1/aftersales/cases", json={**case, "lines": [{"line_no": 1, "quantity": 1}]})
    world.call("POST", f"{CARE}/complaints", json={"kind": "delivery", "text": "迟迟不发货", "order_id": order["id"]})
    clerk = world.person("orders.quality.read", "orders.customers.read", shops=[shop])

    def record(path: str) -> list[str]:
        return sorted(row["kind"] for row in seen(clerk, f"/quality/{path}")["data"])

    world.eventually(lambda: record(f"products/{sku}") == ["case", "complaint", "review"], what="all three in the product's record")

    def customers() -> list[dict[str, Any]]:
        return clerk.ask("GET", f"/orders/v1/customers?q={buyer}").json()["data"]

    world.eventually(lambda: len(customers()) == 1, what="the customer has a file")
    assert record(f"customers/{customers()[0]['id']}") == ["case", "complaint", "review"]
    stranger = world.person("orders.quality.read", "orders.customers.read", shops=[world.shop()])
    assert stranger.ask("GET", f"{CARE}/quality/customers/{customers()[0]['id']}").status_code == 404
    assert seen(stranger, f"/quality/products/{sku}")["data"] == []
