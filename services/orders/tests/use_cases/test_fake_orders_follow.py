"""Suspicion follows what is sent for an order, where it goes, and what one SKU sells (rule ORD-6)."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fake_order_making import buyer, mark, post, read, ring
from fastapi import FastAPI
from order_making import SHOP, at, newer, order_body, other_key, reserved, rows, run, sent, tell, tell_reserved
from parcel_making import MIXED, split, stopped

from chassis.testing import caller
from contracts.orders import ReceiversChanged, ReviewsReceived
from orders.consumers import integrity
from orders.consumers.integrity import on_reviews_received


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


async def test_praise_in_the_same_words_speaks_and_ties_nobody(
    app: FastAPI, client: httpx.AsyncClient, clerk: dict[str, str], place: Any, show: Any
) -> None:
    made = [await place(buyer(number, platform_order_no=f"PR-{number}")) for number in range(1, 6)]
    await mark(app)
    await run(app, "UPDATE integrity_mark SET browsed_s = 0")
    await run(app, "UPDATE sales_order SET delivered_at = now() - interval '10 seconds'")
    words = ["东西很好，包装也很好！"] * 3 + ["颜色很正，孩子喜欢"] + ["东西很好,包装也很好"]
    # The fifth is a complaint in the same words: no praise.
    reviews = [
        {"shop_id": SHOP, "platform_review_no": f"R-{place}", "platform_order_no": f"PR-{place}", "stars": 5 if place < 5 else 1, "text": text,
         "written_at": datetime.now(UTC).isoformat()}
        for place, text in enumerate(words, start=1)
    ]  # fmt: skip
    for some in (reviews[:2], reviews[2:]):
        assert (await client.post("/v1/care/reviews", json={"reviews": some}, headers=other_key(clerk))).status_code == 200
    for _ in range(2):
        for told in await sent(app, ReviewsReceived.subject):
            await tell(app, on_reviews_received, ReviewsReceived.model_validate(told))
    found = (await read(client, "/suspicions", caller("orders.*", name="审查员")))["data"]
    assert {one["id"] for one in found} == {order["id"] for order in made[:3]}
    [same] = [signal for signal in found[0]["signals"] if signal["signal"] == "same_praise"]
    assert (same["zh"], same["en"], same["facts"]) == ("相同好评", "Same praise", {"orders": 3, "buyers": 3})
    assert len({one["ring_id"] for one in found}) == 3, "who words praise alike need not know each other"
    assert "东西很好" not in str(await rows(app, "SELECT * FROM integrity_mark"))
    assert [hold["code"] for hold in (await show(made[3]["id"]))["holds"]] == []
