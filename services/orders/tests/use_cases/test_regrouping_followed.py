"""Orders that were split or merged are followed: their parcels, a cancellation, a new word of the shop (rules ORD-2, ORD-4; docs/adr/0018)."""

from decimal import Decimal
from typing import Any

import pytest
from fastapi import FastAPI
from order_making import (
    RECEIVER,
    newer,
    order_body,
    reserved,
    rows,
    sent,
    tell_parcel,
    tell_reserved,
    tell_shipped,
    tell_step,
)
from parcel_making import MIXED, run_plans, split, stopped

from contracts.orders import OrderShipped

pytestmark = pytest.mark.rule("ORD-2")


async def test_a_split_order_follows_its_parcels(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    first, second = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    await tell_reserved(app, reserved(first), reserved(second))
    await tell_shipped(app, first, pieces={"MUG": 1})
    halfway = await show(made["id"])
    assert (halfway["status"], halfway["tracking_number"]) == ("split", "SF123")
    await tell_shipped(app, second, pieces={"TEE-W": 3})
    assert (await show(made["id"]))["status"] == "shipped"
    told = await sent(app, OrderShipped.subject)
    assert [(one["order_id"], [(line["platform_line_no"], line["quantity"]) for line in one["lines"]]) for one in told] == [
        (made["id"], [("2", 1)]),
        (made["id"], [("1", 3)]),
    ]
    await tell_parcel(app, first, "delivered")
    assert (await show(made["id"]))["status"] == "shipped"
    await tell_parcel(app, second, "delivered")
    assert (await show(made["id"]))["status"] == "delivered"


async def test_a_part_is_not_cancelled_by_itself_and_the_order_with_all_its_parts_is(
    app: FastAPI, place: Any, show: Any, do: Any, act: Any
) -> None:
    made = await place(order_body(**MIXED))
    first, second = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    assert (await act("cancel", first, reason="x"))["refusal"]["code"] == "not_the_buyers_order"
    assert (await act("cancel", made["id"], reason="不要了"))["refusal"] is None
    assert [(await show(one))["status"] for one in (made["id"], first, second)] == ["cancelled", "closed", "closed"]


async def test_a_cancelled_order_of_a_merged_parcel_leaves_it_and_the_other_goes_on(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    body = order_body()
    one, two = await place(body), await place(order_body())
    await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    [merged] = (await show(one["id"]))["related"]
    await tell_reserved(app, reserved(merged["id"]))
    await place(newer(body, state="cancelled"), status=200)
    await run_plans(app)
    assert (await show(merged["id"]))["pending"] == "adjusting"
    await stopped(app, merged["id"])
    assert [(await show(one))["status"] for one in (one["id"], two["id"], merged["id"])] == ["cancelled", "reviewed", "closed"]


async def test_a_new_address_of_a_split_order_reaches_what_is_sent(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    body = order_body(**MIXED)
    made = await place(body)
    await split(do, made["id"], {2: 1})
    await place(newer(body, receiver=RECEIVER | {"province": "江苏省", "city": "南京市"}), status=200)
    await run_plans(app)
    order = await show(made["id"])
    assert (order["status"], order["receiver"]["city"], order["related"]) == ("reviewed", "南京市", [])


async def test_when_part_of_it_has_left_the_rest_is_stopped_for_what_is_new(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    body = order_body(**MIXED)
    made = await place(body)
    first, second = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    await tell_reserved(app, reserved(first), reserved(second))
    await tell_shipped(app, first, pieces={"MUG": 1})
    await place(newer(body, state="cancelled"), status=200)
    await run_plans(app)
    assert (await show(second))["pending"] == "cancelling"
    await stopped(app, second, kept=False)
    assert [(await show(one))["status"] for one in (second, made["id"])] == ["cancelled", "shipped"]


async def test_the_shops_word_that_the_first_parcel_left_changes_nothing(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    body = order_body(**MIXED)
    made = await place(body)
    first, second = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    await tell_reserved(app, reserved(first), reserved(second))
    await tell_shipped(app, first, pieces={"MUG": 1})
    await place(newer(body, state="shipped"), status=200)
    await run_plans(app)
    assert [(await show(one))["status"] for one in (made["id"], second)] == ["split", "allocated"]


async def test_what_bears_a_made_up_number_is_nothing_a_shop_may_tell(place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    part = (await split(do, made["id"], {2: 1}))["parts"][0]
    before = await show(part["id"])
    again = await place(newer(order_body(platform_order_no=before["platform_order_no"], state="cancelled")), status=200)
    assert again["outcome"] == "stale"
    assert await show(part["id"]) == before


async def test_steps_on_the_floor_do_not_move_what_was_bought(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    first, _ = (part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"])
    await tell_reserved(app, reserved(first))
    await tell_step(app, first, "picked")
    assert [(await show(one))["status"] for one in (first, made["id"])] == ["picked", "split"]


async def test_the_figures_count_what_was_bought_once(app: FastAPI, place: Any, do: Any) -> None:
    made = await place(order_body(**MIXED))
    await split(do, made["id"], {2: 1})
    [placed] = await rows(app, "SELECT sum(orders)::int AS orders, sum(amount) AS amount FROM order_tally_delta WHERE fact = 'placed'")
    assert (placed["orders"], placed["amount"]) == (1, Decimal("48.00"))
