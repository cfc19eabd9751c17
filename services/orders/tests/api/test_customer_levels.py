"""Levels, tags by rule and the lists they are found by, over HTTP (rule CARE-4)."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from customer_making import Ask, count, listed
from fastapi import FastAPI
from order_making import OTHER_SHOP, SHOP, START, at, money, new_uow, order_body, other_key, rows, run

from chassis.testing import caller
from orders.domain.customers.levels import DEFAULT_LEVELS
from orders.queries.customers.service_plan import service_plan_of
from orders.use_cases.customers.assess_due_files import assess_due_files

POLICIES = "/v1/customer-level-policies"


def policy(**changes: Any) -> dict[str, Any]:
    return DEFAULT_LEVELS.model_dump(mode="json") | changes


def bought(buyer: str, amount: str, minute: int, **rest: Any) -> dict[str, Any]:
    paid = {"goods_amount": money(amount), "paid_amount": money(amount)}
    receiver = {"name": buyer, "phone": f"139{abs(hash(buyer)) % 10**8:08d}"}
    return order_body(buyer_id=buyer, placed_at=at(minute), receiver=receiver, **paid, **rest)


async def look_again(app: FastAPI, *, after: timedelta = timedelta(0)) -> None:
    async with new_uow(app) as uow:
        uow.frame.now += after
        await assess_due_files(uow, most=100)
        await uow.commit()


async def test_the_file_says_why_it_has_its_level_and_what_the_next_one_asks(app: FastAPI, place: Any, ask: Ask) -> None:
    for minute in (1, 2):
        await place(bought("b-1", "2600.00", minute))
    await count(app)
    (row,) = await listed(ask)
    assert row["level"] == "valued"
    standing = (await ask("GET", f"/{row['id']}"))["standing"]
    assert (standing["code"], standing["policy_version"], standing["orders"], standing["paid"]) == ("valued", 0, 2, money("5200.00"))
    step = standing["next"]
    assert (step["code"], step["paid_reached"], step["orders_reached"], step["refunds_reached"]) == ("key", True, False, True)
    assert standing["plan"] == {"priority": 2, "trusted_refund": "50", "call_back_days": 7, "dormant_call_back_days": 120}


async def test_a_level_follows_its_orders_and_its_change_stands_in_the_file(app: FastAPI, place: Any, ask: Ask, act: Any) -> None:
    made = [await place(bought("b-1", "600.00", minute)) for minute in (1, 2)]
    await count(app)
    assert (await listed(ask))[0]["level"] == "valued"
    await act("cancel", made[0]["id"], reason="不要了")
    await count(app)
    (row,) = await listed(ask)
    assert row["level"] == "regular"
    (entry,) = [one for one in (await ask("GET", f"/{row['id']}/timeline"))["data"] if one["kind"] == "entry"]
    assert (entry["what"], entry["text"]) == ("level_changed", "regular")
    assert await listed(ask, "?level=valued") == []
    assert [one["id"] for one in await listed(ask, "?level=regular")] == [row["id"]]


async def test_time_alone_takes_a_level_away_and_puts_a_tag_on(app: FastAPI, place: Any, ask: Ask) -> None:
    for minute in (1, 2):
        await place(bought("b-1", "600.00", minute))
    await count(app)
    await look_again(app, after=timedelta(days=100))
    assert (await listed(ask))[0]["rule_tags"] == []
    await look_again(app, after=timedelta(days=181))
    (row,) = await listed(ask)
    assert (row["level"], row["rule_tags"], row["tags"]) == ("valued", ["沉睡客户"], [])
    assert [one["id"] for one in await listed(ask, "?tag=沉睡客户")] == [row["id"]]
    await look_again(app, after=timedelta(days=366))
    assert (await listed(ask))[0]["level"] == "regular"


async def test_a_new_policy_looks_at_every_file_once_it_is_in_force(app: FastAPI, place: Any, ask: Ask, client: Any, clerk: Any) -> None:
    await place(bought("b-1", "100.00", 1))
    await count(app)
    levels = policy()["levels"]
    levels[0] |= {"paid": "100", "orders": 1}
    refused = await client.post(POLICIES, json={"parameters": policy(levels=levels[:1])}, headers=other_key(clerk))
    assert (refused.status_code, refused.json()["code"], refused.json()["rule"]) == (422, "level_policy_faulty", "CARE-4")
    late = {"parameters": policy(levels=levels), "effective_from": "2020-01-01T00:00:00Z"}
    assert (await client.post(POLICIES, json=late, headers=other_key(clerk))).status_code == 409
    nobody = caller("orders.policies.read")
    body = {"parameters": policy(levels=levels), "note": "双十一之后"}
    assert (await client.post(POLICIES, json=body, headers=other_key(nobody))).status_code == 403
    both = await asyncio.gather(*(client.post(POLICIES, json=body, headers=other_key(clerk)) for _ in range(2)))
    assert sorted(answer.json()["version"] for answer in both) == [1, 2]
    assert (await listed(ask))[0]["level"] == "regular"
    await look_again(app)
    assert (await listed(ask))[0]["level"] == "key"
    page = (await client.get(POLICIES, headers=nobody)).json()["data"]
    assert [one["version"] for one in page] == [2, 1, 0]
    assert await rows(app, "SELECT count(*) FROM customer_standing WHERE policy_version < 1") == [{"count": 0}]


async def test_counting_and_looking_again_at_once_agree(app: FastAPI, place: Any, ask: Ask) -> None:
    for minute in range(4):
        await place(bought("b-1", "300.00", minute))
    await run(app, "UPDATE customer_standing SET policy_version = -1")
    await asyncio.gather(count(app), look_again(app), count(app), look_again(app))
    (row,) = await listed(ask)
    assert (row["level"], row["orders"]) == ("valued", 4)


async def test_the_service_plan_of_an_order_is_that_of_its_customer(app: FastAPI, place: Any, ask: Ask) -> None:
    made = [await place(bought("b-1", "600.00", minute)) for minute in (1, 2)]
    before = await ask("GET", f"/of-order/{made[0]['id']}")
    assert (before["customer_id"], before["level"], before["plan"]["trusted_refund"]) == (None, "regular", "0")
    await count(app)
    found = await ask("GET", f"/of-order/{made[0]['id']}")
    (row,) = await listed(ask)
    assert (found["customer_id"], found["level"], found["plan"]["trusted_refund"], found["currency"]) == (row["id"], "valued", "50", "CNY")
    async with new_uow(app) as uow:
        (file,) = await rows(app, "SELECT file_id FROM customer")
        assert (await service_plan_of(uow.session, now=uow.now, customer_id=file["file_id"])).plan.priority == 2
    await ask("GET", f"/of-order/{made[0]['id']}", headers=caller("orders.*", shops=[OTHER_SHOP]), status=404)
    await ask("GET", f"/of-order/ord_{uuid4().hex}", status=404)


async def test_who_does_not_see_all_shops_sees_the_level_without_its_figures(app: FastAPI, place: Any, ask: Ask) -> None:
    await place(bought("b-1", "600.00", 1))
    await place(bought("b-1", "600.00", 2, shop_id=OTHER_SHOP))
    await count(app)
    limited = caller("orders.*", shops=[SHOP])
    (row,) = await listed(ask, headers=limited)
    standing = (await ask("GET", f"/{row['id']}", headers=limited))["standing"]
    assert (standing["code"], standing["paid"], standing["orders"], standing["next"]) == ("valued", None, None, None)
    assert (await ask("GET", f"/{row['id']}"))["standing"]["paid"] == money("1200.00")


@pytest.fixture
async def crowd(app: FastAPI, place: Any) -> None:
    """Six buyers, the newest first; b-0, b-2 and b-4 bought in both shops."""
    for number in range(6):
        await place(bought(f"b-{number}", f"{100 * (number + 1)}.00", 10 * number))
        if number % 2 == 0:
            await place(bought(f"b-{number}", "50.00", 10 * number + 1, shop_id=OTHER_SHOP))
    await count(app)


async def walked(ask: Ask, query: str, **rest: Any) -> list[int]:
    """All pages of two: the orders' newest minute of each row tells who it is."""
    found: list[str] = []
    cursor = ""
    while True:
        page = await ask("GET", f"?limit=2&{query}{cursor}", **rest)
        found += [row["last_order_at"] for row in page["data"]]
        if not page["has_more"]:
            return [int(minute(one) // 10) for one in found]
        cursor = f"&cursor={page['next_cursor']}"


def minute(moment: str) -> float:
    return (datetime.fromisoformat(moment) - START).total_seconds() / 60


@pytest.mark.usefixtures("crowd")
async def test_every_way_of_asking_shows_each_customer_once_and_in_order(ask: Ask) -> None:
    both = f"shop_id={SHOP}&shop_id={OTHER_SHOP}"
    assert await walked(ask, "") == [5, 4, 3, 2, 1, 0]
    assert await walked(ask, both) == [5, 4, 3, 2, 1, 0]
    assert await walked(ask, f"shop_id={OTHER_SHOP}") == [4, 2, 0]
    assert await walked(ask, "paid_from=300") == [5, 4, 3, 2]
    assert await walked(ask, f"paid_from=300&{both}") == [5, 4, 3, 2]
    assert await walked(ask, f"level=regular&{both}") == [5, 4, 3, 2, 1, 0]
    assert await walked(ask, f"level=key&{both}") == []
    moment = at(21).replace("+", "%2B")
    assert await walked(ask, f"last_to={moment}&{both}") == [1, 0], "bought in the other shop at that very minute"
    assert await walked(ask, f"last_from={moment}&{both}&paid_from=1") == [5, 4, 3, 2]
    assert await walked(ask, f"last_to={moment}&paid_from=200") == [1]
    for place in ("", f"?{both}"):
        for row in await listed(ask, place):
            if row["orders"] == 2:
                await ask("POST", f"/{row['id']}/tags", json={"tag": "两店"})
    assert await walked(ask, f"tag=两店&{both}") == [4, 2, 0]
    assert await walked(ask, "tag=两店&paid_from=400") == [4]
    assert await walked(ask, f"tag=两店&level=regular&shop_id={OTHER_SHOP}") == [4, 2, 0]
    await ask("GET", "?paid_from=-1", status=422)
    await ask("GET", "?paid_from=1&cursor=WyJ4IiwgInkiXQ", status=422)
