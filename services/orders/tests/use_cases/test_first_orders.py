"""Rules may ask whether an order is its buyer's first: the customer's file knows, and nobody guesses (rules ORD-2, CARE-4)."""

from typing import Any

import pytest
from fastapi import FastAPI
from order_making import RECEIVER, at, new_uow, newer, order_body, other_key

from orders.domain.policy import DEFAULT_PARAMETERS
from orders.jobs.review_replays import go_on
from orders.use_cases.customers import walk_orders as walking

pytestmark = pytest.mark.rule("ORD-2", "CARE-4")
FIRST = {
    "code": "first_one",
    "stage": "service",
    "does": "hold",
    "zh": "首单先看",
    "en": "Look at first orders",
    "conditions": {"first_order": True},
}
KNOWN = {
    "code": "known_buyer",
    "stage": "service",
    "does": "release",
    "zh": "老客免审",
    "en": "Known buyers pass",
    "conditions": {"first_order": False},
}
REMARK = {"code": "buyer_remark", "stage": "service", "does": "hold", "zh": "留言", "en": "Remark", "conditions": {"buyer_remark": {}}}


@pytest.fixture
def publish(client: Any, clerk: Any) -> Any:
    async def publish(*rules: dict[str, Any]) -> None:
        parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": rules}
        answer = await client.post("/v1/review-policies", json={"parameters": parameters}, headers=other_key(clerk))
        assert answer.status_code == 201, answer.text

    return publish


@pytest.fixture
def count(app: FastAPI, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What jobs/customers.py does, also for orders that have just come in."""
    monkeypatch.setattr(walking, "SETTLED_MS", -1000)

    async def count() -> None:
        async with new_uow(app) as uow:
            await walking.walk_orders(uow, walk=walking.NEW, most=500)
            await uow.commit()

    return count


def buys(buyer: str, minutes: int, **changes: Any) -> dict[str, Any]:
    phone = {"phone": f"1380000{sum(map(ord, buyer)) % 10_000:04d}"}
    return order_body(buyer_id=buyer, placed_at=at(minutes), paid_at=at(minutes), modified_at=at(minutes), receiver=phone, **changes)


async def test_the_first_is_held_and_the_second_not(publish: Any, place: Any, count: Any) -> None:
    await publish(FIRST)
    assert (await place(buys("ann", 0)))["hold_reasons"] == ["first_one"]
    # Another one while the first is not counted yet: nobody knows, and nobody guesses.
    assert (await place(buys("ann", 1)))["hold_reasons"] == []
    await count()
    assert (await place(buys("ann", 2)))["hold_reasons"] == []
    assert (await place(buys("bob", 3)))["hold_reasons"] == ["first_one"]
    # No buyer, no readable phone: no strong key tells who it is.
    unknown = order_body(buyer_id="", receiver={"phone": "138****0000", "name": "张**"})
    assert (await place(unknown))["hold_reasons"] == []


async def test_one_customer_of_two_shops_has_one_first_order(publish: Any, place: Any, count: Any) -> None:
    await publish(FIRST)
    await place(buys("ann", 0))
    await count()
    assert (await place(buys("ann", 5, shop_id="shp_other")))["hold_reasons"] == []


async def test_a_buyer_who_is_known_passes(publish: Any, place: Any, count: Any) -> None:
    await publish(REMARK, KNOWN)
    assert (await place(buys("ann", 0, buyer_remark="快")))["hold_reasons"] == ["buyer_remark"]
    await count()
    assert (await place(buys("ann", 1, buyer_remark="快")))["hold_reasons"] == []
    assert (await place(buys("bob", 1, buyer_remark="快")))["hold_reasons"] == ["buyer_remark"]


async def test_orders_that_were_cancelled_are_none(publish: Any, place: Any, count: Any, act: Any) -> None:
    await publish(FIRST)
    made = await place(buys("ann", 0))
    await act("cancel", made["id"], reason="不要了")
    await count()
    assert (await place(buys("ann", 5)))["hold_reasons"] == ["first_one"]


async def test_a_newer_version_is_still_the_first(publish: Any, place: Any, show: Any, count: Any, act: Any) -> None:
    await publish(FIRST)
    body = buys("ann", 0)
    made = await place(body)
    await count()
    await place(newer(body, minutes=1, seller_remark="备注"), status=200)
    assert [hold["code"] for hold in (await show(made["id"]))["holds"]] == ["first_one"]
    # Its receiver is masked by now and its buyer left out: what was known holds it still.
    masked = newer(body, minutes=2, seller_remark="再备注", receiver=RECEIVER | {"phone": "", "name": ""}, buyer_id="")
    await place(masked, status=200)
    assert [hold["code"] for hold in (await show(made["id"]))["holds"]] == ["first_one"]
    await act("release", made["id"])
    await place(newer(body, minutes=3, seller_remark="三"), status=200)
    assert (await show(made["id"]))["holds"] == []


async def test_too_many_that_wait_to_be_counted_make_it_unknown(publish: Any, place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    await publish(FIRST)
    monkeypatch.setattr("orders.store.customers.first_orders.MOST_UNCOUNTED", 1)
    assert (await place(buys("ann", 0)))["hold_reasons"] == ["first_one"]
    assert (await place(buys("bob", 1)))["hold_reasons"] == []


async def test_a_batch_looks_at_its_own_orders_too(client: Any, clerk: Any, publish: Any, show: Any) -> None:
    await publish(FIRST)
    answer = await client.post(
        "/v1/orders/batch", json={"orders": [buys("ann", 1), buys("ann", 0), buys("bob", 0)]}, headers=other_key(clerk)
    )
    orders = [await show(one["id"]) for one in answer.json()["results"]]
    assert [[hold["code"] for hold in order["holds"]] for order in orders] == [[], ["first_one"], ["first_one"]]


async def test_a_draft_is_tried_on_first_orders(app: FastAPI, client: Any, clerk: Any, place: Any, count: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("chassis.jobs.run_alone", _rest)
    first, _ = await place(buys("ann", 0)), await place(buys("ann", 1))
    other = await place(buys("bob", 2))
    await count()
    parameters = DEFAULT_PARAMETERS.model_dump(mode="json") | {"rules": [FIRST]}
    made = await client.post("/v1/review-drafts", json={"name": "首单", "parameters": parameters}, headers=other_key(clerk))
    given = other_key(clerk) | {"If-Match": f'"{made.json()["version"]}"'}
    span = {"placed_from": at(-60), "placed_to": at(60)}
    asked = await client.post(f"/v1/review-drafts/{made.json()['id']}/replays", json=span, headers=given)
    assert asked.status_code == 202, asked.text
    await go_on(app.state.context)
    found = (await client.get(f"/v1/review-replays/{asked.json()['id']}/orders", headers=clerk)).json()["data"]
    assert {one["order_id"]: one["would_be"] for one in found} == {first["id"]: ["first_one"], other["id"]: ["first_one"]}


async def _rest(*_: Any, **__: Any) -> None:
    return
