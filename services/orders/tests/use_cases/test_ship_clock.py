"""Orders get a deadline, are found by it, and are told of once when it has passed (rule ORD-2)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from order_making import OTHER_SHOP, order_body, other_key, sent

from chassis.testing import caller
from orders.jobs.overdue import look

DELAYED = "orders.orders.delayed.v1"


def paid(hours_ago: float, **changes: Any) -> dict[str, Any]:
    moment = (datetime.now(UTC) - timedelta(hours=hours_ago)).isoformat()
    return order_body(placed_at=moment, paid_at=moment, modified_at=moment, **changes)


def moment(text: str | None) -> datetime:
    assert text is not None
    return datetime.fromisoformat(text)


@pytest.mark.rule("ORD-2")
async def test_the_deadline_counts_from_payment_and_only_for_what_is_paid_and_open(place: Any, show: Any) -> None:
    body = paid(1)
    made = await show((await place(body))["id"])
    assert moment(made["ship_by"]) - moment(made["paid_at"]) == timedelta(hours=48)
    assert made["ship_policy_version"] == 0
    for state in ("awaiting_payment", "cancelled", "shipped"):
        assert (await show((await place(paid(1, state=state)))["id"]))["ship_by"] is None


@pytest.mark.rule("ORD-2")
async def test_payment_that_is_told_later_starts_the_clock_and_the_shops_own_word_goes_first(place: Any, show: Any) -> None:
    body = paid(2, state="awaiting_payment") | {"paid_at": None}
    made = await place(body)
    now = datetime.now(UTC)
    body |= {"state": "ready", "paid_at": now.isoformat(), "modified_at": now.isoformat()}
    await place(body, status=200)
    assert moment((await show(made["id"]))["ship_by"]) == now + timedelta(hours=48)
    told = now + timedelta(days=20)
    await place(body | {"ship_by": told.isoformat(), "modified_at": (now + timedelta(seconds=1)).isoformat()}, status=200)
    assert moment((await show(made["id"]))["ship_by"]) == told


@pytest.mark.rule("ORD-2")
async def test_late_orders_are_listed_by_urgency_page_by_page_and_only_in_ones_shops(
    client: httpx.AsyncClient, clerk: dict[str, str], place: Any
) -> None:
    made = {hours: (await place(paid(hours)))["number"] for hours in (60, 100, 50, 47.9, 1)}
    foreign = (await place(paid(80, shop_id=OTHER_SHOP)))["number"]
    await place(paid(90, state="shipped"))

    async def pages(headers: dict[str, str], **asked: str) -> list[str]:
        numbers: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            answer = (await client.get("/v1/orders", params={"limit": "2", **asked, **cursor}, headers=headers)).json()
            numbers += [row["number"] for row in answer["data"]]
            if not answer["has_more"]:
                return numbers
            cursor = {"cursor": answer["next_cursor"]}

    late = [made[100], foreign, made[60], made[50]]
    assert await pages(clerk, due="overdue") == late
    assert await pages(clerk, sort="ship_by_asc") == [*late, made[47.9], made[1]]
    own = caller("orders.*", shops=[OTHER_SHOP])
    assert await pages(own, due="overdue") == [foreign]
    counts = {row["queue"]: row["count"] for row in (await client.get("/v1/orders/counts", headers=clerk)).json()["data"]}
    assert counts["overdue"] == len(late)
    assert await pages(clerk, due="soon") == [*late, *await pages(clerk, due="today")]
    counts = {row["queue"]: row["count"] for row in (await client.get("/v1/orders/counts", headers=own)).json()["data"]}
    assert (counts["overdue"], counts["due_today"]) == (1, 0)


@pytest.mark.rule("ORD-2")
async def test_a_late_order_is_told_once(app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any) -> None:
    late = await place(paid(60))
    await place(paid(1))
    version = (await show(late["id"]))["version"]
    for _ in range(2):
        await look(app.state.context)
    [message] = await sent(app, DELAYED)
    assert [order["number"] for order in message["orders"]] == [late["number"]]
    entries = (await client.get(f"/v1/orders/{late['id']}/timeline", headers=clerk)).json()["data"]
    assert [entry["what"] for entry in entries].count("overdue") == 1
    assert (await show(late["id"]))["version"] == version


@pytest.mark.rule("ORD-2", "SYS-6")
async def test_a_new_policy_holds_for_what_is_paid_from_then_on(
    client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    parameters = {"hours": 24, "platform_hours": {}, "shop_hours": {OTHER_SHOP: 6}, "weekends_count": True}

    async def publish(status: int = 201, **changes: Any) -> dict[str, Any]:
        body = {"parameters": parameters, "note": "双十一", **changes}
        answer = await client.post("/v1/ship-policies", json=body, headers=other_key(clerk))
        assert answer.status_code == status, answer.text
        return answer.json()

    before = await place(paid(1))
    assert (await publish())["version"] == 1
    refused = await publish(409, effective_from=(datetime.now(UTC) - timedelta(days=1)).isoformat())
    assert (refused["code"], refused["rule"]) == ("policy_in_the_past", "SYS-6")
    assert (await publish(422, parameters=parameters | {"hours": 0}))["errors"][0]["pointer"] == "/parameters/hours"
    for body, version, hours in ((paid(1), 0, 48), (paid(-0.01), 1, 24), (paid(-0.01, shop_id=OTHER_SHOP), 1, 6)):
        order = await show((await place(body))["id"])
        assert (order["ship_policy_version"], moment(order["ship_by"]) - moment(order["paid_at"])) == (version, timedelta(hours=hours))
    assert moment((await show(before["id"]))["ship_by"]) - moment((await show(before["id"]))["paid_at"]) == timedelta(hours=48)
    listed = (await client.get("/v1/ship-policies", headers=clerk)).json()["data"]
    assert [policy["version"] for policy in listed] == [1, 0]
