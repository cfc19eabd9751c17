"""Suspicion follows what is sent for an order, where it goes, and what one SKU sells (rule ORD-6)."""

from datetime import datetime
from typing import Any

import httpx
import pytest
from fake_order_making import buyer, mark, post, read, ring
from fastapi import FastAPI
from order_making import SHOP, at, newer, order_body, reserved, run, sent, tell, tell_reserved
from parcel_making import MIXED, split, stopped

from chassis.testing import caller
from contracts.orders import ReceiversChanged
from orders.consumers import integrity


@pytest.fixture
def reviewer() -> dict[str, str]:
    """May do everything in orders, and entered none of them."""
    return caller("orders.*", account="acc_reviewer", name="审查员")


async def test_a_suspected_order_is_held_with_its_parts_and_let_go_with_them(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any, show: Any, do: Any, act: Any
) -> None:
    body = buyer(1, payer="P-1", device="D-1", **MIXED)
    made = await place(body)
    parts = [part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"]]
    await tell_reserved(app, *(reserved(part) for part in parts))
    assert [(await show(part))["status"] for part in parts] == ["allocated", "allocated"]
    await ring(app, place, first=2, count=2)
    for part in parts:
        held = await show(part)
        assert ([hold["code"] for hold in held["holds"]], held["pending"]) == (["suspected_fake"], "holding")
        await stopped(app, part)
    assert (await act("release", parts[0], note=""))["refusal"]["code"] == "held_as_suspected"
    done = await post(client, "/suspicions/clear", reviewer, ids=[made["id"]], reason="企业团购")
    assert done["done"] == 1
    for part in parts:
        assert (await show(part))["holds"] == []
    assert (await show(made["id"]))["holds"] == []


async def test_a_merged_order_waits_until_nothing_suspected_is_in_it(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any, show: Any, do: Any
) -> None:
    same = {"buyer_id": "b1", "receiver": {"name": "买家1", "street": "文三路 1 号"}}
    one, two = await place(order_body(payer="P-1", device="D-1", **same)), await place(order_body(payer="P-1", device="D-1", **same))
    await do("/merge", {"groups": [{"ids": [one["id"], two["id"]]}]})
    [merged] = (await show(one["id"]))["related"]
    await ring(app, place, first=2, count=2)
    assert [hold["code"] for hold in (await show(merged["id"]))["holds"]] == ["suspected_fake"]
    await post(client, "/suspicions/clear", reviewer, ids=[one["id"]], reason="真实")
    assert [hold["code"] for hold in (await show(merged["id"]))["holds"]] == ["suspected_fake"]
    await post(client, "/suspicions/clear", reviewer, ids=[two["id"]], reason="真实")
    assert (await show(merged["id"]))["holds"] == []


async def test_a_confirmed_order_that_was_split_is_cancelled_with_its_parts(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any, show: Any, do: Any
) -> None:
    made = await place(buyer(1, payer="P-1", device="D-1", **MIXED))
    parts = [part["id"] for part in (await split(do, made["id"], {2: 1}))["parts"]]
    await ring(app, place, first=2, count=2)
    await post(client, "/suspicions/confirm", reviewer, ids=[made["id"]], reason="刷单", cancel=True)
    assert [(await show(part))["status"] for part in parts] == ["closed", "closed"]
    assert (await show(made["id"]))["status"] == "cancelled"


async def test_a_split_order_taken_apart_is_still_held(app: FastAPI, place: Any, show: Any, do: Any) -> None:
    made = await place(buyer(1, payer="P-1", device="D-1", **MIXED))
    await split(do, made["id"], {2: 1})
    await ring(app, place, first=2, count=2)
    await do("/take-apart", {"ids": [made["id"]], "reason": "还原"})
    apart = await show(made["id"])
    assert (apart["status"], [hold["code"] for hold in apart["holds"]]) == ("placed", ["suspected_fake"])


async def test_an_address_told_in_full_later_counts_from_then_on(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    drop = {"street": "荣军路 27 号"}
    bodies = [buyer(number, device="D-1", receiver={"street": "荣军路***"}) for number in range(1, 4)]
    for body in bodies:
        await place(body)
    await mark(app)
    assert (await read(client, "/rings", reviewer))["data"] == []
    for body in bodies:
        await place(newer(body, receiver=body["receiver"] | drop), status=200)
    for payload in await sent(app, ReceiversChanged.subject):
        await tell(app, integrity.on_receivers_changed, ReceiversChanged.model_validate(payload))
    [found] = (await read(client, "/rings", reviewer))["data"]
    assert {signal["signal"]: signal["orders"] for signal in found["signals"]} == {"shared_device": 3, "shared_address": 3}


async def test_a_burst_of_one_sku_is_seen_in_a_busy_shop(
    app: FastAPI, client: httpx.AsyncClient, reviewer: dict[str, str], place: Any
) -> None:
    """The shop always sells that much; this SKU does not."""
    await run(
        app,
        "INSERT INTO integrity_minute SELECT :shop, CAST(:at AS timestamptz) - i * interval '1 minute', 5, 5 FROM generate_series(15, 10000) i",
        shop=SHOP,
        at=datetime.fromisoformat(at(0)),
    )
    for number in range(1, 22):
        named = {"payer": "P-1"} if number > 18 else {}
        placed = {"placed_at": at(0), **named}
        await place(order_body(buyer_id=f"b{number}", receiver={"name": f"买家{number}", "street": f"文三路 {number} 号"}, **placed))
    await mark(app)
    [found] = (await read(client, "/rings", reviewer))["data"]
    assert (found["orders"], found["score"]) == (3, 60)
    [order, *_] = (await read(client, "/suspicions", reviewer))["data"]
    [burst] = [signal for signal in order["signals"] if signal["signal"] == "burst"]
    assert burst["facts"] == {"new_buyers": 21, "usual": 0, "minutes": 10, "by_sku": 1}
